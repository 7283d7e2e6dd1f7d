import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceState } from '../kind.ts';
import type { FaultAct } from '../surroundings.ts';
import { CliError, Interrupted } from './command.ts';
import type { Session } from './session.ts';

/**
 * Does what a fault rule says at the seam before a command runs. `delay` waits `ms` real milliseconds and lets the command
 * run; `error` fails it with `text`; `hang` waits until the command is aborted; `reboot` restarts the device.
 * Other acts belong to other seams and do nothing here.
 *
 * @throws CliError, Interrupted
 */
export async function faulted<S extends DeviceState>(
  act: FaultAct,
  session: Session<S>,
  signal: AbortSignal | undefined,
): Promise<void> {
  switch (act.act) {
    case 'delay':
      return wait(typeof act.ms === 'number' ? act.ms : 0, signal);
    case 'hang':
      return wait(0x7fffffff, signal);
    case 'error':
      throw new CliError(typeof act.text === 'string' ? act.text : '% Internal error');
    case 'reboot':
      session.close();
      await session.device.reboot('fault');
      throw new Interrupted();
  }
}

async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, { ref: false, ...(signal && { signal }) });
  } catch {
    throw new Interrupted();
  }
}
