/**
 * The two commands of a fresh clone, as a user has them: clones the committed state of this repository into an empty
 * folder, runs `npm start` there until its table stands, tries the curl line that it prints, presses Ctrl-C, and starts
 * once more. Prints what each took, and a closing line.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'rackless-smoke-'));
const clone = join(folder, 'a fresh clone');
const environment = { ...process.env, RACKLESS_CACHE: join(folder, 'cache') };

let passed = 0;
let failed = 0;

function check(what, holds, detail = '') {
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}${detail && ` (${detail})`}`);
}

const seconds = (since) => (performance.now() - since) / 1000;
const told = (value) => `${value.toFixed(2)} s`;

/** Runs `npm start` until its table stands; the group stands for the terminal, whose Ctrl-C reaches all of it. */
async function start() {
  const began = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: clone,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lab = { npm, table: '', took: undefined, ended: once(npm, 'exit') };
  const limit = setTimeout(() => process.kill(-npm.pid, 'SIGKILL'), 120_000);
  for await (const chunk of npm.stdout.setEncoding('utf8')) {
    lab.table += chunk;
    if (lab.table.includes('Ctrl-C stops it.')) {
      lab.took = seconds(began);
      break;
    }
  }
  clearTimeout(limit);
  return lab;
}

async function stop({ npm, ended }) {
  const began = performance.now();
  process.kill(-npm.pid, 'SIGINT');
  const limit = setTimeout(() => process.kill(-npm.pid, 'SIGKILL'), 30_000);
  await ended;
  clearTimeout(limit);
  return seconds(began);
}

function isAnyoneLeft(group) {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

async function round(name, within) {
  const lab = await start();
  check(`${name}: a table`, lab.took !== undefined, lab.took === undefined ? 'it ended without one' : told(lab.took));
  if (lab.took === undefined) return;
  check(`${name}: within ${within} s`, lab.took <= within, told(lab.took));
  const tries = lab.table.split('\n').filter((line) => line.startsWith('curl '));
  check(`${name}: a curl line to try`, tries.length > 0);
  for (const line of tries) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `${line} --silent --show-error --fail`], {
      encoding: 'utf8',
    });
    check(`${name}: that line is answered`, status === 0, status === 0 ? `${stdout.length} bytes` : stderr.trim());
  }
  const took = await stop(lab);
  check(`${name}: Ctrl-C ends it at once`, took < 2, told(took));
  check(`${name}: nothing is left running`, !isAnyoneLeft(lab.npm.pid));
}

try {
  const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { encoding: 'utf8' });
  check('clone', cloned.status === 0, cloned.stderr);
  if (cloned.status === 0) {
    await round('npm start, installing', 60);
    const npx = spawnSync('npx', ['rackless', '--version'], { cwd: clone, env: environment, encoding: 'utf8' });
    check('npx rackless works afterwards', npx.status === 0, npx.stdout.trim() || npx.stderr);
    // A second is what a user may expect of an idle machine; a busy one is given three.
    await round('npm start, once more', 3);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
