import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { ServerChannel } from 'ssh2';
import type { Place } from '../target.ts';
import type { Credentials } from './ssh.ts';

/** A host from which devices fetch by SCP, and nothing else. Knows one account and what was put into it. */
export interface ScpServer extends Place, Credentials {
  /** Keeps bytes under a directory of their own; gives the path by which they are fetched. */
  put(name: string, bytes: Uint8Array): string;
  close(): void;
}

/**
 * Starts a server on loopback. It is the suite's own: a device whose SCP shares a mistake with our simulators' must not
 * meet that mistake at the other end.
 */
export async function scpServer(): Promise<ScpServer> {
  const { default: ssh2 } = await import('ssh2');
  const files = new Map<string, Uint8Array>();
  const who = { username: 'courier', password: randomBytes(12).toString('base64url') };
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const ssh = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => {});
    client.on('authentication', (login) => {
      const right = login.method === 'password' && login.username === who.username && login.password === who.password;
      if (right) login.accept();
      else login.reject(['password']);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => void send(command, files, acceptExec()));
    });
  });
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  let puts = 0;
  return {
    ...who,
    host: '127.0.0.1',
    port,
    put(name, bytes) {
      const path = `/srv/${++puts}/${name}`;
      files.set(path, bytes);
      return path;
    },
    close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Sends one file to an SCP client (`scp -f PATH`): announce, wait for a zero byte, send, wait again. */
async function send(command: string, files: ReadonlyMap<string, Uint8Array>, channel: ServerChannel): Promise<void> {
  const end = (status: number) => {
    channel.exit(status);
    channel.end();
  };
  const path = /^scp .*-f (?:-- )?(?:'([^']*)'|(\S+))$/
    .exec(command)
    ?.slice(1)
    .find((part) => part !== undefined);
  const bytes = files.get(path ?? '');
  if (path === undefined || bytes === undefined) {
    channel.write(`\u0001scp: ${path ?? command}: No such file or directory\n`);
    end(1);
    return;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const part of [`C0644 ${bytes.length} ${name}\n`, Buffer.concat([bytes, Buffer.of(0)]), undefined]) {
    const [answer]: Buffer[] = await once(channel, 'data');
    if (answer?.[0] !== 0) break;
    if (part !== undefined) channel.write(part);
  }
  end(0);
}
