import type { Duplex } from 'node:stream';
import type { Connection } from '../connection.ts';
import type { Device } from '../device.ts';
import type { SshServer } from './server.ts';

/** Servers of a device by node; a device that is no cluster has one, under the empty name. */
type Servers = Map<string, SshServer | Promise<SshServer>>;
const servers = new WeakMap<Device, Servers>();

/**
 * Hands a connection to the SSH server of its device, or of its node in a cluster, which is made at the first connection:
 * host keys cannot differ within one, and nodes have keys of their own.
 */
export function connectShell(connection: Connection, stream: Duplex): void {
  const { device, endpoint } = connection;
  const { node = '' } = endpoint;
  const mine: Servers = servers.get(device) ?? new Map();
  servers.set(device, mine);
  const server = mine.get(node);
  if (server && !(server instanceof Promise)) {
    server.take(connection, stream);
    return;
  }
  const making = server ?? make(device, mine, node);
  making.then(
    (made) => made.take(connection, stream),
    (error: Error) => {
      device.report({ kind: 'login', endpoint: endpoint.name, operation: 'SSH', outcome: error.message });
      stream.destroy();
    },
  );
}

function make(device: Device, mine: Servers, node: string): Promise<SshServer> {
  const making = import('./server.ts').then(({ makeServer }) => makeServer(device, node));
  mine.set(node, making);
  making.then(
    (made) => mine.set(node, made),
    () => mine.delete(node),
  );
  return making;
}
