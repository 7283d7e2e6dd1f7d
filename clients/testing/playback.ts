import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it came. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** How many requests came before it. */
  readonly index: number;
}

/**
 * What to do with a request: answer it, cut the connection with or without a reset, or say nothing at all.
 * A text is a 200 with that body; an object without `body` is sent as JSON.
 */
export type Reply = string | Answer | 'RESET' | 'CLOSE' | 'SILENCE' | object;

/** An answer in full. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body: string;
}

/** A small server that plays what a test tells it to, and remembers what it was asked. */
export class Playback {
  readonly received: Received[] = [];
  /** TCP connections accepted so far. */
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #tls: boolean;

  private constructor(reply: (request: Received) => Reply, identity: { cert: string; key: string } | undefined) {
    this.#tls = identity !== undefined;
    const answer = (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response, reply);
    this.#server = identity === undefined ? createServer(answer) : createHttpsServer(identity, answer);
    this.#server.on('connection', (socket: Socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {});
    });
    // A client that refuses our certificate hangs up; that is its right.
    this.#server.on('tlsClientError', () => {});
  }

  /** Starts on a free port of 127.0.0.1. */
  static async start(reply: (request: Received) => Reply, identity?: { cert: string; key: string }): Promise<Playback> {
    const playback = new Playback(reply, identity);
    playback.#server.listen(0, '127.0.0.1');
    await once(playback.#server, 'listening');
    return playback;
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return address.port;
  }

  get url(): string {
    return `${this.#tls ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** Presents another certificate from now on, and still honours the session tickets that it gave out before. */
  present(identity: { cert: string; key: string }): void {
    if (!(this.#server instanceof HttpsServer)) throw new Error('plain HTTP has no certificate');
    const keys = this.#server.getTicketKeys();
    this.#server.setSecureContext(identity);
    this.#server.setTicketKeys(keys);
  }

  /** Stops listening and cuts what is open. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.drop();
    await closed;
  }

  /** Cuts all open connections. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    reply: (request: Received) => Reply,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = '', url = '', headers } = request;
    const body = Buffer.concat(chunks).toString('utf8');
    const received = { method, path: url, headers, body, index: this.received.length };
    this.received.push(received);
    play(reply(received), response);
  }
}

function play(reply: Reply, response: ServerResponse): void {
  if (reply === 'SILENCE') return;
  if (reply === 'CLOSE') return void response.socket?.destroy();
  if (reply === 'RESET') return void response.socket?.resetAndDestroy();
  const whole = isAnswer(reply) ? reply : { body: typeof reply === 'string' ? reply : JSON.stringify(reply) };
  response.writeHead(whole.status ?? 200, { 'content-type': 'text/json', ...whole.headers });
  response.end(whole.body);
}

function isAnswer(reply: Reply): reply is Answer {
  return typeof reply === 'object' && 'body' in reply && typeof reply.body === 'string';
}
