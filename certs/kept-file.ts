import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Puts `text` in place unless another process was first; `true` when it is ours that stands there now. */
async function place(path: string, text: string, replace: boolean): Promise<boolean> {
  const aside = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(aside, text, { mode: 0o600, flag: 'wx' });
    if (!replace) {
      try {
        await link(aside, path);
        return true;
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false;
        // A file system without hard links: the last writer wins there.
      }
    }
    await rename(aside, path);
    return true;
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * The value of a file that is made once and then kept. Several processes may ask at once: the file appears whole or
 * not at all, the first to put it in place wins, and the others take what it wrote. A file that `read` does not
 * accept (damaged, outdated) is replaced.
 *
 * @param read turns the text into the value; `undefined` or an error means that the file must be made anew.
 * @param make the text of a new file.
 * @throws what the file system throws: the caller decides whether to go on without the file.
 */
export async function keptFile<T>(
  path: string,
  read: (text: string) => T | undefined,
  make: () => Promise<string>,
): Promise<T> {
  const accept = (text: string | undefined): T | undefined => {
    try {
      return text === undefined ? undefined : read(text);
    } catch {
      return undefined;
    }
  };
  const kept = accept(await readIfThere(path));
  if (kept !== undefined) return kept;
  const text = await make();
  const made = accept(text);
  if (made === undefined) throw new Error(`${path}: what was made for this file is not what is read from it`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (await place(path, text, false)) return made;
  const theirs = accept(await readIfThere(path));
  if (theirs !== undefined) return theirs;
  await place(path, text, true);
  return made;
}
