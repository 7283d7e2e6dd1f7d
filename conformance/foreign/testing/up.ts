import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { home } from '../../../lab/home.ts';
import type { HostReport } from '../../../lab/report.ts';

/**
 * Brings up a lab by `rackless up`, in a process of its own, as users of these clients have it.
 *
 * @param folder gets the lab file, and goes with the lab at the end of the test
 * @param devices as a lab file has them
 * @throws Error when the lab ends before it is ready
 */
export async function up(folder: string, devices: readonly object[]): Promise<readonly HostReport[]> {
  writeFileSync(join(folder, 'lab.yaml'), stringify({ devices }));
  const lab = spawn(
    process.execPath,
    [join(home, 'dist', 'cli', 'main.js'), 'up', join(folder, 'lab.yaml'), '--json', '--control-port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, RACKLESS_CACHE: join(folder, 'cache') } },
  );
  const ended = once(lab, 'close');
  onTestFinished(async () => {
    lab.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return JSON.parse(await firstLine(lab.stdout)).devices;
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error('the lab ended and was never ready');
}
