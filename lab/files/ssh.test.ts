import { generateKeyPairSync } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import ssh2 from 'ssh2';
import { afterEach, expect, it } from 'vitest';
import { DirectoryView } from './directory.ts';
import { sshFiles } from './ssh.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const hostKey = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
let server: Server;

/** Serves with this long to log in. @returns the port */
async function start(loginGrace: number): Promise<number> {
  const users = [{ name: 'admin', password: 'secret' }];
  const view = () => new DirectoryView(tmpdir(), { write: false, limit: 0 });
  server = createServer(await sshFiles(hostKey, { users, view, options: () => ({}), loginGrace }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  server.close();
});

it('a client that does not log in is dropped', async () => {
  const socket = connect(await start(20), '127.0.0.1');
  await new Promise((resolve) => socket.resume().once('close', resolve));
});

it('a client that has logged in stays', async () => {
  const port = await start(500);
  const client = new ssh2.Client();
  let ended = false;
  client.on('close', () => {
    ended = true;
  });
  await new Promise<void>((resolve, reject) => {
    client.on('ready', resolve).on('error', reject);
    client.connect({ host: '127.0.0.1', port, username: 'admin', password: 'secret' });
  });
  // A second one comes later and is dropped: the first one's time is over too.
  const late = connect(port, '127.0.0.1');
  await new Promise((resolve) => late.resume().once('close', resolve));
  expect(ended).toBe(false);
  client.end();
});
