import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlashError } from '../../simulators/chassis/flash/error.ts';
import { DirectoryView } from './directory.ts';

let folder: string;
let root: string;
let view: DirectoryView;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'rackless-directory-')));
  root = join(folder, 'served');
  await mkdir(join(root, 'certs'), { recursive: true });
  await writeFile(join(root, 'certs', 'a.pem'), 'certificate');
  await writeFile(join(folder, 'secret'), 'secret');
  await mkdir(join(folder, 'beside'));
  await symlink(join(folder, 'secret'), join(root, 'leak'));
  await symlink('..', join(root, 'up'));
  await symlink('certs', join(root, 'inside'));
  await symlink('nowhere', join(root, 'dangling'));
  await symlink('loop', join(root, 'loop'));
  view = new DirectoryView(root, { write: true, limit: 1000 });
});
afterEach(() => rm(folder, { recursive: true }));

async function reasonOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FlashError) return error.reason;
    throw error;
  }
  return 'ok';
}

describe('a served directory', () => {
  it('shows what is in it, and links only as far as they stay inside', async () => {
    expect((await view.list('/')).map((one) => [one.name, one.directory])).toEqual([
      ['certs', true],
      ['inside', true],
    ]);
    expect((await view.read('/inside/a.pem')).toString()).toBe('certificate');
    expect((await view.list('/inside')).map((one) => one.name)).toEqual(['a.pem']);
  });

  it.each([
    ['/leak', 'outside'],
    ['/up/secret', 'outside'],
    ['/up', 'outside'],
    ['/dangling', 'missing'],
    ['/loop', 'outside'],
    ['/certs', 'is-a-directory'],
    ['/certs/a.pem/x', 'not-a-directory'],
    ['/absent', 'missing'],
  ])('does not read %s: %s', async (path, reason) => {
    expect(await reasonOf(() => view.read(path))).toBe(reason);
  });

  it.each<[string, string, () => unknown]>([
    ['write through a link', 'outside', () => view.write('/up/beside/x', Buffer.from('x'))],
    ['make a directory through a link', 'outside', () => view.mkdir('/up/new')],
    ['remove through a link', 'outside', () => view.remove('/up/secret')],
    ['remove a directory through a link', 'outside', () => view.rmdir('/up/beside')],
    ['move out', 'outside', () => view.rename('/certs/a.pem', '/up/a.pem', true)],
    ['move in', 'outside', () => view.rename('/up/secret', '/got', true)],
    ['touch through a link', 'outside', () => view.touch('/leak', 0)],
    ['write over a directory', 'is-a-directory', () => view.write('/certs', Buffer.from('x'))],
    ['write into nothing', 'missing', () => view.write('/no/where', Buffer.from('x'))],
    ['write too much', 'no-space', () => view.write('/x', Buffer.alloc(1001))],
    ['make what is there', 'exists', () => view.mkdir('/certs')],
    ['remove what is full', 'not-empty', () => view.rmdir('/certs')],
    ['remove the root', 'busy', () => view.rmdir('/')],
    ['take a name without leave', 'exists', () => view.rename('/certs/a.pem', '/inside', false)],
    ['reach a file on its way in', 'denied', () => view.resolve('/.rackless-x')],
    ['climb out', 'outside', () => view.resolve('/../secret')],
  ])('does not %s: %s', async (_, reason, work) => {
    expect(await reasonOf(work)).toBe(reason);
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('secret');
    expect(await readdir(join(folder, 'beside'))).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['beside', 'secret', 'served']);
  });

  it('writes a file whole, in the place of a link too, and leaves nothing beside it', async () => {
    await view.write('/leak', Buffer.from('mine'), 1_000_000);
    expect((await view.read('/leak')).toString()).toBe('mine');
    expect((await view.stat('/leak')).time).toBe(1_000_000);
    expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('secret');
    expect((await readdir(root)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('does not open pipes, which would never answer', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await reasonOf(() => view.read('/pipe'))).toBe('denied');
    expect(await reasonOf(() => view.stat('/pipe'))).toBe('denied');
    expect((await view.list('/')).map((one) => one.name)).not.toContain('pipe');
  });

  it('refuses every change where it is for reading only', () => {
    const readOnly = new DirectoryView(root, { write: false, limit: 1000 });
    expect(readOnly.allows('read')).toBe(true);
    for (const operation of ['write', 'mkdir', 'rmdir', 'remove', 'rename', 'touch'] as const) {
      expect(readOnly.allows(operation)).toBe(false);
    }
  });

  it('is not left by any path', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'up',
      'leak',
      'inside',
      'certs',
      'secret',
      'beside',
      'loop',
      '~',
      '\0',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const read = async () => (await view.read(view.resolve(parts.join('/')))).toString();
        const got = await read().catch((error: unknown) => {
          if (!(error instanceof FlashError)) throw error;
          return 'certificate';
        });
        expect(got).toBe('certificate');
        await reasonOf(() => view.write(view.resolve(`${parts.join('/')}/new`), Buffer.from('certificate')));
        expect((await readdir(folder)).sort()).toEqual(['beside', 'secret', 'served']);
        expect(await readdir(join(folder, 'beside'))).toEqual([]);
      }),
    );
  });
});
