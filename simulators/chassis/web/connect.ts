import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connection } from '../connection.ts';
import type { Kind } from '../kind.ts';

const faces = new WeakMap<Kind, Server | Promise<Server>>();

/** Hands a connection to the HTTP server of its kind, which is made at the first connection to any device of the kind. */
export function connectWeb(connection: Connection, stream: Duplex): void {
  const { kind } = connection.device;
  const face = faces.get(kind);
  if (face && !(face instanceof Promise)) {
    face.emit('connection', stream);
    return;
  }
  const making = face ?? make(kind);
  making.then(
    (server) => {
      if (!stream.destroyed) server.emit('connection', stream);
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

async function make(kind: Kind): Promise<Server> {
  const making = import('./face.ts').then(({ webServer }) => webServer(kind));
  faces.set(kind, making);
  const server = await making;
  faces.set(kind, server);
  return server;
}
