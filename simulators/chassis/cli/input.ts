import { StringDecoder } from 'node:string_decoder';
import { type Key, KeyDecoder } from './keys.ts';

/** Keys waiting at which the sender is asked to pause, and to go on. */
const high = 16_384;
const low = 4_096;
/** Keys waiting beyond which more are dropped: a sender that does not pause. */
const most = 1_048_576;
/** Real milliseconds of reading in one go. */
const slice = 20;

/** What an input is drawn from. */
export interface InputSource {
  readonly pty: boolean;
  pause?(): void;
  resume?(): void;
}

/**
 * The reading side of a shell. Keys wait while nobody reads, so that what is typed or pasted while a command runs is
 * read after it; then the sender is asked to pause.
 */
export class ShellInput {
  readonly #source: InputSource;
  readonly #utf8 = new StringDecoder('utf8');
  readonly #keys: KeyDecoder;
  readonly #onInterrupt: () => void;
  readonly #onDrained: () => void;
  #waiting: Key[] = [];
  #read = 0;
  #reader: ((key: Key) => void) | undefined;
  #reading = false;
  #paused = false;
  /** When reading last gave others a turn, real ms. */
  #turn = 0;

  /**
   * @param onInterrupt Ctrl-C has come while nobody reads
   * @param onDrained somebody reads, and there is nothing left
   */
  constructor(source: InputSource, onInterrupt: () => void, onDrained: () => void) {
    this.#source = source;
    this.#keys = new KeyDecoder(source.pty);
    this.#onInterrupt = onInterrupt;
    this.#onDrained = onDrained;
  }

  /** Takes what has come. */
  push(data: string | Uint8Array): void {
    this.#turn = performance.now();
    const text = typeof data === 'string' ? data : this.#utf8.write(Buffer.from(data));
    for (const key of this.#keys.decode(text)) {
      if (this.#waiting.length - this.#read >= most) break;
      this.#waiting.push(key);
    }
    this.#pump();
  }

  /** Hands keys to `reader` from now on, those waiting first; `undefined`: nobody reads. */
  readBy(reader: ((key: Key) => void) | undefined): void {
    this.#reader = reader;
    if (reader) this.#pump();
  }

  /** True when no key waits. */
  get empty(): boolean {
    return this.#read >= this.#waiting.length;
  }

  /** Somebody reads, and there is something to read. */
  get #wanted(): boolean {
    return this.#reader !== undefined && !this.empty;
  }

  #pump(): void {
    if (this.#reading) return;
    this.#reading = true;
    while (this.#wanted && performance.now() < this.#turn + slice) {
      const until = Math.min(this.#read + 64, this.#waiting.length);
      for (let reader = this.#reader; reader && this.#read < until; reader = this.#reader) {
        reader(this.#waiting[this.#read++] ?? '');
      }
    }
    this.#reading = false;
    this.#interrupted();
    this.#press();
    if (this.#wanted) {
      setImmediate(() => {
        this.#turn = performance.now();
        this.#pump();
      });
    }
    if (this.#reader && this.empty) this.#onDrained();
  }

  /** Ctrl-C goes before all that waits, and takes it away. */
  #interrupted(): void {
    if (this.#reader || !this.#source.pty) return;
    const at = this.#waiting.lastIndexOf('^C');
    if (at < this.#read) return;
    this.#read = at + 1;
    this.#onInterrupt();
  }

  #press(): void {
    if (this.empty || this.#read > high) {
      this.#waiting = this.#waiting.slice(this.#read);
      this.#read = 0;
    }
    const waiting = this.#waiting.length - this.#read;
    if (!this.#paused && waiting > high) {
      this.#paused = true;
      this.#source.pause?.();
    } else if (this.#paused && waiting < low) {
      this.#paused = false;
      this.#source.resume?.();
    }
  }
}
