import type { Duplex } from 'node:stream';
import type { Connection } from '../connection.ts';
import type { Kind } from '../kind.ts';
import type { WebServer } from './face.ts';
import { Repeats } from './repeats.ts';

const faces = new WeakMap<Kind, WebServer | Promise<WebServer>>();

/** Hands a connection to the HTTP server of its kind, which is made at the first connection to any device of the kind. */
export function connectWeb(connection: Connection, stream: Duplex): void {
  const { kind } = connection.device;
  const face = faces.get(kind);
  if (face && !(face instanceof Promise)) {
    connect(face, connection, stream);
    return;
  }
  const making = face ?? make(kind);
  making.then(
    (server) => {
      if (!stream.destroyed) connect(server, connection, stream);
    },
    (error: Error) => {
      connection.device.report({
        kind: 'request',
        endpoint: connection.endpoint.name,
        operation: 'web face',
        outcome: error.message,
      });
      connection.raw.destroy();
    },
  );
}

/** The server's own reader of the stream is put behind the one that knows requests which come again. */
function connect({ server, repeats }: WebServer, connection: Connection, stream: Duplex): void {
  server.emit('connection', stream);
  if (!repeats || connection.endpoint.tls?.clientCertificate) return;
  const [reader, ...others] = stream.listeners('data');
  if (!reader || others.length > 0) return;
  stream.removeAllListeners('data');
  const reading = new Repeats(connection, stream, (chunk) => reader.call(stream, chunk));
  connection.repeats = reading;
  stream.on('data', (chunk: Buffer) => reading.read(chunk));
}

async function make(kind: Kind): Promise<WebServer> {
  const making = import('./face.ts').then(({ webServer }) => webServer(kind));
  faces.set(kind, making);
  const server = await making;
  faces.set(kind, server);
  return server;
}
