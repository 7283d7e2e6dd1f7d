import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceState } from '../kind.ts';
import type { FaultAct } from '../surroundings.ts';
import { CliError, Interrupted } from './command.ts';
import type { Session } from './session.ts';

/**
 * Does what a fault rule says at the seam before a command runs: `delay` waits `ms` real milliseconds and lets the command
 * run; `error` fails it with `text`; `hang` waits until the command is given up; `reset` cuts the connection;
 * `reboot` restarts the device; `lose-reply` lets the command run and then cuts the connection.
 *
 * @returns true when the connection is to be cut once the command has run
 * @throws CliError, Interrupted
 */
export async function faulted<S extends DeviceState>(
  act: FaultAct,
  session: Session<S>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  switch (act.act) {
    case 'delay':
      await wait(typeof act.ms === 'number' ? act.ms : 0, signal);
      return false;
    case 'hang':
      await wait(longest, signal);
      throw new Interrupted();
    case 'error':
      throw new CliError(typeof act.text === 'string' ? act.text : '% Internal error');
    case 'reset':
      session.cut();
      throw new Interrupted();
    case 'reboot':
      session.cut();
      // Not waited for: the restart waits for connections, and this command is on one of them.
      void session.device.reboot('fault');
      throw new Interrupted();
    default:
      return act.act === 'lose-reply';
  }
}

/** The longest delay that Node knows, 24 days. */
const longest = 0x7fffffff;

async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, { ref: false, ...(signal && { signal }) });
  } catch {
    throw new Interrupted();
  }
}
