import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './files.ts';

/** A user's project, with the packed tarball unpacked into it and beside it what the package depends on; nothing else. */
let project: string;
let packed: string;

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: project, encoding: 'utf8' });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'rackless-package-'));
  packed = join(project, 'node_modules/rackless');
  mkdirSync(packed, { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], { cwd: root });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz')) ?? '';
  run('tar', '-xzf', tarball, '-C', packed, '--strip-components=1');

  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const typings = ['node_modules/@types/node', 'node_modules/undici-types'];
  for (const [path, { dev, optional }] of Object.entries<{ dev?: true; optional?: true }>(lock.packages)) {
    if (!path.startsWith('node_modules/') || ((dev || optional) && !typings.includes(path))) continue;
    mkdirSync(dirname(join(project, path)), { recursive: true });
    if (path.lastIndexOf('node_modules/') === 0) symlinkSync(join(root, path), join(project, path));
  }
});

afterAll(() => rmSync(project, { recursive: true }));

/** The files of the package, with slashes. */
function files(): string[] {
  return readdirSync(packed, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
}

describe('the packed tarball', () => {
  it('has what a user needs', () => {
    expect(files()).toEqual(
      expect.arrayContaining(['LICENSE', 'CHANGELOG.md', 'package.json', 'dist/clients/nxapi.js']),
    );
  });

  it('has no tests, no benchmarks and no stamp', () => {
    expect(files().filter((path) => /\.(test|long)\.|\/testing\/|^dist\/bench|\.stamp$|^\.ci/.test(path))).toEqual([]);
  });

  it('has a lab that starts with the declared dependencies alone', () => {
    const script = `
      import { startLab } from 'rackless';
      const lab = await startLab({ devices: [{ kind: 'nxos' }] });
      console.log(Object.keys(lab.device('nxos-1').endpoints).join());
      await lab.stop();`;
    expect(run(process.execPath, '--input-type=module', '-e', script)).toBe('ssh\n');
  });

  it('has types that a strict user compiles with', () => {
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(
      join(project, 'user.ts'),
      "import { NxapiClient } from 'rackless/clients/nxapi';\nexport const wrong: number = NxapiClient;\n",
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const compile = (): string => run(process.execPath, tsc, ...options, 'user.ts');
    expect(compile).toThrow();
    writeFileSync(
      join(project, 'user.ts'),
      "import { NxapiClient } from 'rackless/clients/nxapi';\nexport const right: object = NxapiClient;\n",
    );
    expect(compile()).toBe('');
  });
});
