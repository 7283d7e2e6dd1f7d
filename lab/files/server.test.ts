import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { Journal } from '../../simulators/chassis/journal.ts';
import { fetchFile, sendFile } from '../../simulators/chassis/transfer/fetch.ts';
import { parseRemote, schemePorts } from '../../simulators/chassis/transfer/remote.ts';
import { TestDevice } from '../../simulators/chassis/transfer/testing/flash-device.ts';
import { OpenSsh, run } from '../../simulators/chassis/transfer/testing/open-ssh.ts';
import { FileServer, type FileServerOptions, type FileServerPorts } from './server.ts';
import type { FileUser } from './user.ts';

const admin = { name: 'admin', password: 'correct horse' } satisfies FileUser;
const guest = { name: 'guest', password: 'look only', write: false } satisfies FileUser;

let folder: string;
let root: string;
let journal: Journal;
let server: FileServer;
let ports: FileServerPorts;

async function start(more: Partial<FileServerOptions> = {}): Promise<void> {
  server = new FileServer({ directory: root, users: [admin, guest], journal, ...more });
  ports = await server.start();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rackless-files-'));
  root = join(folder, 'served');
  await mkdir(join(root, 'certs'), { recursive: true });
  await writeFile(join(folder, 'secret'), 'secret');
  await writeFile(join(root, 'cert.pem'), 'certificate');
  await symlink('../secret', join(root, 'leak'));
  journal = new Journal(() => 0);
  await start();
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function transfers() {
  return journal
    .read({ kind: 'transfer' })
    .map(({ endpoint, operation, outcome, user }) => [endpoint, operation, outcome, user]);
}

describe.skipIf(!has('scp') || !has('sftp') || !has('ssh'))('OpenSSH', () => {
  let openssh: OpenSsh;
  const host = `${admin.name}@127.0.0.1`;
  beforeEach(async () => {
    openssh = await OpenSsh.start(ports.ssh.port, admin.password);
  });
  afterEach(() => openssh.close());

  it.each([['-O'], ['-s']])('scp %s sends and fetches', async (mode) => {
    const mine = join(openssh.folder, 'mine');
    await writeFile(mine, 'mine');
    expect(await openssh.scp(mode, mine, `${host}:/in.pem`)).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(join(root, 'in.pem'), 'utf8')).toBe('mine');
    expect(await openssh.scp(mode, `${host}:cert.pem`, join(openssh.folder, 'got'))).toMatchObject({ code: 0 });
    expect(await readFile(join(openssh.folder, 'got'), 'utf8')).toBe('certificate');
    const via = mode === '-O' ? 'scp' : 'sftp';
    await server.stop();
    expect(transfers()).toEqual([
      ['ssh', `${via} upload /in.pem`, 'ok', 'admin'],
      ['ssh', `${via} download /cert.pem`, 'ok', 'admin'],
    ]);
    expect(JSON.stringify(journal.read())).not.toContain(admin.password);
  });

  it.each([['-O'], ['-s']])('scp %s cannot leave the directory', async (mode) => {
    for (const path of ['/leak', '/../secret', '../secret']) {
      const ended = await openssh.scp(mode, `${host}:${path}`, join(openssh.folder, 'got'));
      expect(ended.code).not.toBe(0);
      expect(ended.stderr).toMatch(/Permission denied|No such file|not found/i);
    }
    expect(await readdir(openssh.folder)).not.toContain('got');
  });

  it('sftp lists and changes', async () => {
    const ended = await openssh.sftp(host, 'ls', 'mkdir d', 'rename cert.pem d/cert.pem', 'ls d');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(join(root, 'd'))).toEqual(['cert.pem']);
  });

  it('lets a guest read and nothing more', async () => {
    await openssh.close();
    openssh = await OpenSsh.start(ports.ssh.port, guest.password);
    const at = `${guest.name}@127.0.0.1`;
    expect(await openssh.scp(`${at}:cert.pem`, join(openssh.folder, 'got'))).toMatchObject({ code: 0 });
    for (const mode of ['-O', '-s']) {
      const ended = await openssh.scp(mode, join(openssh.folder, 'got'), `${at}:cert.pem`);
      expect(ended.code).not.toBe(0);
      expect(ended.stderr).toContain('Permission denied');
    }
    const ended = await openssh.sftp(at, 'rm cert.pem');
    expect(ended.code).not.toBe(0);
    expect(await readFile(join(root, 'cert.pem'), 'utf8')).toBe('certificate');
  });

  it('refuses a wrong password, a shell and a command', async () => {
    const shell = await openssh.ssh('-T', host);
    expect(shell).toMatchObject({ code: 1, stderr: expect.stringContaining('moves files only') });
    const command = await openssh.ssh(host, 'cat /etc/passwd');
    expect(command).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('moves files only') });
    await openssh.close();
    openssh = await OpenSsh.start(ports.ssh.port, 'wrong');
    const wrong = await openssh.scp(`${host}:cert.pem`, join(openssh.folder, 'got'));
    expect(wrong.stderr).toContain('Permission denied');
  });

  it('lets in by keyboard-interactive too', async () => {
    const ended = await openssh.scp(
      '-o',
      'PreferredAuthentications=keyboard-interactive',
      `${host}:cert.pem`,
      join(openssh.folder, 'got'),
    );
    expect(ended).toMatchObject({ code: 0 });
  });
});

describe.skipIf(!has('curl'))('curl', () => {
  const user = `${admin.name}:${admin.password}`;
  const url = (path: string) => `http://127.0.0.1:${ports.http.port}${path}`;
  const curl = (...args: string[]) => run('curl', ['-sS', '--path-as-is', ...args]);

  it('gets a file with and without a user', async () => {
    expect(await curl(url('/cert.pem'))).toMatchObject({ code: 0, stdout: 'certificate' });
    expect(await curl('-u', user, url('/cert.pem?x=1'))).toMatchObject({ code: 0, stdout: 'certificate' });
    const head = await curl('-I', url('/cert.pem'));
    expect(head.stdout).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(head.stdout).toMatch(/content-length: 11\r\n/i);
    expect(transfers().slice(0, 2)).toEqual([
      ['http', 'http download /cert.pem', 'ok', undefined],
      ['http', 'http download /cert.pem', 'ok', 'admin'],
    ]);
  });

  it('puts a small file and one that waits for leave', async () => {
    const status = ['-o', '/dev/null', '-w', '%{http_code}'];
    const big = join(folder, 'big');
    await writeFile(big, Buffer.alloc(3_000_000, 'x'));
    expect((await curl('-u', user, ...status, '-T', big, url('/in'))).stdout).toBe('201');
    expect((await curl('-u', user, ...status, '-T', join(folder, 'secret'), url('/in'))).stdout).toBe('204');
    expect(await readFile(join(root, 'in'), 'utf8')).toBe('secret');
    expect((await curl('-u', user, ...status, '-H', 'Expect: 100-continue', '-T', big, url('/in'))).stdout).toBe('204');
    expect((await readFile(join(root, 'in'))).length).toBe(3_000_000);
  });

  it.each([
    ['GET', '/absent', 404],
    ['GET', '/', 404],
    ['GET', '/cert.pem/', 404],
    ['GET', '/leak', 403],
    ['GET', '/../secret', 403],
    ['GET', '/%2e%2e/secret', 403],
    ['GET', '/..%2fsecret', 403],
    ['GET', '/a%00b', 403],
    ['GET', '/a%5cb', 403],
    ['GET', '/%zz', 400],
    ['DELETE', '/cert.pem', 405],
    ['POST', '/cert.pem', 405],
    ['PUT', '/cert.pem', 401],
  ])('is refused %s %s: %i', async (method, path, status) => {
    const ended = await curl('-X', method, '-o', '/dev/null', '-w', '%{http_code}', url(path));
    expect(ended.stdout).toBe(String(status));
  });

  it.each([
    ['a guest', `${guest.name}:${guest.password}`, '/cert.pem', 403],
    ['a wrong password', 'admin:wrong', '/cert.pem', 401],
    ['a missing directory', user, '/no/where', 404],
    ['a way out', user, '/../secret', 403],
    ['a directory', user, '/certs', 409],
    ['a file spelt as a directory', user, '/in%2f', 409],
  ])('may not put with %s', async (_, who, path, status) => {
    for (const more of [[], ['-H', 'Transfer-Encoding: chunked'], ['-H', 'Expect: 100-continue']]) {
      const args = ['-u', who, ...more, '-T', join(folder, 'secret'), '-w', '%{http_code}', '-o', '/dev/null'];
      expect((await curl(...args, url(path))).stdout).toBe(String(status));
    }
    expect((await readdir(root)).sort()).toEqual(['cert.pem', 'certs', 'leak']);
  });

  it('asks everybody where it is told to', async () => {
    await server.stop();
    await start({ anonymousRead: false });
    const head = await curl('-I', url('/cert.pem'));
    expect(head.stdout).toMatch(/^HTTP\/1.1 401 /);
    expect(head.stdout).toMatch(/www-authenticate: Basic realm="files-1"\r\n/i);
    expect((await curl('-u', `${guest.name}:${guest.password}`, url('/cert.pem'))).stdout).toBe('certificate');
  });

  it('fetches over TFTP, sftp:// and scp://', async () => {
    expect((await curl(`tftp://127.0.0.1:${ports.tftp?.port}/cert.pem`)).stdout).toBe('certificate');
    for (const scheme of ['sftp', 'scp']) {
      const at = `${scheme}://127.0.0.1:${ports.ssh.port}/cert.pem`;
      expect(await curl('--insecure', '-u', user, at)).toMatchObject({ code: 0, stdout: 'certificate' });
    }
  });

  it('writes over TFTP only where that is allowed', async () => {
    const put = () => curl('-T', join(folder, 'secret'), `tftp://127.0.0.1:${ports.tftp?.port}/in`);
    expect(await put()).toMatchObject({ code: 69 });
    await server.stop();
    await start({ tftp: 'write' });
    expect(await put()).toMatchObject({ code: 0 });
    expect(await readFile(join(root, 'in'), 'utf8')).toBe('secret');
    await server.stop();
    await start({ tftp: 'off' });
    expect(ports.tftp).toBeUndefined();
  });

  it('is told of what does not fit', async () => {
    await server.stop();
    await start({ limit: 5 });
    const status = ['-u', user, '-o', '/dev/null', '-w', '%{http_code}'];
    expect((await curl(...status, '-T', join(folder, 'secret'), url('/in'))).stdout).toBe('507');
    const chunked = ['-H', 'Transfer-Encoding: chunked', '-T', join(folder, 'secret')];
    expect((await curl(...status, ...chunked, url('/in'))).stdout).toBe('507');
    expect((await curl(...status, url('/cert.pem'))).stdout).toBe('403');
    expect((await readdir(root)).sort()).toEqual(['cert.pem', 'certs', 'leak']);
  });
});

describe('a device', () => {
  it.each(['scp', 'sftp', 'http', 'tftp'] as const)('fetches and sends over %s', async (scheme) => {
    await server.stop();
    await start({ tftp: 'write' });
    const places = new Map([
      [schemePorts.scp, ports.ssh],
      [schemePorts.http, ports.http],
      [schemePorts.tftp, ports.tftp],
    ]);
    const place = (port: number) => places.get(port as 22);
    const device = new TestDevice({}, { find: () => ({ name: 'files-1', address: '192.0.2.1', place }) });
    const options = { from: 'mgmt0', password: () => admin.password };
    const remote = (path: string) => {
      const { host = '', ...rest } = parseRemote(`${scheme}://admin@files-1${path}`) ?? { scheme };
      return { ...rest, host, path };
    };
    expect((await fetchFile(device, remote('/cert.pem'), options)).toString()).toBe('certificate');
    await sendFile(device, remote('/out.cfg'), { bytes: Buffer.from('hostname n9k') }, options);
    expect(await readFile(join(root, 'out.cfg'), 'utf8')).toBe('hostname n9k');
    await expect(fetchFile(device, remote('/absent'), options)).rejects.toMatchObject({ reason: 'missing' });
  });
});

describe('a file server', () => {
  it('leaves nothing of a PUT that breaks off', async () => {
    const outgoing = request({
      port: ports.http.port,
      method: 'PUT',
      path: '/half',
      auth: `${admin.name}:${admin.password}`,
      headers: { 'content-length': 1000 },
    });
    outgoing.on('error', () => undefined);
    const reported = new Promise((resolve) => journal.watch(resolve));
    await new Promise<void>((resolve) => outgoing.write('half', () => resolve()));
    outgoing.destroy();
    expect(await reported).toMatchObject({ operation: 'http upload /half', outcome: 'aborted' });
    expect((await readdir(root)).sort()).toEqual(['cert.pem', 'certs', 'leak']);
  });

  it('gives a client leave to send, or says at once why not', async () => {
    const put = (path: string) =>
      new Promise<unknown>((resolve, reject) => {
        const outgoing = request({
          port: ports.http.port,
          method: 'PUT',
          path,
          auth: `${admin.name}:${admin.password}`,
          headers: { 'content-length': 5, expect: '100-continue' },
        });
        outgoing.on('continue', () => resolve('go on'));
        outgoing.on('response', (response) => resolve(response.statusCode));
        outgoing.on('error', reject);
        outgoing.on('close', () => outgoing.destroy());
        outgoing.flushHeaders();
      });
    expect(await put('/in')).toBe('go on');
    expect(await put('/no/where')).toBe(404);
  });

  it('tells a client nothing of where its files are', async () => {
    await rm(root, { recursive: true });
    const answer = await fetch(`http://127.0.0.1:${ports.http.port}/cert.pem`);
    expect([answer.status, await answer.text()]).toEqual([404, 'No such file or directory\n']);
  });

  it('gives a client six passwords and no more', async () => {
    let tried = 0;
    const client = new ssh2.Client();
    await new Promise<void>((resolve) => {
      client.on('error', () => undefined).on('close', () => resolve());
      client.connect({
        port: ports.ssh.port,
        username: 'admin',
        authHandler: (_left, _partial, next) =>
          next({ type: 'password', username: 'admin', password: `wrong ${++tried}` }),
      });
    });
    expect(tried).toBe(6);
  });

  it('closes everything when it stops, and can start again', async () => {
    const sockets = [ports.ssh, ports.http].map((at) => connect(at.port, at.host));
    for (const socket of sockets) socket.on('error', () => undefined);
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const closed = sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)));
    await server.stop();
    await Promise.all(closed);
    ports = await server.start();
    expect(await (await fetch(`http://127.0.0.1:${ports.http.port}/cert.pem`)).text()).toBe('certificate');
  });

  it('leaves nothing open when a port is taken', async () => {
    const other = new FileServer({ directory: root, users: [], ports: { http: ports.http.port } });
    await expect(other.start()).rejects.toThrow(/EADDRINUSE/);
    await server.stop();
    expect((await other.start()).http.port).toBe(ports.http.port);
    await other.stop();
  });

  it('makes a directory that is missing', async () => {
    await server.stop();
    await start({ directory: join(folder, 'new', 'deep') });
    expect(await readdir(join(folder, 'new', 'deep'))).toEqual([]);
  });
});
