import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Doorkeeper } from '../control/access.ts';
import { type FindHost, openTerminal } from './terminal.ts';

/** What a browser offers beside the token, since it can send no header of its own: the name of what is spoken. */
const protocol = 'rackless-terminal';

/** Bytes of one message from a browser: what somebody pastes. */
const largestMessage = 1_000_000;

/** Takes the web sockets of a control API, for as long as it lives. */
export class Upgrades {
  readonly #find: FindHost;
  readonly #refusal: Doorkeeper;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    handleProtocols: () => protocol,
  });

  constructor(find: FindHost, refusal: Doorkeeper) {
    this.#find = find;
    this.#refusal = refusal;
  }

  /** Answers one request to change the protocol: with a terminal, or with a refusal that leaves the socket closed. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
    const token = offered.find((one) => one !== protocol);
    const refused = this.#refusal({
      ...request.headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    });
    if (refused || !offered.includes(protocol)) {
      const status = refused?.status === 401 ? '401 Unauthorized' : refused ? '403 Forbidden' : '400 Bad Request';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened: WebSocket) => openTerminal(this.#find, opened));
  }

  /** Ends all of them. */
  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }
}

/**
 * Serves a request that offers to go on in another protocol which is not spoken here as if it had not offered, as HTTP
 * has it: some clients offer HTTP/2 with each first request.
 */
export function serveAsOffered(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!/^(connection|upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
