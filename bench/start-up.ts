import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { home } from '../lab/home.ts';
import { interleaved } from './measure.ts';
import type { Row } from './table.ts';

/** Milliseconds from the start of the command to its ready line, with one device, beside a Node that prints a line. */
export async function startUp(rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-bench-'));
  const lab = join(folder, 'lab.yaml');
  writeFileSync(lab, 'devices: [{ kind: nxos, options: { configured: nxapi } }]\n');
  const main = join(home, 'dist', 'cli', 'main.js');
  const ours = () => untilLine([main, 'up', lab, '--json', '--control-port', '0']);
  const bare = () => untilLine(['-e', 'console.log("ready")']);
  await ours();
  const figures = await interleaved(rounds, ours, bare);
  rmSync(folder, { recursive: true, force: true });
  return [{ what: 'rackless up with one device, ms until ready', ...figures }];
}

async function untilLine(words: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(createInterface({ input: child.stdout }), 'line');
  const elapsed = performance.now() - began;
  child.kill('SIGINT');
  await ended;
  return elapsed;
}
