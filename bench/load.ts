import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

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
  /** Without TLS. */
  readonly plain?: boolean;
}

/** A connection kept alive, and what is sent on it again and again. */
export interface Lane {
  readonly socket: Socket;
  readonly reader: Reader;
  readonly request: Buffer;
}

/**
 * Sends one request after the other on each of a few kept-alive connections.
 * @returns answers a second
 * @throws Error when an answer is not 200 or a connection breaks
 */
export async function load({ host, ports, request, connections, duration, plain }: Load): Promise<number> {
  const lanes = await Promise.all(
    Array.from({ length: connections }, (_, index) => openLane(host, ports[index % ports.length] ?? 0, request, plain)),
  );
  const { answers, elapsed } = await drive(lanes, { duration });
  for (const { socket } of lanes) socket.destroy();
  return (answers / elapsed) * 1000;
}

/** Connects, over TLS unless it is to be plain. */
export async function openLane(host: string, port: number, request: Buffer, plain = false): Promise<Lane> {
  const socket = await open(host, port, plain);
  return { socket, reader: new Reader(socket), request };
}

/**
 * Keeps one request under way on each connection.
 * @param until so many milliseconds have gone, or so many were answered on each
 * @returns how many were answered, in how many milliseconds
 * @throws Error when an answer is not 200 or a connection breaks
 */
export async function drive(
  lanes: readonly Lane[],
  until: { readonly duration: number } | { readonly times: number },
): Promise<{ readonly answers: number; readonly elapsed: number }> {
  const { duration, times } = { duration: Number.POSITIVE_INFINITY, times: Number.POSITIVE_INFINITY, ...until };
  let answers = 0;
  const began = performance.now();
  await Promise.all(
    lanes.map(async ({ socket, reader, request }) => {
      for (let asked = 0; asked < times && performance.now() - began < duration; asked++) {
        socket.write(request);
        const { status } = await reader.next();
        if (status !== 200) throw new Error(`the server answered ${status}`);
        answers++;
      }
    }),
  );
  return { answers, elapsed: performance.now() - began };
}

/** A connection to send on as soon as something is written, over TLS unless it is to be plain. */
export function open(host: string, port: number, plain = false): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = socketTo({ host, port, plain }, () => resolve(socket));
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

/** A socket that connects, over TLS unless it is to be plain. @param ready called when it may be written to */
export function socketTo(
  { host, port, plain }: { readonly host: string; readonly port: number; readonly plain: boolean },
  ready: () => void,
): Socket {
  // A factory certificate has no name that could be checked; speed is measured here, not trust.
  return plain ? connect({ host, port }, ready) : connectTls({ host, port, rejectUnauthorized: false }, ready);
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

  constructor(socket: Socket) {
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
