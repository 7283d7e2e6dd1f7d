import { FlashError } from '../flash/error.ts';

/** Content that a session may still hold, bytes; shared by all its open files. */
export interface Budget {
  left: number;
}

/**
 * The bytes of a file that is being written or read in pieces, at any offset. What lies between pieces is zero. It is
 * nobody's file until its owner commits it.
 */
export class Upload {
  readonly #path: string;
  readonly #limit: number;
  readonly #budget: Budget;
  #bytes: Buffer = Buffer.alloc(0);
  #size = 0;
  #charged = 0;

  /** @param limit most bytes that the file may have */
  constructor(path: string, limit: number, budget: Budget) {
    this.#path = path;
    this.#limit = limit;
    this.#budget = budget;
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** All bytes; not to be kept beyond the next change. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  /** @throws FlashError `no-space` beyond the limit or the budget; nothing is changed then */
  write(offset: number, bytes: Buffer): void {
    this.#reach(offset + bytes.length);
    bytes.copy(this.#bytes, offset);
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  /** Cuts or fills with zeros. @throws FlashError `no-space` */
  resize(size: number): void {
    this.#reach(size);
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
  }

  /** Gives its part of the budget back. */
  release(): void {
    this.#budget.left += this.#charged;
    this.#charged = 0;
    this.#bytes = Buffer.alloc(0);
    this.#size = 0;
  }

  #reach(size: number): void {
    if (!(size <= this.#limit)) throw new FlashError('no-space', this.#path);
    if (size <= this.#bytes.length) return;
    // Doubling, so that a thousand small writes do not copy a thousand times.
    const ample = Math.min(this.#limit, Math.max(size, 2 * this.#bytes.length, 64 * 1024));
    const capacity = ample - this.#charged <= this.#budget.left ? ample : size;
    const more = capacity - this.#charged;
    if (more > this.#budget.left) throw new FlashError('no-space', this.#path);
    const grown = Buffer.alloc(capacity);
    this.#bytes.copy(grown, 0, 0, this.#size);
    this.#bytes = grown;
    this.#budget.left -= more;
    this.#charged = capacity;
  }
}
