import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** How fast bytes drip: `bytes` at once, then `every` real milliseconds of nothing. */
export interface DripRate {
  readonly bytes: number;
  readonly every: number;
}

/**
 * A connection that sends in drips and receives as ever. It stands in for the raw socket under TLS, HTTP or SSH, which
 * look on a socket for no more than is here.
 */
export class DrippingStream extends Duplex {
  readonly #raw: Socket;
  readonly #rate: DripRate;
  #timer: NodeJS.Timeout | undefined;

  constructor(raw: Socket, rate: DripRate) {
    super();
    this.#raw = raw;
    this.#rate = rate;
    // The socket would end by itself when the client has said all, with what drips still to come.
    raw.allowHalfOpen = true;
    raw.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) raw.pause();
    });
    raw.on('end', () => this.push(null));
    raw.on('timeout', () => this.emit('timeout'));
    raw.on('close', () => this.destroy());
  }

  get remoteAddress(): string | undefined {
    return this.#raw.remoteAddress;
  }
  get remoteFamily(): string | undefined {
    return this.#raw.remoteFamily;
  }
  get remotePort(): number | undefined {
    return this.#raw.remotePort;
  }

  /** As of a socket: HTTP ends idle connections by it. */
  setTimeout(ms: number, onTimeout?: () => void): this {
    this.#raw.setTimeout(ms);
    if (onTimeout) this.once('timeout', onTimeout);
    return this;
  }

  override _read(): void {
    this.#raw.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#drip(chunk, done);
  }

  override _final(done: () => void): void {
    this.#raw.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#raw.destroy();
    done(error);
  }

  #drip(chunk: Buffer, done: () => void): void {
    const { bytes, every } = this.#rate;
    this.#raw.write(chunk.subarray(0, bytes));
    this.#timer = setTimeout(() => {
      if (chunk.length > bytes) this.#drip(chunk.subarray(bytes), done);
      else done();
    }, every);
    this.#timer.unref();
  }
}
