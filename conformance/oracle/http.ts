import { Agent, type IncomingMessage, request as startRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { CouldNotRun } from '../errors.ts';
import type { Place, Trust } from '../target.ts';
import { fingerprint, openTcp, openTrusted } from './connect.ts';
import type { Patience } from './probe.ts';

/** A request as it shall leave: header names in this spelling and order. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** A reply as it came, as plain data. */
export interface Exchange {
  readonly status: number;
  readonly reason: string;
  /** Names and values alternating, spelled and ordered as on the wire. */
  readonly rawHeaders: readonly string[];
  /** The body's bytes as UTF-8. */
  readonly body: string;
  /** Fingerprint of the certificate behind which the reply came; empty on plain HTTP. */
  readonly peer: string;
}

/** One kept-open connection. */
export interface Connection {
  /** @throws CouldNotRun when the connection ends, or no reply comes in time. */
  send(asked: Asked): Promise<Exchange>;
  close(): void;
}

/** The first value of a header, whatever its spelling; undefined when it is absent. */
export function header({ rawHeaders }: Pick<Exchange, 'rawHeaders'>, name: string): string | undefined {
  return headers({ rawHeaders }, name)[0];
}

/** Every value of a header, whatever its spelling. */
export function headers({ rawHeaders }: Pick<Exchange, 'rawHeaders'>, name: string): string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name.toLowerCase());
}

function received(message: IncomingMessage, socket: Socket): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('error', reject);
    message.on('end', () => {
      const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
      resolve({
        status: message.statusCode ?? 0,
        reason: message.statusMessage ?? '',
        rawHeaders: message.rawHeaders,
        body: Buffer.concat(chunks).toString('utf8'),
        peer: certificate ? fingerprint(certificate.raw) : '',
      });
    });
  });
}

/** Sends every request over one given socket, and never opens another. */
class OneSocket extends Agent {
  readonly #socket: Socket;
  constructor(socket: Socket) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#socket = socket;
  }
  override createConnection(): Socket {
    return this.#socket;
  }
}

/**
 * Opens a connection for requests, over TLS with a trusted peer or (`trust` left out) over plain TCP.
 * @throws CouldNotRun when it is refused, not answered in time, or the peer is not to be trusted.
 */
export async function connection(place: Place, trust: Trust | undefined, patience: Patience): Promise<Connection> {
  const socket = await (trust ? openTrusted(place, trust, patience) : openTcp(place, patience));
  const agent = new OneSocket(socket);
  const authority = `${place.host}:${place.port}`;

  const send = ({ method, path, headers: extra = [], body }: Asked): Promise<Exchange> =>
    new Promise((resolve, reject) => {
      const length: [string, string][] =
        body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
      const request = startRequest({
        agent,
        method,
        path,
        setHost: false,
        headers: [['Host', authority], ...extra, ...length].flat(),
      });
      // Node's own `signal` option would leave a listener behind for as long as the connection is kept.
      const stop = () => request.destroy(new Error('was given up'));
      const { signal } = patience;
      signal.addEventListener('abort', stop, { once: true });
      request.once('close', () => signal.removeEventListener('abort', stop));
      if (signal.aborted) stop();
      request.setTimeout(patience.patienceMs, () => {
        request.destroy(new Error(`gave no answer within ${patience.patienceMs / 1000} s`));
      });
      request.on('error', (error) => reject(new CouldNotRun(`${authority}, ${method} ${path}: ${error.message}`)));
      request.on('response', (message) => received(message, socket).then(resolve, reject));
      request.end(body);
    });

  return {
    send,
    close: () => {
      agent.destroy();
      socket.destroy();
    },
  };
}
