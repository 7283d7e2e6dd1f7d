import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheDirectory } from './cache.ts';
import { RunFolder, runningLabs } from './run-folder.ts';
import { testFolder } from './testing/folder.ts';

const folder = testFolder();
const note = { pid: process.pid, control: 'http://127.0.0.1:1', controlTokenFile: 'x', lab: 'a.yaml', started: '2030' };

it('is found while the lab runs, and gone after', () => {
  const run = new RunFolder();
  expect(runningLabs()).toEqual([]);
  run.announce(note);
  expect(runningLabs()).toEqual([note]);
  const other = new RunFolder();
  other.announce({ ...note, started: '2029' });
  expect(runningLabs().map(({ started }) => started)).toEqual(['2029', '2030']);
  run.remove();
  other.remove();
  expect(runningLabs()).toEqual([]);
  expect(existsSync(run.path)).toBe(false);
  run.remove();
});

it('can be read by this user alone', () => {
  const run = new RunFolder();
  const path = run.write('control-token', 'secret\n');
  expect(readFileSync(path, 'utf8')).toBe('secret\n');
  expect([statSync(path).mode & 0o777, statSync(run.path).mode & 0o777]).toEqual([0o600, 0o700]);
  run.remove();
});

it('of a process that was killed is passed over, and cleared away by the next lab', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const left = join(folder.path, 'cache', 'run', `${pid}-left`);
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'lab.json'), JSON.stringify(note));
  expect(runningLabs()).toEqual([]);
  expect(existsSync(left)).toBe(true);
  new RunFolder().remove();
  expect(existsSync(left)).toBe(false);
});

it('lies in the folder that the environment names', () => {
  const made = (environment: NodeJS.ProcessEnv) => cacheDirectory(environment);
  expect(made({ RACKLESS_CACHE: join(folder.path, 'own'), XDG_CACHE_HOME: '/nowhere' })).toBe(join(folder.path, 'own'));
  expect(made({ XDG_CACHE_HOME: folder.path })).toBe(join(folder.path, 'rackless'));
  expect(statSync(join(folder.path, 'rackless')).mode & 0o777).toBe(0o700);
  const file = folder.write('file', '');
  expect(made({ RACKLESS_CACHE: join(file, 'below') })).toBeUndefined();
});
