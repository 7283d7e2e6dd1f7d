import type { Session } from '../../chassis/cli/session.ts';
import type { NsxvDevice } from '../nsxv.ts';
import type { NsxvState } from '../state.ts';

/** What a session is told that may not configure. @source recorded: sneaku.com, "VTY configuration is locked by other VTY" */
export const lockedText = 'VTY configuration is locked by other VTY';

const holders = new WeakMap<NsxvDevice, Session<NsxvState>>();

/**
 * Whether another session is in configuration mode. One whose connection broke there holds the lock for ever, until SSH is
 * stopped and started; one that left the mode, in whatever way, holds it no more.
 */
export function lockedFor(session: Session<NsxvState>): boolean {
  const { device } = session;
  const { lock } = device.state.run;
  if (lock === undefined || lock === session.id) return false;
  const holder = holders.get(device);
  return holder?.id !== lock || holder.frames.some(({ name }) => name === 'config');
}

/** Takes the lock. */
export function lock(session: Session<NsxvState>): void {
  holders.set(session.device, session);
  session.device.change((draft) => {
    draft.run.lock = session.id;
  });
}
