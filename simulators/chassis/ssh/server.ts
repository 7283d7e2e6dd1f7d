import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { Connection } from '../connection.ts';
import type { Device } from '../device.ts';
import { login } from './login.ts';
import { serveSession } from './session.ts';

/** The SSH side of one device. */
export interface SshServer {
  take(connection: Connection, stream: Duplex): void;
}

/**
 * Makes the SSH server of a device.
 * @param node of a cluster; empty for a device that is none
 * @throws Error when the kind has no shell
 */
export async function makeServer(device: Device, node: string): Promise<SshServer> {
  const face = await device.kind.shell?.();
  if (!face) throw new Error(`kind ${device.kind.name} has an SSH endpoint and no shell`);
  const [, name = '', number = '0'] = /^(.*?)(\d*)$/.exec(node) ?? [];
  const seed = name === '' ? device.birth.seed : `${device.birth.seed}/${name}`;
  const hostKey = await device.surroundings.identities.hostKey(device.kind.name, seed, Number(number));
  // ssh2 tells of a client only when its header has come; the port finds the connection again.
  const arriving = new Map<number, Connection>();
  const banner = face.banner?.(device);
  const server = new ssh2.Server(
    { hostKeys: [hostKey], ident: face.identification(device), ...(banner !== undefined && { banner }) },
    (client, { port }) => {
      const connection = arriving.get(port);
      if (!connection) {
        client.end();
        return;
      }
      client.on('error', () => connection.raw.destroy());
      login(client, connection, face).then((loggedIn) => {
        client.on('session', (accept) => serveSession(accept(), { client, connection, face, login: loggedIn }));
      });
    },
  );
  server.on('error', (error: Error) => {
    device.report({ kind: 'login', operation: 'SSH', outcome: error.message });
  });
  return {
    take(connection, stream) {
      const { fromPort, raw } = connection;
      if (raw.destroyed) return;
      arriving.set(fromPort, connection);
      raw.once('close', () => arriving.delete(fromPort));
      // Its type asks for a socket, it itself for a stream that has an address and a port.
      Reflect.apply(server.injectSocket, server, [stream]);
    },
  };
}
