import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { makeSecureContext, type TlsIdentity } from '../context.ts';

/** A server that does nothing but shake hands with this identity, on loopback. */
export async function serve(identity: TlsIdentity, options: tls.TLSSocketOptions = {}) {
  const secureContext = makeSecureContext(identity);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    const secured = new tls.TLSSocket(socket, { isServer: true, secureContext, ...options });
    secured.on('error', () => {});
    secured.on('secure', () => secured.end('hello\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port: portOf(server), [Symbol.asyncDispose]: close };
}

function portOf(server: net.Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}

/** What a client saw: the certificate, or the code of the error. */
export interface Handshake {
  readonly error: string;
  /** SHA-256, lower-case hexadecimal. */
  readonly sha256: string;
  readonly protocol: string;
  readonly reused: boolean;
}

/** Connects and reads to the end, so that a client certificate's refusal is seen, too. */
export function shakeHands(
  port: number,
  options: tls.ConnectionOptions,
): Promise<Handshake & { session: Buffer | undefined }> {
  return new Promise((resolve) => {
    const seen = { error: '', sha256: '', protocol: '', reused: false };
    let session: Buffer | undefined;
    const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ...options });
    socket.on('session', (ticket) => {
      session = ticket;
    });
    socket.on('secureConnect', () => {
      seen.sha256 = (socket.getPeerCertificate().fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
      seen.protocol = socket.getProtocol() ?? '';
      seen.reused = socket.isSessionReused();
    });
    socket.on('error', (error) => {
      seen.error = 'code' in error ? String(error.code) : error.message;
    });
    socket.on('close', () => resolve({ ...seen, session }));
    socket.resume();
  });
}
