import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ownerOnly, readIfThere, syncDirectory } from '../saved/durable.ts';
import type { Blobs } from '../surroundings.ts';
import { digestOf } from './blobs.ts';

/** Half-written files of a process that died are this old, ms, before another one clears them away. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/**
 * The bytes of flash files under a state directory, each at `blobs/ab/abcdef…`, named by their SHA-256. A file there is
 * always whole: it is written elsewhere, flushed, and renamed. Several processes may share the directory.
 *
 * `put` only remembers; {@link durable} writes. Who keeps the trees awaits it before a tree that names new content is
 * itself written, so that no name on disk is ever without its bytes.
 */
export class DiskBlobs implements Blobs {
  readonly #root: string;
  readonly #incoming: string;
  /** Put, and not yet safely on disk. */
  readonly #pending = new Map<string, Buffer>();
  #last: Promise<void> = Promise.resolve();
  #swept = false;

  /** @param stateDirectory where the lab keeps its state; `blobs/` is made in it at the first write */
  constructor(stateDirectory: string) {
    this.#root = join(stateDirectory, 'blobs');
    this.#incoming = join(this.#root, 'incoming');
  }

  /** Keeps a copy of the bytes, on disk once {@link durable} resolves. @returns SHA-256, hex */
  put(bytes: Buffer): string {
    const digest = digestOf(bytes);
    if (!this.#pending.has(digest)) this.#pending.set(digest, Buffer.from(bytes));
    return digest;
  }

  /**
   * The bytes of this digest, checked against it. They are shared: do not write into them.
   *
   * @throws Error naming the file when it is missing or its bytes are not those that were put
   */
  get(digest: string): Buffer {
    const pending = this.#pending.get(digest);
    if (pending) return pending;
    const path = this.#pathOf(digest);
    const bytes = readIfThere(path);
    if (!bytes) {
      throw new Error(`${path}: missing. The state directory names this content but does not hold it: it is damaged.`);
    }
    const found = digestOf(bytes);
    if (found !== digest) {
      throw new Error(`${path}: damaged. Its content has SHA-256 ${found}, and must have the one it is named by.`);
    }
    return bytes;
  }

  /**
   * Writes what was put before this call. After a rejection the content is still pending, and the next call tries again.
   *
   * @returns resolves when content and directory entries are flushed; rejects with the file system's error
   */
  durable(): Promise<void> {
    const flush = () => this.#flush();
    const mine = this.#last.then(flush, flush);
    this.#last = mine;
    // A rejection is for the caller who gets `mine`; the chain itself goes on.
    mine.catch(() => undefined);
    return mine;
  }

  async #flush(): Promise<void> {
    if (this.#pending.size === 0) return;
    await this.#sweep();
    const batch = [...this.#pending];
    const touched = new Set<string>();
    for (const [digest, bytes] of batch) {
      const path = this.#pathOf(digest);
      if (!(await holds(path, digest, bytes.length))) await this.#write(path, bytes);
      // Also where the file was there already: who wrote it may have died before its name was flushed.
      touched.add(dirname(path));
    }
    for (const directory of [...touched, this.#root]) await syncDirectory(directory);
    for (const [digest] of batch) this.#pending.delete(digest);
  }

  async #write(path: string, bytes: Buffer): Promise<void> {
    const temporary = join(this.#incoming, randomUUID());
    try {
      const file = await open(temporary, 'wx', ownerOnly.file);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(dirname(path), { recursive: true, mode: ownerOnly.directory });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #sweep(): Promise<void> {
    if (this.#swept) return;
    await mkdir(this.#incoming, { recursive: true, mode: ownerOnly.directory });
    await syncDirectory(dirname(this.#root));
    for (const name of await readdir(this.#incoming)) {
      const path = join(this.#incoming, name);
      const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
      if (age > abandonedAfter) await rm(path, { force: true });
    }
    this.#swept = true;
  }

  #pathOf(digest: string): string {
    if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error(`not a SHA-256 in lower-case hex: ${digest.slice(0, 80)}`);
    return join(this.#root, digest.slice(0, 2), digest);
  }
}

/** True when the file has the right content, so that a damaged one is written anew by whoever has the bytes. */
async function holds(path: string, digest: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.size === size && digestOf(await readFile(path)) === digest;
}
