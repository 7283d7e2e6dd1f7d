import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import ssh2, { type ServerChannel } from 'ssh2';
import { serveScp } from '../scp.ts';
import { serveSftp } from '../sftp.ts';
import type { FileSystemView, ServeOptions } from '../view.ts';

/** The one account of the test server. */
export const account = { user: 'admin', password: 'correct horse' } as const;

/** What a test server does with what is asked of it; files are served over SCP and SFTP unless told otherwise. */
export interface SshServing {
  readonly view: FileSystemView;
  readonly options?: ServeOptions;
  /** Takes exec requests in place of {@link serveScp}. */
  readonly exec?: (channel: ServerChannel, command: string) => void;
  /** Takes the sftp subsystem in place of {@link serveSftp}. */
  readonly sftp?: (channel: ServerChannel) => void;
}

/** An SSH server on loopback for tests, with its own tiny login. */
export interface TestSshServer {
  readonly port: number;
  /** Resolves when all channels served so far have been closed. */
  served(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one. */
export async function startSsh(serving: SshServing): Promise<TestSshServer> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hostKey = privateKey.export({ type: 'sec1', format: 'pem' });
  const sockets = new Set<Socket>();
  const channels = new Set<Promise<void>>();
  const ssh = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      const { user, password } = account;
      if (attempt.method === 'password' && attempt.username === user && attempt.password === password) attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('exec', (take, _reject, { command }) => {
        if (serving.exec) serving.exec(take(), command);
        else channels.add(serveScp(take(), command, serving.view, serving.options));
      });
      session.on('subsystem', (take, reject, { name }) => {
        if (name !== 'sftp') reject();
        else if (serving.sftp) serving.sftp(take());
        else channels.add(serveSftp(take(), serving.view, serving.options));
      });
    });
  });
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    served: async () => {
      await Promise.all(channels);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Logs in to a test server with ssh2; the caller ends it. */
export function connectSsh(port: number): Promise<ssh2.Client> {
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    client.on('ready', () => resolve(client)).on('error', reject);
    client.connect({ host: '127.0.0.1', port, username: account.user, password: account.password });
    client.setNoDelay(true);
  });
}
