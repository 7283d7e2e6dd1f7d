import type { Duplex } from 'node:stream';
import type { Connection } from '../connection.ts';
import type { Device } from '../device.ts';
import type { SshServer } from './server.ts';

const servers = new WeakMap<Device, SshServer | Promise<SshServer>>();

/** Hands a connection to the SSH server of its device, which is made at the first connection: host keys cannot differ within one. */
export function connectShell(connection: Connection, stream: Duplex): void {
  const { device } = connection;
  const server = servers.get(device);
  if (server && !(server instanceof Promise)) {
    server.take(connection, stream);
    return;
  }
  const making = server ?? make(device);
  making.then(
    (made) => made.take(connection, stream),
    (error: Error) => {
      device.report({ kind: 'login', endpoint: connection.endpoint.name, operation: 'SSH', outcome: error.message });
      stream.destroy();
    },
  );
}

function make(device: Device): Promise<SshServer> {
  const making = import('./server.ts').then(({ makeServer }) => makeServer(device));
  servers.set(device, making);
  making.then(
    (made) => servers.set(device, made),
    () => servers.delete(device),
  );
  return making;
}
