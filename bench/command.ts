import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { home } from '../lab/home.ts';
import type { ServedLab } from './table.ts';

/** The command, as a user has started it. */
export interface RunningCommand {
  readonly pid: number;
  readonly control: string;
  /** What opens the control API, as a header. */
  readonly authorization: string;
  readonly devices: ServedLab['devices'];
  stop(): Promise<void>;
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
  const main = join(home, 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, 'up', file, '--json', '--control-port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  rmSync(folder, { recursive: true, force: true });
  if (typeof line[0] !== 'string') throw new Error('rackless up ended before it was ready');
  const { control, controlTokenFile, devices } = JSON.parse(line[0]);
  return {
    pid: child.pid ?? 0,
    control,
    authorization: `Bearer ${readFileSync(controlTokenFile, 'utf8').trim()}`,
    devices,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
