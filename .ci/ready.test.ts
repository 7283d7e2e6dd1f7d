import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './files.ts';

/**
 * A stand-in for the compiler, so that a clone installs without a network and builds in no time: it copies each source,
 * notes that it ran, and finds an error in a source that says so.
 */
const compiler = `
const { appendFileSync, cpSync, readdirSync, readFileSync } = require('node:fs');
const out = process.argv[process.argv.indexOf('--outDir') + 1];
appendFileSync('compiled', 'once\\n');
cpSync('certs', out + '/certs', { recursive: true });
cpSync('cli/main.ts', out + '/cli/main.js');
if (readdirSync('certs').some((name) => readFileSync('certs/' + name, 'utf8').includes('WRONG'))) {
  console.log('certs/a.ts(1,1): error TS1005: WRONG');
  process.exit(2);
}`;

const manifest = {
  name: 'rackless',
  version: '0.0.0',
  engines: { node: '>=20.19' },
  bin: { rackless: 'dist/cli/main.js' },
  devDependencies: { typescript: 'file:compiler' },
};

const lock = {
  ...{ name: 'rackless', version: '0.0.0', lockfileVersion: 3, requires: true },
  packages: {
    '': { name: 'rackless', version: '0.0.0', devDependencies: manifest.devDependencies },
    compiler: { name: 'typescript', version: '7.0.0', dev: true },
    'node_modules/typescript': { resolved: 'compiler', link: true },
  },
};

let clone: string;

const write = (path: string, content: unknown): void => {
  mkdirSync(join(clone, path, '..'), { recursive: true });
  writeFileSync(join(clone, path), typeof content === 'string' ? content : JSON.stringify(content));
};

const ready = (...args: string[]): { status: number | null; said: string; stdout: string } => {
  const run = spawnSync(process.execPath, ['.ci/ready.mjs', ...args], { cwd: clone, encoding: 'utf8' });
  return { status: run.status, said: run.stderr, stdout: run.stdout };
};

const builds = (): number => readFileSync(join(clone, 'compiled'), 'utf8').split('\n').length - 1;

beforeEach(() => {
  clone = join(mkdtempSync(join(tmpdir(), 'rackless-ready-')), 'a clone with blanks');
  write('package.json', manifest);
  write('package-lock.json', lock);
  write('compiler/package.json', { name: 'typescript', version: '7.0.0' });
  write('compiler/bin/tsc', compiler);
  write('tsconfig.json', { include: ['certs', 'cli', 'lab', '.ci'] });
  write('tsconfig.build.json', { exclude: ['.ci'] });
  write('certs/a.ts', 'export const a = 1;');
  write('cli/main.ts', '');
  cpSync(join(root, '.ci', 'ready.mjs'), join(clone, '.ci', 'ready.mjs'));
});

afterEach(() => rmSync(join(clone, '..'), { recursive: true, force: true }));

describe('a fresh clone', () => {
  it('is installed and built, says so, and has nothing to say the second time', () => {
    const first = ready();
    expect(first).toMatchObject({ status: 0, stdout: '' });
    expect(first.said).toMatch(
      /installing from package-lock.json \(nothing is installed yet\)[\s\S]*installed in[\s\S]*built in/,
    );
    expect(existsSync(join(clone, 'dist/certs/a.ts'))).toBe(true);
    expect(ready()).toEqual({ status: 0, said: '', stdout: '' });
    expect(builds()).toBe(1);
  });

  it('is made ready once by several runs at a time', async () => {
    const runs = [1, 2, 3].map(() => spawn(process.execPath, ['.ci/ready.mjs'], { cwd: clone }));
    const ended = Promise.all(runs.map(async (run) => (await once(run, 'exit'))[0]));
    const said = await Promise.all(runs.map(({ stderr }) => text(stderr)));
    expect(await ended).toEqual([0, 0, 0]);
    expect(said.filter((words) => words.includes('installing'))).toHaveLength(1);
    expect(builds()).toBe(1);
  });

  it('takes over from a run that died', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    write('.rackless/ready.lock', String(pid));
    expect(ready().status).toBe(0);
    expect(existsSync(join(clone, '.rackless/ready.lock'))).toBe(false);
  });

  it('names the Node that it needs and ends with 64', () => {
    write('package.json', { ...manifest, engines: { node: '>=99.3' } });
    const run = ready();
    expect(run.status).toBe(64);
    expect(run.said).toContain(
      `this is Node ${process.versions.node} (${process.execPath}); Rackless needs Node >=99.3`,
    );
    expect(existsSync(join(clone, 'node_modules'))).toBe(false);
  });

  it('ends with 1 and the command to repeat when installing fails', () => {
    write('package-lock.json', { ...lock, packages: { '': { name: 'rackless' } } });
    const run = ready();
    expect(run.status).toBe(1);
    expect(run.said).toMatch(/installing failed \(exit status 1\).*To repeat it: npm ci/);
  });
});

describe('an installation', () => {
  beforeEach(() => expect(ready().status).toBe(0));

  it('is repeated when a package is not the one of the lock file', () => {
    const record = join(clone, 'node_modules/.package-lock.json');
    const installed = JSON.parse(readFileSync(record, 'utf8'));
    installed.packages.compiler.version = '6.0.0';
    writeFileSync(record, JSON.stringify(installed));
    expect(ready().said).toContain('installing from package-lock.json (compiler is 6.0.0 and should be 7.0.0)');
    expect(ready().said).toBe('');
  });

  it('is repeated when npm was interrupted', () => {
    rmSync(join(clone, 'node_modules/.package-lock.json'));
    expect(ready().said).toContain('installing');
  });

  it('does not miss a package that this machine has no use for', () => {
    const packages = { ...lock.packages, 'node_modules/other-machine': { version: '1.0.0', optional: true } };
    write('package-lock.json', { ...lock, packages });
    expect(ready('--build-only').said).not.toContain('installing');
    expect(ready().said).toBe('');
  });
});

describe('a build', () => {
  beforeEach(() => {
    // As npm leaves it, without the time that npm takes.
    write('node_modules/.package-lock.json', lock);
    cpSync(join(clone, 'compiler'), join(clone, 'node_modules/typescript'), { recursive: true });
    expect(ready().said).not.toContain('installing');
  });

  it('follows a changed source', () => {
    write('certs/a.ts', 'export const a = 22;');
    expect(ready().said).toContain('building (sources have changed)');
    expect(readFileSync(join(clone, 'dist/certs/a.ts'), 'utf8')).toBe('export const a = 22;');
  });

  it('keeps no output of a source that was renamed', () => {
    renameSync(join(clone, 'certs/a.ts'), join(clone, 'certs/b.ts'));
    expect(ready().status).toBe(0);
    expect(existsSync(join(clone, 'dist/certs/a.ts'))).toBe(false);
    expect(existsSync(join(clone, 'dist/certs/b.ts'))).toBe(true);
  });

  it('keeps no output of a source that was deleted', () => {
    write('certs/b.ts', '');
    ready();
    rmSync(join(clone, 'certs/b.ts'));
    expect(ready().status).toBe(0);
    expect(existsSync(join(clone, 'dist/certs/b.ts'))).toBe(false);
  });

  it('is made again when dist is gone', () => {
    rmSync(join(clone, 'dist'), { recursive: true });
    expect(ready().said).toContain('building …');
    expect(existsSync(join(clone, 'dist/certs/a.ts'))).toBe(true);
  });

  it('does not follow a test', () => {
    write('certs/a.test.ts', '');
    write('certs/testing/a.ts', '');
    write('.ci/walls.ts', '');
    expect(ready().said).toBe('');
  });

  it('ends with 1 on an error and leaves the last good one in place', () => {
    write('certs/a.ts', 'WRONG');
    const run = ready();
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.said).toMatch(/error TS1005[\s\S]*building failed/);
    expect(readFileSync(join(clone, 'dist/certs/a.ts'), 'utf8')).toBe('export const a = 1;');
  });

  it('goes on with an error where only tests are to run, and does not pass for a clean one afterwards', () => {
    write('certs/a.ts', 'WRONG');
    const forTests = ready('--build-only');
    expect(forTests.status).toBe(0);
    expect(forTests.said).toMatch(/with 1 errors \(npm run build shows them\)/);
    expect(ready('--build-only').said).toBe('');
    expect(ready().status).toBe(1);
  });
});
