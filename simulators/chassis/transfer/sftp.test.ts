import { mkdir, mkdtemp, readdir, readFile, rm, stat as statFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, ClientChannel, OpenMode, SFTPWrapper } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { list, read, stat } from '../flash/files.ts';
import type { FlashView } from './flash-view.ts';
import { openFlag, packet, packetType } from './sftp-packet.ts';
import { bootflash, type TestDevice } from './testing/flash-device.ts';
import { OpenSsh, run } from './testing/open-ssh.ts';
import { account, connectSsh, startSsh, type TestSshServer } from './testing/ssh-server.ts';
import type { Transferred } from './view.ts';

let device: TestDevice;
let view: FlashView;
let server: TestSshServer;
let reports: Transferred[];
let client: Client | undefined;

async function start(capacity?: number): Promise<void> {
  ({ device, view } = bootflash(capacity));
  reports = [];
  server = await startSsh({ view, options: { report: (one) => reports.push(one) } });
}

function volume() {
  const { bootflash } = device.state.store.flash;
  if (!bootflash) throw new Error('no bootflash');
  return bootflash;
}

function text(path: string): string {
  return read(volume(), path, device.surroundings.blobs).toString();
}

beforeEach(() => start());
afterEach(async () => {
  client?.destroy();
  client = undefined;
  await server.stop();
});

describe.skipIf(!has('sftp') || !has('scp'))('OpenSSH', () => {
  let openssh: OpenSsh;
  const host = `${account.user}@127.0.0.1`;
  const local = (...path: string[]) => join(openssh.folder, ...path);
  beforeEach(async () => {
    openssh = await OpenSsh.start(server.port, account.password);
  });
  afterEach(() => openssh.close());

  it('scp sends and fetches files and trees over SFTP, its default', async () => {
    await mkdir(local('tree', 'deep'), { recursive: true });
    const big = Buffer.alloc(300_000, 'certificate ');
    await writeFile(local('tree', 'big'), big);
    await writeFile(local('tree', 'deep', 'empty'), '');
    await utimes(local('tree', 'big'), 1_000_000, 1_000_000);
    expect(await openssh.scp('-r', '-p', local('tree'), `${host}:/bootflash`)).toMatchObject({ code: 0, stderr: '' });
    expect(text('tree/big')).toBe(big.toString());
    expect(stat(volume(), 'tree/big').time).toBe(1_000_000_000);
    expect(await openssh.scp('-r', '-p', `${host}:/bootflash/tree`, local('back'))).toMatchObject({ code: 0 });
    expect((await readFile(local('back', 'big'))).equals(big)).toBe(true);
    expect((await statFile(local('back', 'big'))).mtimeMs).toBe(1_000_000_000);
    expect(await readdir(local('back', 'deep'))).toEqual(['empty']);
    expect(await openssh.scp(local('tree', 'big'), `${host}:bootflash:renamed`)).toMatchObject({ code: 0 });
    expect(text('renamed')).toBe(big.toString());
  });

  it('sftp does all that a person does with it', async () => {
    await writeFile(local('cert.pem'), 'certificate');
    const ended = await openssh.sftp(
      host,
      'pwd',
      'mkdir nxapi',
      `put ${local('cert.pem')} nxapi/`,
      'cd nxapi',
      'rename cert.pem served.pem',
      'ls -l',
      `get served.pem ${local('back.pem')}`,
      'put cert.pem key.pem',
      'rm key.pem',
      'mkdir empty',
      'rmdir empty',
      'cd ..',
      'ls',
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('Remote working directory: /bootflash\n');
    expect(ended.stdout).toMatch(/-rw-r--r-- .* 11 Feb {2}3 {2}2024 served\.pem\n/);
    expect(ended.stdout).toMatch(/sftp> ls\nnxapi *\n$/);
    expect(await readFile(local('back.pem'), 'utf8')).toBe('certificate');
    expect(list(volume(), 'nxapi').map((one) => one.name)).toEqual(['served.pem']);
  });

  it('sftp appends to a file and resumes one', async () => {
    await view.write('/bootflash/log', Buffer.from('first '));
    await writeFile(local('log'), 'first second');
    expect(await openssh.sftp(host, `reput ${local('log')} log`)).toMatchObject({ code: 0 });
    expect(text('log')).toBe('first second');
  });

  it.each([
    ['get absent', 'not found'],
    ['cd nxapi', 'Permission denied|No such file'],
    ['put local no/where', 'No such file or directory'],
    ['mkdir there', 'File exists|Failure'],
    ['rmdir there', 'not empty|Failure'],
    ['rm there', 'Is a directory|Failure'],
    ['get /bootflash/../../etc/passwd', 'not found'],
    ['rename there/file there', 'Is a directory|Failure'],
    ['symlink local link', 'unsupported|not support'],
    ['chmod 600 absent', 'No such file'],
  ])('sftp is refused %s', async (command, words) => {
    await view.mkdir('/bootflash/there');
    await view.write('/bootflash/there/file', Buffer.from('x'));
    await writeFile(local('local'), 'content');
    const before = volume();
    const ended = await openssh.sftp(host, command);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(new RegExp(words, 'i'));
    expect(volume()).toBe(before);
  });

  it('is told of a full volume, and nothing of the file is left', async () => {
    await server.stop();
    await start(100_000);
    await openssh.close();
    openssh = await OpenSsh.start(server.port, account.password);
    await writeFile(local('big'), Buffer.alloc(100_001));
    const ended = await openssh.scp(local('big'), `${host}:/bootflash/big`);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/No space left on device|Failure/);
    expect(volume().entries).toEqual({});
    await server.served();
    expect(reports).toEqual([expect.objectContaining({ direction: 'upload', outcome: 'no-space' })]);
  });
});

describe.skipIf(!has('curl'))('curl', () => {
  it.each(['sftp', 'scp'])('sends and fetches over %s', async (scheme) => {
    const { stdout } = await run('curl', ['--version']);
    expect(stdout).toMatch(/sftp/);
    const url = `${scheme}://127.0.0.1:${server.port}/bootflash/file`;
    const common = ['-sS', '--insecure', '-u', `${account.user}:${account.password}`];
    const content = 'content '.repeat(20_000);
    const folder = await mkdtemp(join(tmpdir(), 'rackless-curl-'));
    await writeFile(join(folder, 'file'), content);
    const sent = await run('curl', [...common, '-T', join(folder, 'file'), url]);
    const fetched = await run('curl', [...common, url]);
    await rm(folder, { recursive: true });
    expect(sent).toMatchObject({ code: 0 });
    expect(text('file')).toBe(content);
    expect(fetched).toMatchObject({ code: 0, stdout: content });
  });
});

describe('ssh2', () => {
  async function connect(): Promise<Client> {
    client = await connectSsh(server.port);
    return client;
  }

  async function open(): Promise<SFTPWrapper> {
    const connected = await connect();
    return new Promise((resolve, reject) => connected.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))));
  }

  function openFile(sftp: SFTPWrapper, path: string, mode: OpenMode): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      sftp.open(path, mode, (error, handle) => (error ? reject(error) : resolve(handle)));
    });
  }

  function write(sftp: SFTPWrapper, handle: Buffer, bytes: Buffer, at: number): Promise<void> {
    return new Promise((resolve, reject) => {
      sftp.write(handle, bytes, 0, bytes.length, at, (error) => (error ? reject(error) : resolve()));
    });
  }

  function close(sftp: SFTPWrapper, handle: Buffer): Promise<void> {
    return new Promise((resolve, reject) => sftp.close(handle, (error) => (error ? reject(error) : resolve())));
  }

  /** A raw SFTP stream, already past the exchange of versions. */
  async function raw(): Promise<ClientChannel> {
    const connected = await connect();
    const channel = await new Promise<ClientChannel>((resolve, reject) => {
      connected.subsys('sftp', (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    channel.write(packet(packetType.init, 3));
    return channel;
  }

  it('moves large files in parallel pieces, both ways', async () => {
    const sftp = await open();
    const folder = await mkdtemp(join(tmpdir(), 'rackless-sftp-'));
    const content = Buffer.from(Array.from({ length: 500_000 }, (_, index) => index % 251));
    await writeFile(join(folder, 'in'), content);
    const options = { concurrency: 16, chunkSize: 7001 };
    await new Promise<void>((resolve, reject) => {
      sftp.fastPut(join(folder, 'in'), '/bootflash/big', options, (error) => (error ? reject(error) : resolve()));
    });
    await new Promise<void>((resolve, reject) => {
      sftp.fastGet('/bootflash/big', join(folder, 'out'), options, (error) => (error ? reject(error) : resolve()));
    });
    expect((await readFile(join(folder, 'out'))).equals(content)).toBe(true);
    expect(read(volume(), 'big', device.surroundings.blobs).equals(content)).toBe(true);
    await rm(folder, { recursive: true });
  });

  it('shows a file to others only once it is closed', async () => {
    const sftp = await open();
    const handle = await openFile(sftp, '/bootflash/f', 'w');
    await write(sftp, handle, Buffer.from('hello'), 0);
    expect(volume().entries).toEqual({});
    await close(sftp, handle);
    expect(text('f')).toBe('hello');
  });

  it('leaves nothing when it goes away with a file open', async () => {
    await view.write('/bootflash/kept', Buffer.from('old'));
    const sftp = await open();
    const handle = await openFile(sftp, '/bootflash/kept', 'w');
    await write(sftp, handle, Buffer.from('hello'), 0);
    client?.destroy();
    await server.served();
    expect(text('kept')).toBe('old');
    expect(reports).toEqual([expect.objectContaining({ outcome: 'aborted', bytes: 5 })]);
  });

  it('keeps what is there when it opens a file to change a part of it', async () => {
    await view.write('/bootflash/f', Buffer.from('hello world'));
    const sftp = await open();
    const handle = await openFile(sftp, '/bootflash/f', 'r+');
    await write(sftp, handle, Buffer.from('W'), 6);
    await close(sftp, handle);
    expect(text('f')).toBe('hello World');
  });

  it('adds to the end of a file that it opens for that, wherever it says to write', async () => {
    await view.write('/bootflash/log', Buffer.from('first '));
    const sftp = await open();
    const handle = await openFile(sftp, '/bootflash/log', 'a');
    await write(sftp, handle, Buffer.from('second'), 0);
    await close(sftp, handle);
    expect(text('log')).toBe('first second');
  });

  it('cannot take a name that is taken with an exclusive open', async () => {
    await view.write('/bootflash/f', Buffer.from('mine'));
    const sftp = await open();
    await expect(openFile(sftp, '/bootflash/f', 'wx')).rejects.toThrow(/exists/);
  });

  it('cannot open handles without end', async () => {
    const sftp = await open();
    const opendir = (path: string) =>
      new Promise<Buffer>((resolve, reject) => {
        sftp.opendir(path, (error, handle) => (error ? reject(error) : resolve(handle)));
      });
    for (let index = 0; index < 100; index++) await opendir('/bootflash');
    await expect(opendir('/bootflash')).rejects.toThrow(/busy/);
  });

  it('cannot make the server hold more than its limit', async () => {
    await server.stop();
    server = await startSsh({ view, options: { limit: 100_000 } });
    const sftp = await open();
    const one = await openFile(sftp, '/bootflash/a', 'w');
    await write(sftp, one, Buffer.alloc(1), 60_000);
    const other = await openFile(sftp, '/bootflash/b', 'w');
    await expect(write(sftp, other, Buffer.alloc(1), 60_000)).rejects.toThrow(/space/);
    await close(sftp, one);
    const third = await openFile(sftp, '/bootflash/c', 'w');
    await write(sftp, third, Buffer.alloc(1), 60_000);
  });

  it('may read file after file, each within the limit', async () => {
    await server.stop();
    await view.write('/bootflash/f', Buffer.alloc(60_000));
    server = await startSsh({ view, options: { limit: 100_000 } });
    const sftp = await open();
    for (let round = 0; round < 3; round++) await close(sftp, await openFile(sftp, '/bootflash/f', 'r'));
    await openFile(sftp, '/bootflash/f', 'r');
    await expect(openFile(sftp, '/bootflash/f', 'r')).rejects.toThrow(/busy/);
  });

  it('may ask far ahead without reading: the server waits and then answers all', async () => {
    await view.write('/bootflash/f', Buffer.alloc(250_000, 'x'));
    const channel = await raw();
    const asked = 200;
    channel.write(packet(packetType.open, 0, '/bootflash/f', openFlag.read, 0));
    const offset = { raw: Buffer.alloc(8) };
    const handle = Buffer.alloc(4);
    for (let id = 1; id <= asked; id++) channel.write(packet(packetType.read, id, handle, offset, 250_000));
    // 50 MB of answers through a window of 2 MB.
    let got = 0;
    await new Promise<void>((resolve) => {
      channel.on('data', (data: Buffer) => {
        got += data.length;
        if (got >= asked * 250_000) resolve();
      });
    });
    channel.end();
  });

  it.each([
    ['nothing that can be a packet', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['an empty packet', Buffer.alloc(4)],
    ['a packet without end', Buffer.from([0x7f, 0, 0, 0, 1])],
    ['a packet too short for an answer', Buffer.from([0, 0, 0, 2, packetType.open, 0])],
  ])('is dropped when it sends %s', async (_, bytes) => {
    const channel = await raw();
    channel.write(bytes);
    channel.resume();
    await new Promise((resolve) => channel.on('close', resolve));
    await server.served();
    expect(volume().entries).toEqual({});
  });
});
