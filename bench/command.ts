import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { home } from '../lab/home.ts';
import type { ServedLab } from './table.ts';

/** The command, as a user has started it. */
export interface Started<T> {
  readonly pid: number;
  /** Its ready line. */
  readonly told: T;
  stop(): Promise<void>;
}

/** Runs `rackless` and waits for its ready line. @throws Error where it ends before */
export async function startRackless<T>(...words: readonly string[]): Promise<Started<T>> {
  const main = join(home, 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, ...words, '--json', '--control-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  if (typeof line[0] !== 'string') throw new Error(`rackless ${words[0]} ended before it was ready`);
  return {
    pid: child.pid ?? 0,
    told: JSON.parse(line[0]),
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** What a ready line tells of whom to ask. */
export interface ToldControl {
  readonly control: string;
  readonly controlTokenFile: string;
}

/** What opens a control API, as a header. */
export function authorizationOf({ controlTokenFile }: ToldControl): string {
  return `Bearer ${readFileSync(controlTokenFile, 'utf8').trim()}`;
}

/** A lab that the command has started. */
export interface RunningCommand extends Pick<Started<unknown>, 'pid' | 'stop'> {
  readonly control: string;
  /** What opens the control API, as a header. */
  readonly authorization: string;
  readonly devices: ServedLab['devices'];
}

/**
 * Runs `rackless up` on a lab and waits for its ready line.
 * @param lab text of a lab file
 * @param words options besides
 */
export async function startCommand(lab: string, ...words: readonly string[]): Promise<RunningCommand> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-bench-'));
  const file = join(folder, 'lab.yaml');
  writeFileSync(file, lab);
  try {
    const { pid, told, stop } = await startRackless<ToldControl & Pick<ServedLab, 'devices'>>('up', file, ...words);
    return { pid, stop, control: told.control, authorization: authorizationOf(told), devices: told.devices };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
