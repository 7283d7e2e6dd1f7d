import { createWriteStream, openSync, renameSync, rmSync, type WriteStream } from 'node:fs';
import type { JournalEntry } from '../simulators/chassis/journal.ts';
import { LabError, reason } from './errors.ts';
import type { Lab } from './lab.ts';

/** Bytes that a journal takes on disk unless told otherwise. */
const usualCap = 256 * 1024 * 1024;

/** Bytes that may wait for the disk before entries are left out. */
const mostWaiting = 64 * 1024 * 1024;

/**
 * A lab's journal in a file, one JSON object a line. When the file has half the bytes that it may take, it becomes
 * `FILE.1`, in the place of an earlier one, and a new one begins: the newest entries are always there, and together they
 * never take more. Entries that went with an earlier `FILE.1`, or for which the disk was too slow, are counted.
 */
export class JournalFile {
  readonly path: string;
  readonly #half: number;
  readonly #unwatch: () => void;
  readonly #fail: (error: Error) => void;
  readonly #closing = new Set<Promise<void>>();
  #stream: WriteStream;
  #bytes = 0;
  #lines = 0;
  #olderLines = 0;
  #written = 0;
  #dropped = 0;
  #failed: string | undefined;

  /**
   * @param path a file that is there is written over
   * @param cap bytes that it may take, with its predecessor
   * @param tell told once when the disk refuses
   * @throws LabError when it cannot be written
   */
  constructor(lab: Pick<Lab, 'watch'>, path: string, tell: (notice: string) => void, cap = usualCap) {
    this.path = path;
    this.#half = Math.floor(cap / 2);
    this.#fail = (error) => {
      if (this.#failed === undefined) tell(`the journal ${path} cannot be written: ${reason(error)}`);
      this.#failed = error.message;
    };
    try {
      rmSync(`${path}.1`, { force: true });
      this.#stream = this.#open();
    } catch (error) {
      throw new LabError([{ path: 'journal', message: `${path}: ${reason(error)}` }]);
    }
    this.#unwatch = lab.watch((entry) => this.#write(entry));
  }

  /** Entries that came to it. */
  get written(): number {
    return this.#written;
  }

  /** Entries that stand neither in it nor in its predecessor. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Resolves when all is on disk that will be. */
  async close(): Promise<void> {
    this.#unwatch();
    this.#stream.end();
    await Promise.all(this.#closing);
  }

  /** Opened at once: a path that cannot be is refused before the lab runs, and a file that is renamed is there. */
  #open(): WriteStream {
    const stream = createWriteStream(this.path, { fd: openSync(this.path, 'w', 0o600) });
    stream.on('error', this.#fail);
    const closed = new Promise<void>((resolve) => stream.once('close', resolve));
    this.#closing.add(closed);
    void closed.then(() => this.#closing.delete(closed));
    return stream;
  }

  #write(entry: JournalEntry): void {
    this.#written++;
    const line = `${JSON.stringify(entry)}\n`;
    const size = Buffer.byteLength(line);
    if (this.#failed !== undefined || size > this.#half || this.#stream.writableLength > mostWaiting) {
      this.#dropped++;
      return;
    }
    if (this.#bytes + size > this.#half) this.#turn();
    this.#bytes += size;
    this.#lines++;
    this.#stream.write(line);
  }

  /** Makes the file its own predecessor. The stream of the old one writes on to where it now is. */
  #turn(): void {
    this.#stream.end();
    try {
      renameSync(this.path, `${this.path}.1`);
      this.#stream = this.#open();
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
    this.#dropped += this.#olderLines;
    this.#olderLines = this.#lines;
    this.#lines = 0;
    this.#bytes = 0;
  }
}
