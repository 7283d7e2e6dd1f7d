import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { SecureVersion } from 'node:tls';
import ssh2, { type ServerChannel } from 'ssh2';
import { exportKey, makeKey } from '../../certs/key.ts';
import { makeCertificate } from '../../certs/make.ts';
import type { Place } from '../target.ts';

/** A server of a test, on loopback at a free port. */
export interface Running extends Place {
  close(): Promise<void>;
}

async function listen(server: Server): Promise<Running> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: '127.0.0.1',
    port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** A self-signed certificate with its key, and its fingerprint computed here. */
export async function pair(name: string) {
  const key = await makeKey('ec-p256');
  const { pem } = makeCertificate({ subject: `/CN=${name}`, key, san: ['ip:127.0.0.1'] });
  const sha256 = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
  return { certificate: pem, key: exportKey(key), sha256 };
}

export type Pair = Awaited<ReturnType<typeof pair>>;

/** An HTTPS server; `handle` gets the whole body. */
export function httpsServer(
  { certificate, key }: Pair,
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  versions: { minVersion?: SecureVersion; maxVersion?: SecureVersion } = {},
): Promise<Running> {
  return listen(createHttpsServer({ cert: certificate, key, ...versions }, whole(handle)));
}

/** The same without TLS. */
export function httpServer(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<Running> {
  return listen(createHttpServer(whole(handle)));
}

function whole(handle: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    handle(request, response, body);
  };
}

/** A port that accepts connections and never says a word. */
export function silentServer(): Promise<Running> {
  return listen(createServer(() => {}));
}

/** A port at which nobody listens (any more). */
export async function closedPort(): Promise<Place> {
  const running = await silentServer();
  await running.close();
  return running;
}

/** What an SSH server of a test does with an exec command or a terminal. */
export interface SshBehaviour {
  readonly username: string;
  readonly password: string;
  exec?(command: string, channel: ServerChannel): void;
  shell?(channel: ServerChannel): void;
}

/** An SSH server with one account. */
export function sshServer(behaviour: SshBehaviour): Promise<Running> {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => {});
    client.on('authentication', (login) => {
      const right =
        login.method === 'password' && login.username === behaviour.username && login.password === behaviour.password;
      if (right) login.accept();
      else login.reject(['password']);
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('pty', (acceptPty) => acceptPty?.());
      session.on('exec', (acceptExec, _reject, { command }) => behaviour.exec?.(command, acceptExec()));
      session.on('shell', (acceptShell) => behaviour.shell?.(acceptShell()));
    });
  });
  const plain = createServer((socket) => server.injectSocket(socket));
  return listen(plain);
}
