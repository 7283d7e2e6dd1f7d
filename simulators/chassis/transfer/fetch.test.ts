import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import type { ReachableHost } from '../surroundings.ts';
import { fetchFile, sendFile } from './fetch.ts';
import type { FlashView } from './flash-view.ts';
import type { TransferOptions } from './journey.ts';
import { parseRemote, type RemoteFile } from './remote.ts';
import { bootflash, TestDevice } from './testing/flash-device.ts';
import { account, startSsh, type TestSshServer } from './testing/ssh-server.ts';
import { TransferError } from './transfer-error.ts';

const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
/** Ports of the host `server` (192.0.2.1) to ports of this machine. */
let ports: Record<number, number>;
let device: TestDevice;
let stops: (() => unknown)[];

const options: TransferOptions = { from: 'mgmt0', password: () => account.password };

beforeEach(() => {
  ports = {};
  stops = [];
  const host: ReachableHost = {
    name: 'files-1',
    address: '192.0.2.1',
    place: (port) => {
      const at = ports[port];
      return at === undefined ? undefined : { host: '127.0.0.1', port: at };
    },
  };
  const find = (name: string, from: string) =>
    from === 'mgmt0' && ['server', '192.0.2.1'].includes(name) ? host : undefined;
  device = new TestDevice({}, { find });
});
afterEach(async () => {
  for (const stop of stops) await stop();
});

function remote(url: string): RemoteFile {
  const typed = parseRemote(url);
  if (typed?.host === undefined || typed.path === undefined) throw new Error(`not whole: ${url}`);
  return { ...typed, host: typed.host, path: typed.path };
}

function fetch(url: string, more: Partial<TransferOptions> = {}): Promise<Buffer> {
  return fetchFile(device, remote(url), { ...options, ...more });
}

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TransferError);
  return error instanceof TransferError ? error.reason : '';
}

function outcomes(): string[] {
  return device.surroundings.journal.read({ kind: 'transfer' }).map((entry) => entry.outcome);
}

/** Opens a server on loopback and gives it a port of the host. */
async function open(port: number, server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ports[port] = (server.address() as AddressInfo).port;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
}

describe.each(['scp', 'sftp'])('over %s', (scheme) => {
  let view: FlashView;
  let server: TestSshServer;
  const url = `${scheme}://admin@server/bootflash/file`;
  beforeEach(async () => {
    ({ view } = bootflash());
    server = await startSsh({ view });
    ports[22] = server.port;
    stops.push(() => server.stop());
    await view.write('/bootflash/file', content);
  });

  it('fetches a file and tells how far it is', async () => {
    const progress: [number, number | undefined][] = [];
    const bytes = await fetch(url, { progress: (...step) => progress.push(step) });
    expect(bytes.equals(content)).toBe(true);
    expect(progress[0]).toEqual([0, 200_000]);
    expect(progress.at(-1)).toEqual([200_000, 200_000]);
    expect(progress.length).toBeGreaterThan(3);
    expect(device.surroundings.journal.read()).toEqual([
      expect.objectContaining({
        kind: 'transfer',
        operation: `fetch ${url}`,
        outcome: 'ok',
        user: 'admin',
        detail: { bytes: 200_000, address: '192.0.2.1' },
      }),
    ]);
  });

  it('sends a file, into a directory too', async () => {
    await view.mkdir('/bootflash/nxapi');
    const to = remote(`${scheme}://admin@server/bootflash/nxapi`);
    let sent = 0;
    const progress = (done: number) => {
      sent = done;
    };
    await sendFile(device, to, { name: 'cert.pem', bytes: content }, { ...options, progress });
    await sendFile(device, remote(`${scheme}://admin@server/bootflash/empty`), { bytes: Buffer.alloc(0) }, options);
    await server.served();
    expect(view.read('/bootflash/nxapi/cert.pem').equals(content)).toBe(true);
    expect(view.read('/bootflash/empty').length).toBe(0);
    expect(sent).toBe(200_000);
  });

  it('shows the host key before anything else is asked', async () => {
    const asked: string[] = [];
    await fetch(url, {
      hostKey: ({ type, sha256, address }) => {
        asked.push(`${type} ${address} ${Buffer.from(sha256, 'base64').length}`);
        return true;
      },
      password: async (attempt, user) => {
        asked.push(`${user} ${attempt}`);
        return account.password;
      },
    });
    expect(asked).toEqual(['ecdsa-sha2-nistp256 192.0.2.1 32', 'admin 1']);
  });

  it('asks again after a wrong password, three times in all', async () => {
    const answers = ['wrong', 'wrong too', account.password];
    expect((await fetch(url, { password: (attempt) => answers[attempt - 1] })).length).toBe(200_000);
    const attempts: number[] = [];
    const wrong = (attempt: number) => {
      attempts.push(attempt);
      return 'wrong';
    };
    expect(await reasonOf(fetch(url, { password: wrong }))).toBe('auth');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it.each<[string, string, string, Partial<TransferOptions>]>([
    ['an unaccepted host key', 'host-key', url, { hostKey: () => false }],
    ['a password that is not given', 'auth', url, { password: () => undefined }],
    ['a user that is not given', 'auth', url.replace('admin@', ''), {}],
    ['a file that is not there', 'missing', `${url}-absent`, {}],
    ['a directory', 'denied', `${scheme}://admin@server/bootflash`, {}],
    ['a way out', 'denied', `${scheme}://admin@server/../etc/passwd`, {}],
    ['too large a file', 'no-space', url, { limit: 199_999 }],
    ['an unknown name', 'unresolved', url.replace('server', 'stranger'), {}],
    ['an unknown address', 'unreachable', url.replace('server', '198.51.100.7'), {}],
    ['another VRF', 'unresolved', url, { from: 'Ethernet1/1' }],
    ['a closed port', 'refused', url.replace('server', 'server:23'), {}],
    ['a signal from before', 'aborted', url, { signal: AbortSignal.abort() }],
  ])('tells of %s: %s', async (_, reason, from, more) => {
    expect(await reasonOf(fetch(from, more))).toBe(reason);
    expect(outcomes()).toEqual([reason]);
  });

  it.each([
    [
      'is asked',
      (stop: () => void): Partial<TransferOptions> => ({
        password: () => {
          stop();
          return new Promise(() => {});
        },
      }),
    ],
    ['is in the middle', (stop: () => void): Partial<TransferOptions> => ({ progress: (done) => done > 0 && stop() })],
  ])('stops at a signal while it %s', async (_, with_) => {
    const aborter = new AbortController();
    expect(await reasonOf(fetch(url, { signal: aborter.signal, ...with_(() => aborter.abort()) }))).toBe('aborted');
    await server.served();
  });

  it('tells what the other host says of a full disk', async () => {
    const bytes = Buffer.alloc(2_000_000);
    const to = remote(`${scheme}://admin@server/bootflash/big`);
    expect(await reasonOf(sendFile(device, to, { bytes }, options))).toBe('no-space');
  });

  it('leaves a person more time than it leaves a host', async () => {
    const slowly = () => new Promise<string>((resolve) => setTimeout(resolve, 900, account.password));
    expect((await fetch(url, { timeout: 600, password: slowly })).length).toBe(200_000);
  });

  it('keeps the password to itself', async () => {
    const secret = url.replace('admin', `admin:${account.password}`);
    await fetch(secret, { password: () => undefined });
    expect(JSON.stringify(device.surroundings.journal.read())).not.toContain(account.password);
  });

  it.each([
    ['speaks no SSH', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['hangs up', ''],
  ])('tells of a host that %s', async (_, words) => {
    await open(
      22,
      createServer((socket) => socket.on('error', () => {}).end(words)),
    );
    expect(await reasonOf(fetch(url))).toBe('protocol');
  });

  it('tells of a host that is silent', async () => {
    await open(22, createServer());
    expect(await reasonOf(fetch(url, { timeout: 50 }))).toBe('unreachable');
  });
});

describe('over scp, a server that lies', () => {
  it.each([
    ['sends less than it said', 'protocol', 'C0644 10 f\nhello'],
    ['sends a directory', 'protocol', 'D0755 0 d\n'],
    ['sends nothing', 'protocol', ''],
    ['sends a riddle', 'protocol', 'what?\n'],
    ['says that a read went wrong', 'protocol', 'C0644 5 f\nhello\x01scp: f: read error\n'],
    ['is too large', 'no-space', 'C0644 999999999999 f\n'],
  ])('that %s: %s', async (_, reason, sent) => {
    const { view } = bootflash();
    const server = await startSsh({ view, exec: (channel) => channel.end(sent) });
    ports[22] = server.port;
    stops.push(() => server.stop());
    expect(await reasonOf(fetch('scp://admin@server/f'))).toBe(reason);
  });

  it('that has no scp at all', async () => {
    const { view } = bootflash();
    const exec = (channel: import('ssh2').ServerChannel) => {
      channel.stderr.write('sh: scp: not found\n');
      channel.exit(127);
      channel.end();
    };
    const server = await startSsh({ view, exec });
    ports[22] = server.port;
    stops.push(() => server.stop());
    await expect(fetch('scp://admin@server/f')).rejects.toThrow('sh: scp: not found');
  });
});

describe('over https', () => {
  it('trusts only what it is told to', async () => {
    const key = await keptKey('ec-p256');
    const { pem: ca } = makeCertificate({ subject: '/CN=server', san: ['dns:server'], key });
    const pem = key.export({ type: 'pkcs8', format: 'pem' });
    await open(
      443,
      createHttps({ key: pem, cert: ca }, (_, response) => response.end('hello')),
    );
    expect(await reasonOf(fetch('https://server/x'))).toBe('host-key');
    expect(await reasonOf(fetch('https://192.0.2.1/x', { tls: { ca } }))).toBe('host-key');
    expect((await fetch('https://server/x', { tls: { rejectUnauthorized: false } })).toString()).toBe('hello');
  });
});

describe.each(['http', 'https'])('over %s', (scheme) => {
  let got: { url: string | undefined; authorization: string | undefined; body: string }[];
  let ca: string;
  const url = `${scheme}://server/certs/cert%20a.pem`;
  const right = `Basic ${Buffer.from(`admin:${account.password}`).toString('base64')}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { authorization } = request.headers;
    got.push({ url: request.url, authorization, body: Buffer.concat(parts).toString() });
    if (request.url === '/endless') response.write(content);
    else if (request.url === '/cut')
      response.writeHead(200, { 'content-length': 300_000 }).write(content, () => response.destroy());
    else if (request.url === '/private' && authorization !== right) response.writeHead(401).end('no');
    else if (request.url?.startsWith('/status/'))
      response.writeHead(Number(request.url.slice(8))).end('x'.repeat(100_000));
    else response.end(content);
  }

  beforeEach(async () => {
    got = [];
    const key = await keptKey('ec-p256');
    const made = makeCertificate({ subject: '/CN=server', san: ['dns:server'], key });
    ca = made.pem;
    const pem = key.export({ type: 'pkcs8', format: 'pem' });
    const server = scheme === 'https' ? createHttps({ key: pem, cert: ca }, answer) : createHttp(answer);
    await open(scheme === 'https' ? 443 : 80, server);
  });

  function fetchHere(from: string, more: Partial<TransferOptions> = {}): Promise<Buffer> {
    return fetch(from, { tls: { ca }, ...more });
  }

  it('fetches a file', async () => {
    const progress: [number, number | undefined][] = [];
    expect((await fetchHere(url, { progress: (...step) => progress.push(step) })).equals(content)).toBe(true);
    expect(got).toEqual([{ url: '/certs/cert%20a.pem', authorization: undefined, body: '' }]);
    expect(progress.at(-1)).toEqual([200_000, 200_000]);
  });

  it('asks for what a server wants to see', async () => {
    const answers = ['wrong', account.password];
    const password = (attempt: number) => answers[attempt - 1];
    expect((await fetchHere(`${scheme}://server/private`, { user: () => 'admin', password })).length).toBe(200_000);
    expect(got.map((one) => one.authorization === right)).toEqual([false, false, true]);
    expect(await reasonOf(fetchHere(`${scheme}://admin@server/private`, { password: () => 'wrong' }))).toBe('auth');
    expect(await reasonOf(fetchHere(`${scheme}://server/private`, { user: () => undefined }))).toBe('auth');
  });

  it('sends a file', async () => {
    await sendFile(
      device,
      remote(`${scheme}://admin@server/in/`),
      { name: 'é', bytes: Buffer.from('hello') },
      { ...options, tls: { ca } },
    );
    expect(got).toEqual([{ url: '/in/%C3%A9', authorization: right, body: 'hello' }]);
  });

  it.each<[string, string, Partial<TransferOptions>?]>([
    ['/status/404', 'missing'],
    ['/status/403', 'denied'],
    ['/status/507', 'no-space'],
    ['/status/500', 'protocol'],
    ['/status/302', 'protocol'],
    ['/endless', 'no-space', { limit: 100_000 }],
    ['/x', 'no-space', { limit: 199_999 }],
    ['/endless', 'unreachable', { timeout: 50 }],
    ['/cut', 'protocol'],
    ['/x', 'aborted', { signal: AbortSignal.abort() }],
  ])('tells of %s: %s', async (path, reason, more) => {
    expect(await reasonOf(fetchHere(`${scheme}://server${path}`, more))).toBe(reason);
  });

  it('stops at a signal in the middle', async () => {
    const aborter = new AbortController();
    const more = { signal: aborter.signal, progress: (done: number) => done > 0 && aborter.abort() };
    expect(await reasonOf(fetchHere(`${scheme}://server/endless`, more))).toBe('aborted');
  });
});
