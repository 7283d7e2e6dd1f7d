import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Vitest's global set-up: builds `dist` when it is stale, for the tests that spawn the `rackless` command. A source that
 * the compiler cannot read does not stop the tests of others; a compiler that builds nothing does.
 */
export default function built(): void {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'ready.mjs'), '--build-only'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.status !== 0)
    throw new Error('dist could not be built, so the tests that run the command have nothing to run');
}
