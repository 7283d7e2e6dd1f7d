import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { bindConnection, type Connection } from './connection.ts';
import type { Device } from './device.ts';
import type { Listener } from './listeners.ts';
import { connectShell } from './ssh/connect.ts';
import { connectWeb } from './web/connect.ts';

/** Milliseconds for a handshake behind which no face has a timer of its own. */
const HANDSHAKE_TIMEOUT = 15_000;

/** Takes a new connection: ties it to its device and endpoint, does TLS where the endpoint has it, and hands it to its face. */
export function accept(device: Device, listener: Listener, socket: Socket): void {
  const connection: Connection = {
    device,
    endpoint: listener.endpoint,
    raw: socket,
    from: socket.remoteAddress ?? '',
    fromPort: socket.remotePort ?? 0,
    busy: 0,
    closing: false,
  };
  listener.connections ??= new Set();
  if (listener.endpoint.admits?.(connection.from) === false) {
    refuse(connection);
    return;
  }
  listener.connections.add(connection);
  socket.once('close', () => listener.connections?.delete(connection));
  socket.on('error', () => socket.destroy());
  bindConnection(socket, connection);
  if (!listener.identity) {
    hand(connection, socket);
    return;
  }
  const { context } = listener.identity;
  if (context) {
    secure(connection, listener, context);
    return;
  }
  listener.identity.make().then(
    (made) => secure(connection, listener, made),
    (error: Error) => {
      handshake(connection, error.message);
      socket.destroy();
    },
  );
}

function refuse({ device, endpoint, raw, from }: Connection): void {
  raw.on('error', () => raw.destroy());
  raw.resetAndDestroy();
  device.report({
    kind: 'endpoint',
    endpoint: endpoint.name,
    operation: 'accept',
    outcome: 'refused',
    detail: { from },
  });
}

function secure(connection: Connection, listener: Listener, secureContext: TLSSocketContext): void {
  if (connection.raw.destroyed) return;
  const asks = listener.identity?.tls.clientCertificate;
  const stream = new TLSSocket(connection.raw, {
    isServer: true,
    secureContext,
    requestCert: asks !== undefined,
    rejectUnauthorized: false,
  });
  bindConnection(stream, connection);
  let failed: string | undefined;
  stream.once('secure', () => handshake(connection, 'ok', stream));
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!failed) {
      failed = error.code ?? error.message;
      handshake(connection, failed);
    }
    connection.raw.destroy();
  });
  hand(connection, stream);
}

type TLSSocketContext = NonNullable<ConstructorParameters<typeof TLSSocket>[1]>['secureContext'];

function hand(connection: Connection, stream: Socket): void {
  switch (connection.endpoint.face) {
    case 'web':
      connectWeb(connection, stream);
      return;
    case 'ssh':
      connectShell(connection, stream);
      return;
    case 'tls':
      stream.setTimeout(HANDSHAKE_TIMEOUT, () => stream.destroy());
      stream.resume();
  }
}

function handshake(connection: Connection, outcome: string, stream?: TLSSocket): void {
  connection.device.report({
    kind: 'handshake',
    endpoint: connection.endpoint.name,
    operation: 'TLS',
    outcome,
    ...(stream && { detail: { protocol: stream.getProtocol(), cipher: stream.getCipher().name } }),
  });
}
