import { connect, type TLSSocket } from 'node:tls';

/** What is sent again and again, and for how long. */
export interface Load {
  readonly host: string;
  readonly ports: readonly number[];
  /** The whole request, head and body. */
  readonly request: Buffer;
  /** Connections kept alive, spread over the ports. */
  readonly connections: number;
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * Sends one request after the other on each of a few kept-alive TLS connections.
 * @returns answers a second
 * @throws Error when an answer is not 200 or a connection breaks
 */
export async function load({ host, ports, request, connections, duration }: Load): Promise<number> {
  const sockets = await Promise.all(
    Array.from({ length: connections }, (_, index) => open(host, ports[index % ports.length] ?? 0)),
  );
  let answers = 0;
  const began = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const reader = new Reader(socket);
      while (performance.now() - began < duration) {
        socket.write(request);
        const { status } = await reader.next();
        if (status !== 200) throw new Error(`the server answered ${status}`);
        answers++;
      }
    }),
  );
  const elapsed = performance.now() - began;
  for (const socket of sockets) socket.destroy();
  return (answers / elapsed) * 1000;
}

/** A TLS connection to send on as soon as something is written. */
export function open(host: string, port: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    // A factory certificate has no name that could be checked; speed is measured here, not trust.
    const socket = connect({ host, port, rejectUnauthorized: false }, () => resolve(socket));
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Reads answers with a Content-Length, one at a time. */
export class Reader {
  #rest: Buffer = Buffer.alloc(0);
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  constructor(socket: TLSSocket) {
    socket.on('data', (data: Buffer) => {
      this.#rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
      this.#look();
    });
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
    socket.on('error', (error) => this.#waiting?.reject(error));
  }

  next(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#look();
    });
  }

  #look(): void {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0 || !this.#waiting) return;
    const head = this.#rest.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#rest.length < end + 4 + length) return;
    const body = this.#rest.subarray(end + 4, end + 4 + length);
    this.#rest = this.#rest.subarray(end + 4 + length);
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve({ status: Number(head.slice(9, 12)), body });
  }
}
