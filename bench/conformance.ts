import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { home } from '../lab/home.ts';
import { interleaved } from './measure.ts';
import type { Row } from './table.ts';

/**
 * Milliseconds of a whole `rackless conform`, four simulators, each at its first release; beside judging the same run's
 * recording, for which nothing is started and nothing is sent.
 */
export async function conformanceRun(rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-bench-'));
  const recording = join(folder, 'run.ndjson');
  try {
    await conform('--record', recording);
    const figures = await interleaved(
      rounds,
      () => conform(),
      () => conform('--replay', recording),
    );
    return [{ what: 'rackless conform, ms, beside judging its recording', ...figures }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error where the simulators do not conform: what such a run takes is no measure */
async function conform(...words: readonly string[]): Promise<number> {
  const began = performance.now();
  await promisify(execFile)(process.execPath, [join(home, 'dist', 'cli', 'main.js'), 'conform', ...words], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return performance.now() - began;
}
