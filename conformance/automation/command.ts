import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { UsageError } from '../errors.ts';
import { environmentOf, type Inventory, writeInventory } from './environment.ts';
import type { Given } from './evidence.ts';
import type { Automation } from './runs.ts';

/** Milliseconds from being asked to end until a command is made to. */
const graceMs = 2_000;

/**
 * A command as an automation. It is told of its lab by the environment and, where asked for, by an inventory; its output
 * goes to this process's standard error, so that standard output stays the report's.
 * @param words the program and its arguments, taken as they are: no shell reads them
 */
export function commandAutomation(words: readonly string[], inventory: Inventory | undefined): Automation {
  const [program, ...args] = words;
  if (program === undefined) throw new UsageError('there is no command to judge: rackless judge PLAYBOOK -- COMMAND');
  return async (given: Given, signal: AbortSignal) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...environmentOf(given), ...(inventory && writeInventory(given, inventory)) },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it started ends with it.
      detached: true,
    });
    const end = (how: NodeJS.Signals): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, how);
      } catch {
        // It has ended by itself.
      }
    };
    let late: NodeJS.Timeout | undefined;
    const stop = (): void => {
      end('SIGTERM');
      late = setTimeout(end, graceMs, 'SIGKILL');
    };
    signal.addEventListener('abort', stop, { once: true });
    child.stdout.pipe(process.stderr, { end: false });
    child.stderr.pipe(process.stderr, { end: false });
    try {
      const [status, by] = await once(child, 'close');
      return typeof status === 'number' ? status : by === null ? 1 : 128;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${program} cannot be run: ${why}`);
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      end('SIGKILL');
    }
  };
}
