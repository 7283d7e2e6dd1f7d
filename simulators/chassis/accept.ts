import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { bindConnection, type Connection } from './connection.ts';
import type { Device } from './device.ts';
import { acceptFaulty } from './faults/accept.ts';
import type { Listener } from './listeners.ts';
import { connectShell } from './ssh/connect.ts';
import type { FaultAct, FaultSeam } from './surroundings.ts';
import { connectWeb } from './web/connect.ts';

/** Milliseconds for a handshake behind which no face has a timer of its own. */
const HANDSHAKE_TIMEOUT = 15_000;

/** Takes a new connection: ties it to its device and endpoint, does TLS where the endpoint has it, and hands it to its face. */
export function accept(device: Device, listener: Listener, socket: Socket): void {
  device.unpack();
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
  const act = faultAt('accept', connection);
  if (act) acceptFaulty(act, connection, (stream) => serve(connection, listener, stream));
  else serve(connection, listener, socket);
}

/** @param stream the raw socket, or what a fault puts in its place */
function serve(connection: Connection, listener: Listener, stream: Duplex): void {
  const { identity } = listener;
  if (!identity) {
    bindConnection(stream, connection);
    hand(connection, stream);
    return;
  }
  const act = faultAt('identity', connection);
  if (!act && identity.context) {
    secure(connection, listener, identity.context, stream);
    return;
  }
  const making = act
    ? import('./faults/certificate.ts').then(({ faultyContext }) =>
        faultyContext(act, identity, connection.device.surroundings.clock.now()),
      )
    : identity.make();
  making.then(
    (made) => secure(connection, listener, made, stream),
    (error: Error) => {
      handshake(connection, error.message);
      connection.raw.destroy();
    },
  );
}

function faultAt(seam: FaultSeam, { device, endpoint }: Connection): FaultAct | undefined {
  const { faults } = device.surroundings;
  return faults.none ? undefined : faults.at(seam, { device: device.name, endpoint: endpoint.name });
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

function secure(connection: Connection, listener: Listener, secureContext: TLSSocketContext, below: Duplex): void {
  if (connection.raw.destroyed) return;
  const asks = listener.identity?.tls.clientCertificate;
  const stream = new TLSSocket(below, {
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

function hand(connection: Connection, stream: Duplex): void {
  switch (connection.endpoint.face) {
    case 'web':
      connectWeb(connection, stream);
      return;
    case 'ssh':
      connectShell(connection, stream);
      return;
    case 'tls':
      if (stream instanceof TLSSocket) stream.setTimeout(HANDSHAKE_TIMEOUT, () => stream.destroy());
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
