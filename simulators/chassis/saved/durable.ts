import { appendFileSync, closeSync, fdatasync, openSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Only the owner reads what a lab keeps: it holds private keys and password hashes. */
export const ownerOnly = { file: 0o600, directory: 0o700 } as const;

/**
 * Puts text into a file so that after a crash at any moment, power cuts included, the old text is there or the new one,
 * whole. Resolves when the new one is durable.
 *
 * @param text pieces; the event loop gets its turn between any 256 KiB of them
 * @throws Error naming the file; the old text is then still there
 */
export async function replaceFile(path: string, text: Iterable<string>): Promise<void> {
  const passing = `${path}.new`;
  try {
    const file = await open(passing, 'w', ownerOnly.file);
    try {
      for (const chunk of chunks(text)) await file.appendFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(passing, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(passing, { force: true }).catch(() => undefined);
    throw failed('replace', path, error);
  }
}

/**
 * Adds bytes to the end of a file, made where it is missing. Resolves when they are durable, but for the name of a file
 * just made: that takes {@link syncDirectory}.
 *
 * The file is open for the length of one append: five thousand devices have no descriptors to spare, and opening takes
 * microseconds where the disk takes a quarter of a millisecond.
 *
 * @throws Error naming the file; how much of the bytes then stands in it is unknown
 */
export async function appendDurably(path: string, bytes: Buffer): Promise<void> {
  try {
    const file = openSync(path, 'a', ownerOnly.file);
    try {
      appendFileSync(file, bytes);
      await dataSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw failed('write', path, error);
  }
}

/** Makes names that were added to, changed in or removed from a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** The bytes of a file, or `undefined` where there is none. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw failed('read', path, error);
  }
}

const dataSync = promisify(fdatasync);

function* chunks(text: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of text) {
    chunk += piece;
    if (chunk.length >= 256 * 1024) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk) yield chunk;
}

function failed(what: string, path: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`cannot ${what} ${path}: ${reason}`, { cause: error });
}
