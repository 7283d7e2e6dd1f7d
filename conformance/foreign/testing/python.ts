import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { has } from '../../../.ci/tools.ts';
import { home } from '../../../lab/home.ts';

const run = promisify(execFile);
const requirements = join(home, 'conformance', 'foreign', 'requirements.txt');
/** Packages that are installed without the ones that they ask for. */
const alone = join(home, 'conformance', 'foreign', 'requirements-alone.txt');
const environment = join(home, '.venv', 'foreign');
const stampFile = join(environment, 'stamp');

/** A program of the virtual environment: `python`, `ansible-playbook`. */
export const inEnvironment = (program: string): string => join(environment, 'bin', program);

/**
 * Makes the Python virtual environment with the clients of `requirements.txt`, unless it is there as they ask for it;
 * vitest calls it once, before the tests. Without Python there is none, and the tests are skipped by name.
 *
 * @throws Error with pip's own words when it cannot be made
 */
export default async function makeEnvironment(): Promise<void> {
  if (!has('python3')) return;
  const { stdout: version } = await run('python3', ['--version']);
  const stamp = createHash('sha256')
    .update(version)
    .update(readFileSync(requirements))
    .update(readFileSync(alone))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write('rackless: installing the clients of conformance/foreign/requirements.txt (minutes) …\n');
  rmSync(environment, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', environment]);
  const pip = ['-m', 'pip', 'install', '--quiet'];
  await run(inEnvironment('python'), [...pip, '--requirement', requirements]);
  await run(inEnvironment('python'), [...pip, '--no-deps', '--requirement', alone]);
  // Written last, so that an installation that was broken off has none.
  writeFileSync(`${stampFile}.new`, stamp);
  renameSync(`${stampFile}.new`, stampFile);
}
