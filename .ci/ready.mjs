#!/usr/bin/env node
/**
 * Makes a clone ready: installs from the lock file and builds `dist`, each only when it is missing or stale.
 *
 * `npm start` and `npm test` run this first, so it has to work before anything is installed: Node's own modules only,
 * and no syntax that an old Node would trip over before it could be told that it is too old.
 *
 *   node .ci/ready.mjs               install and build; what the compiler cannot read stops it
 *   node .ci/ready.mjs --build-only  never install; use what could be built
 *
 * Building does not check types, which takes many times as long; `npm run types` does.
 *
 * It speaks on standard error only, and not at all when there is nothing to do.
 * Exit status: 0 ready · 1 installing or building failed · 64 this Node is too old.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
/** A file that we or npm wrote: one that cannot be read says nothing, and what it stood for is done again. */
const readable = (file) => {
  try {
    return json(file);
  } catch {
    return {};
  }
};
const say = (text) => process.stderr.write(`rackless: ${text}\n`);

class NotReady extends Error {
  constructor(message, exit) {
    super(message);
    this.exit = exit;
  }
}

function demandNode() {
  const wanted = json(at('package.json')).engines.node;
  const [major, minor] = wanted.replace(/^\D+/, '').split('.').map(Number);
  const [isMajor, isMinor] = process.versions.node.split('.').map(Number);
  if (isMajor > major || (isMajor === major && isMinor >= minor)) return;
  throw new NotReady(
    `this is Node ${process.versions.node} (${process.execPath}); Rackless needs Node ${wanted}. Install one, put it first in PATH and run the same command again.`,
    64,
  );
}

/** Why `node_modules` does not hold what the lock file asks for, or undefined when it does. npm writes its own record last, so a broken-off installation has none. */
function installationFault() {
  const record = at('node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'nothing is installed yet';
  const installed = readable(record).packages || {};
  for (const [path, wanted] of Object.entries(json(at('package-lock.json')).packages)) {
    if (path === '' || wanted.link) continue;
    const found = installed[path];
    const name = path.replace(/^.*node_modules\//, '');
    if (!found && !wanted.optional && !wanted.devOptional) return `${name} is not installed`;
    if (found && (found.version !== wanted.version || found.integrity !== wanted.integrity)) {
      return `${name} is ${found.version} and should be ${wanted.version}`;
    }
  }
  return undefined;
}

function install(fault) {
  say(`installing from package-lock.json (${fault}) …`);
  const started = Date.now();
  const npm = process.env.npm_execpath;
  const [command, first] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) {
    const how = run.error ? run.error.message : `exit status ${run.status === null ? run.signal : run.status}`;
    throw new NotReady(`installing failed (${how}); npm's own words are above. To repeat it: npm ci`, 1);
  }
  say(`installed in ${seconds(started)}`);
}

/** What tsconfig.build.json leaves out: tests, and the folders in which they keep what they share. */
const isForTests = (name) => name === 'testing' || /\.(test|long)\.ts$/.test(name);

/** A digest of everything that the build reads: path, size and time of each source, the compiler's settings and the lock file. A file that was renamed or deleted changes it as well. */
function sourceDigest() {
  const digest = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(at(path));
    digest.update(`${path} ${size} ${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(at(folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (isForTests(entry.name)) continue;
      if (entry.isDirectory()) walk(path);
      else if (/\.(tsx?|json)$/.test(entry.name)) add(path);
    }
  };
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) add(file);
  const { exclude } = json(at('tsconfig.build.json'));
  const rooms = json(at('tsconfig.json')).include.filter((entry) => !exclude.includes(entry));
  for (const room of rooms) if (existsSync(at(room))) walk(room);
  return digest.digest('hex');
}

/** The stamp lies inside `dist` and comes and goes with it. */
const stampFile = at('dist', '.stamp');

function isBuilt(digest, acceptErrors) {
  const stamp = existsSync(stampFile) ? readable(stampFile) : {};
  return stamp.digest === digest && (stamp.clean || acceptErrors);
}

/** Builds beside `dist` and swaps the two, so that no output of a vanished source stays and nobody sees half a build. */
function build(digest, acceptErrors) {
  say(existsSync(stampFile) ? 'building (sources have changed) …' : 'building …');
  const started = Date.now();
  const next = at('dist-next');
  rmSync(next, { recursive: true, force: true });
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', 'dist-next'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', acceptErrors ? 'pipe' : 2, 2],
  });
  const clean = run.status === 0;
  if (!clean && !(acceptErrors && existsSync(next))) {
    throw new NotReady('building failed; the compiler says why above. To see it again: npm run build', 1);
  }
  writeFileSync(join(next, '.stamp'), JSON.stringify({ digest, clean }));
  for (const file of Object.values(json(at('package.json')).bin)) {
    const built = join(next, file.replace(/^(\.\/)?dist\//, ''));
    if (existsSync(built)) chmodSync(built, 0o755);
  }
  const old = at('dist-old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(at('dist'))) renameSync(at('dist'), old);
  renameSync(next, at('dist'));
  rmSync(old, { recursive: true, force: true });
  const errors = clean ? 0 : run.stdout.split('\n').filter((line) => line.includes(': error TS')).length;
  say(`built in ${seconds(started)}${clean ? '' : `, with ${errors} errors (npm run build shows them)`}`);
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

const lockFile = at('.rackless', 'ready.lock');

/** Runs `work` while holding the clone's lock; a lock whose holder has died is taken over. */
function alone(work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; !takeLock(); pause(100)) {
    const holder = lockHolder();
    if (holder !== undefined && !isAlive(holder)) breakLock(holder);
    else if (holder !== undefined && !told) {
      say(`another run (process ${holder}) is making this clone ready; waiting for it …`);
      told = true;
    }
  }
  try {
    return work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** A link appears whole, with its holder's number in it, or not at all. */
function takeLock() {
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lockFile);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function lockHolder(file = lockFile) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Of several runs that find the same dead holder one renames its lock away. Who got a living one, taken meanwhile, puts it back. */
function breakLock(holder) {
  const broken = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, broken);
    if (lockHolder(broken) !== holder) linkSync(broken, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(broken, { force: true });
  }
}

const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

function ready(buildOnly) {
  demandNode();
  const isReady = () => (buildOnly || !installationFault()) && isBuilt(sourceDigest(), buildOnly);
  if (isReady()) return;
  alone(() => {
    const fault = buildOnly ? undefined : installationFault();
    if (fault) install(fault);
    const digest = sourceDigest();
    if (!isBuilt(digest, buildOnly)) build(digest, buildOnly);
  });
}

try {
  ready(process.argv.includes('--build-only'));
} catch (error) {
  say(error.message);
  process.exitCode = error.exit || 1;
}
