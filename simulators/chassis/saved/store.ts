import { truncateSync } from 'node:fs';
import { appendFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Disk } from '../surroundings.ts';
import { apply, diff } from './difference.ts';
import { appendDurably, ownerOnly, readIfThere, syncDirectory } from './durable.ts';
import { logLine, readLog } from './log.ts';
import { Newest } from './newest.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

/** What a saved store does besides keeping the tree. */
export interface SavedStoreOptions {
  /** Makes durable what the tree only names (the bytes of files on flash); awaited before each write. */
  readonly before?: () => Promise<void>;
  /** Is told in a sentence what a reader of the logs should know: a half-written last record that was left out. */
  readonly notice?: (text: string) => void;
}

/** A log up to this many bytes is never folded into its snapshot: replaying it takes some 10 ms. */
const smallLog = 1024 * 1024;

/**
 * One device's `store` on disk: a snapshot (`store.json`) and what changed since (`store.log`). A write appends the
 * difference and resolves when it is durable. When the log has outgrown the snapshot, it is folded into a new one,
 * between two writes. A crash at any moment leaves the last acknowledged tree, or one that was on its way after it.
 *
 * The directory belongs to this object alone; {@link openStateDirectory} sees to that.
 */
export class SavedStore implements Disk {
  readonly #directory: string;
  readonly #snapshot: string;
  readonly #log: string;
  readonly #options: SavedStoreOptions;
  readonly #writes = new Newest<object>(
    (tree) => this.#commit(tree),
    () => this.#fold(),
  );
  #loaded = false;
  /** The tree that is durable. */
  #tree: object | undefined;
  #seq = 0;
  #snapshotBytes = 0;
  #logBytes = 0;
  #foldBeyond = smallLog;
  /** A write failed, so the end of the log is unknown: only a new snapshot may follow. */
  #suspect = false;
  #closed: string | undefined;

  constructor(directory: string, options: SavedStoreOptions = {}) {
    this.#directory = directory;
    this.#snapshot = join(directory, 'store.json');
    this.#log = join(directory, 'store.log');
    this.#options = options;
  }

  /**
   * The tree as an earlier process, or this one, left it; `undefined` where none was ever written. The file system is
   * read once.
   *
   * @throws Error naming file and line where the files are damaged; nothing is written over them
   */
  load(): object | undefined {
    if (this.#loaded) return this.#tree;
    const snapshot = readSnapshot(this.#snapshot);
    if (!snapshot && readIfThere(this.#log)?.length) {
      throw new Error(`${this.#log} belongs to ${this.#snapshot}, which is missing; restore it from a copy`);
    }
    const log = readLog(this.#log, snapshot?.seq ?? 0);
    const owned = new Set<object>();
    let tree: unknown = snapshot?.store;
    for (const { difference } of log.records) tree = apply(tree, difference, owned);
    if (log.torn > 0) {
      truncateSync(this.#log, log.length);
      this.#options.notice?.(`${this.#log}: left out ${log.torn} bytes of a last write that was cut short`);
    }
    this.#tree = typeof tree === 'object' && tree !== null ? tree : undefined;
    this.#seq = (snapshot?.seq ?? 0) + log.records.length;
    this.#snapshotBytes = snapshot?.bytes ?? 0;
    this.#logBytes = log.length;
    this.#loaded = true;
    return this.#tree;
  }

  /**
   * Writes `after`; what is compared is not `before` but the tree that is durable. Writes that come while one is on its
   * way are one write.
   *
   * @throws Error (the promise rejects) where the disk is full or fails. The next write then writes the whole tree.
   */
  write(_before: object, after: object): Promise<void> {
    if (this.#closed) return Promise.reject(new Error(this.#closed));
    return this.#writes.push(after);
  }

  /** Takes no more writes; resolves when those taken are done. @param why what later ones are told */
  async close(why: string): Promise<void> {
    this.#closed ??= why;
    await this.#writes.settled();
  }

  async #commit(tree: object): Promise<void> {
    this.load();
    if (tree === this.#tree && !this.#suspect) return;
    await this.#options.before?.();
    if (!this.#tree || this.#suspect) return this.#begin(tree, this.#seq + 1);
    const difference = diff(this.#tree, tree);
    if (difference) {
      const line = logLine({ seq: this.#seq + 1, difference });
      this.#suspect = true;
      await appendDurably(this.#log, line);
      this.#suspect = false;
      this.#seq++;
      this.#logBytes += line.length;
    }
    this.#tree = tree;
  }

  /** Folds a log that has outgrown its snapshot. A failure loses nothing: the log goes on. */
  async #fold(): Promise<void> {
    if (!this.#tree || this.#logBytes <= Math.max(this.#foldBeyond, 2 * this.#snapshotBytes)) return;
    try {
      await this.#begin(this.#tree, this.#seq);
      this.#foldBeyond = smallLog;
    } catch (error) {
      this.#foldBeyond = 2 * this.#logBytes;
      this.#options.notice?.(`${this.#log} stays long: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Makes `tree` the snapshot and the log empty. Records that a crash leaves in the log are older and are passed over. */
  async #begin(tree: object, seq: number): Promise<void> {
    if (this.#snapshotBytes === 0) {
      await mkdir(this.#directory, { recursive: true, mode: ownerOnly.directory });
      await syncDirectory(dirname(this.#directory));
      // Made here, the log's name becomes durable with the snapshot's.
      await appendFile(this.#log, '', { mode: ownerOnly.file });
    }
    await writeSnapshot(this.#snapshot, { seq, store: tree });
    this.#tree = tree;
    this.#seq = seq;
    this.#snapshotBytes = (await stat(this.#snapshot)).size;
    if (this.#logBytes > 0 || this.#suspect) await writeFile(this.#log, '', { mode: ownerOnly.file });
    this.#logBytes = 0;
    this.#suspect = false;
  }
}
