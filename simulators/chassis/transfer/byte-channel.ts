import type { Duplex } from 'node:stream';

/** The other side went away in the middle of something. */
export class ChannelEnded extends Error {
  override readonly name = 'ChannelEnded';
  constructor() {
    super('the other side closed the channel');
  }
}

/**
 * Exact amounts of bytes from an SSH channel, and writes that wait for the other side. Nothing is read ahead of need,
 * so that a fast sender is held back by the channel's window.
 */
export class ByteChannel {
  readonly #channel: Duplex;
  readonly #idle: number;
  #rest: Buffer = Buffer.alloc(0);
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting = new Set<() => void>();

  /** @param idle milliseconds without a byte in either direction before the channel is closed */
  constructor(channel: Duplex, idle: number) {
    this.#channel = channel;
    this.#idle = idle;
    const wake = () => this.#wake();
    const close = () => this.#close();
    channel.on('readable', wake).on('end', wake).on('drain', wake);
    // Whatever breaks a channel ends it; who reads or writes is told by ChannelEnded.
    channel.on('close', close).on('error', close);
    this.#watch();
  }

  /**
   * What has arrived, at least one byte and at most `limit`.
   *
   * @returns `undefined` at the end
   */
  async some(limit: number): Promise<Buffer | undefined> {
    if (this.#rest.length === 0) this.#rest = (await this.#next()) ?? this.#rest;
    if (this.#rest.length === 0) return undefined;
    const bytes = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /**
   * Exactly so many bytes.
   *
   * @returns `undefined` when the end comes before the first
   * @throws ChannelEnded when the end comes between
   */
  async take(length: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      const part = await this.some(missing);
      if (!part && parts.length === 0) return undefined;
      if (!part) throw new ChannelEnded();
      parts.push(part);
      missing -= part.length;
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : Buffer.concat(parts, length);
  }

  /**
   * The bytes up to a line feed, without it.
   *
   * @param limit longest line, bytes
   * @returns `undefined` at the end
   * @throws ChannelEnded when the end comes within a line; RangeError when the line is too long
   */
  async line(limit: number): Promise<Buffer | undefined> {
    let line: Buffer = Buffer.alloc(0);
    for (;;) {
      if (this.#rest.length === 0) this.#rest = (await this.#next()) ?? this.#rest;
      if (this.#rest.length === 0 && line.length === 0) return undefined;
      if (this.#rest.length === 0) throw new ChannelEnded();
      const feed = this.#rest.indexOf(0x0a);
      const end = feed < 0 ? this.#rest.length : feed;
      line = Buffer.concat([line, this.#rest.subarray(0, end)]);
      this.#rest = this.#rest.subarray(end + 1);
      if (line.length > limit) throw new RangeError(`a line longer than ${limit} bytes`);
      if (feed >= 0) return line;
    }
  }

  /** Sends; resolves when the other side has room for more. @throws ChannelEnded */
  async write(bytes: Buffer): Promise<void> {
    this.#watch();
    if (this.#closed || !this.#channel.writable) throw new ChannelEnded();
    if (this.#channel.write(bytes)) return;
    while (this.#channel.writableNeedDrain && !this.#closed) await this.#woken();
    if (this.#closed) throw new ChannelEnded();
  }

  /** Stops watching for idleness; the channel itself is left to its owner. */
  release(): void {
    clearTimeout(this.#timer);
  }

  async #next(): Promise<Buffer | undefined> {
    this.#watch();
    for (;;) {
      const bytes: unknown = this.#channel.read();
      if (Buffer.isBuffer(bytes)) return bytes;
      if (this.#closed || this.#channel.readableEnded) return undefined;
      await this.#woken();
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #close(): void {
    this.#closed = true;
    this.release();
    this.#wake();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#channel.destroy();
      this.#close();
    }, this.#idle);
    this.#timer.unref();
  }
}
