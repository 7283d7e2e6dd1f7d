import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { has } from '../../../.ci/tools.ts';
import { home } from '../../../lab/home.ts';

const run = promisify(execFile);
const requirements = join(home, 'conformance', 'foreign', 'requirements.txt');
/** Packages that are installed without the ones that they ask for. */
const alone = join(home, 'conformance', 'foreign', 'requirements-alone.txt');
const environment = join(home, '.venv', 'foreign');
const stampFile = join(environment, 'stamp');
const lockFile = `${environment}.lock`;

/**
 * Collections that the newest Ansible has left out, from the last release of it that had them. They are taken out of
 * its package one by one, since the whole is half a gigabyte.
 */
const former = { release: 'ansible==11.13.0', folders: ['ansible_collections/cisco/asa/'] };

/** Where those collections lie. */
export const collections = join(environment, `collections-${former.release.replace(/[^\w.]+/g, '-')}`);

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
  mkdirSync(dirname(lockFile), { recursive: true });
  await oneAtATime();
  try {
    await installClients();
    await bringCollections();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** Waits until no other run is installing; one that died while it was holds nobody up. */
async function oneAtATime(): Promise<void> {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (isGone(lockFile)) rmSync(lockFile, { force: true });
    else await pause(500);
  }
}

/** Whether the process that a lock names has ended. A lock that was just given back names none. */
function isGone(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

async function installClients(): Promise<void> {
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

async function bringCollections(): Promise<void> {
  if (existsSync(collections)) return;
  const folder = `${collections}.new`;
  rmSync(folder, { recursive: true, force: true });
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, former.release];
  await run(inEnvironment('python'), pip);
  const [wheel = ''] = readdirSync(folder);
  const unpack = `import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(tuple(sys.argv[3:]))])`;
  await run(inEnvironment('python'), ['-c', unpack, join(folder, wheel), folder, ...former.folders]);
  rmSync(join(folder, wheel));
  renameSync(folder, collections);
}
