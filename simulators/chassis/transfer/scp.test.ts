import { mkdir, readdir, readFile, stat as statFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, ClientChannel } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { list, read, stat, usage } from '../flash/files.ts';
import type { FlashView } from './flash-view.ts';
import { serveScp } from './scp.ts';
import { bootflash, type TestDevice } from './testing/flash-device.ts';
import { OpenSsh } from './testing/open-ssh.ts';
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
  client?.end();
  client = undefined;
  await server.stop();
});

describe.skipIf(!has('scp'))('the real scp -O', () => {
  let openssh: OpenSsh;
  const remote = (path: string) => `${account.user}@127.0.0.1:${path}`;
  const local = (...path: string[]) => join(openssh.folder, ...path);
  beforeEach(async () => {
    openssh = await OpenSsh.start(server.port, account.password);
  });
  afterEach(() => openssh.close());

  it('sends a file into a directory and fetches it back', async () => {
    await view.mkdir('/bootflash/nxapi');
    const big = Buffer.alloc(300_000, 'certificate ');
    await writeFile(local('cert.pem'), big);
    expect(await openssh.scp('-O', local('cert.pem'), remote('bootflash:nxapi'))).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(text('nxapi/cert.pem')).toBe(big.toString());
    expect(stat(volume(), 'nxapi/cert.pem').time).toBe(device.now());
    expect(await openssh.scp('-O', remote('/bootflash/nxapi/cert.pem'), local('back.pem'))).toMatchObject({ code: 0 });
    expect((await readFile(local('back.pem'))).equals(big)).toBe(true);
    await server.served();
    expect(reports).toEqual([
      expect.objectContaining({
        direction: 'upload',
        path: '/bootflash/nxapi/cert.pem',
        bytes: 300_000,
        outcome: 'ok',
      }),
      expect.objectContaining({
        direction: 'download',
        path: '/bootflash/nxapi/cert.pem',
        bytes: 300_000,
        outcome: 'ok',
      }),
    ]);
  });

  it('sends and fetches an empty file and one with an odd name', async () => {
    await writeFile(local('empty'), '');
    await writeFile(local('two words'), 'x');
    expect(await openssh.scp('-O', local('empty'), local('two words'), remote('bootflash:'))).toMatchObject({
      code: 0,
    });
    expect(list(volume()).map((one) => one.name)).toEqual(['empty', 'two words']);
    await mkdir(local('out'));
    expect(await openssh.scp('-O', remote('empty'), remote('two\\ words'), local('out'))).toMatchObject({ code: 0 });
    expect((await readdir(local('out'))).sort()).toEqual(['empty', 'two words']);
  });

  it('sends and fetches whole trees with their times', async () => {
    await mkdir(local('tree', 'deep'), { recursive: true });
    await writeFile(local('tree', 'a'), 'a');
    await writeFile(local('tree', 'deep', 'b'), 'b');
    for (const path of [local('tree', 'deep', 'b'), local('tree', 'deep'), local('tree', 'a')]) {
      await utimes(path, 1_000_000, 1_000_000);
    }
    expect(await openssh.scp('-O', '-r', '-p', '-v', local('tree'), remote('bootflash:'))).toMatchObject({ code: 0 });
    expect(text('tree/deep/b')).toBe('b');
    expect(stat(volume(), 'tree/deep/b').time).toBe(1_000_000_000);
    expect(stat(volume(), 'tree/deep').time).toBe(1_000_000_000);
    expect(await openssh.scp('-O', '-r', '-p', remote('/bootflash/tree'), local('copy'))).toMatchObject({ code: 0 });
    expect(await readFile(local('copy', 'deep', 'b'), 'utf8')).toBe('b');
    expect((await statFile(local('copy', 'deep'))).mtimeMs).toBe(1_000_000_000);
    // Again, now that the target is there: into it.
    expect(await openssh.scp('-O', '-r', local('tree'), remote('bootflash:tree'))).toMatchObject({ code: 0 });
    expect(text('tree/tree/deep/b')).toBe('b');
  });

  it.each([
    ['a file that is not there', 'bootflash:absent', 'No such file or directory'],
    ['what lies outside', 'bootflash:../../etc/passwd', 'Permission denied'],
    ['a directory without -r', 'bootflash:', 'Is a directory'],
  ])('is refused %s', async (_, path, words) => {
    const ended = await openssh.scp('-O', remote(path), local('out'));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`${words}\n`);
  });

  it.each([
    ['into a directory that is not there', 'bootflash:no/where', 'No such file or directory'],
    ['to a file that is spelt as a directory', 'bootflash:nowhere/', 'Is a directory'],
    ['outside', 'bootflash:../x', 'Permission denied'],
  ])('may not send %s', async (_, path, words) => {
    await writeFile(local('file'), 'content');
    const ended = await openssh.scp('-O', local('file'), remote(path));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`${words}\n`);
    expect(volume().entries).toEqual({});
  });

  it('is told of a full volume before it sends, and goes on with what fits', async () => {
    await server.stop();
    await start(10_000);
    await openssh.close();
    openssh = await OpenSsh.start(server.port, account.password);
    await writeFile(local('big'), Buffer.alloc(10_001));
    await writeFile(local('small'), 'fits');
    const ended = await openssh.scp('-O', local('big'), local('small'), remote('bootflash:'));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('/bootflash/big: No space left on device\n');
    expect(list(volume()).map((one) => one.name)).toEqual(['small']);
    await server.served();
    expect(reports.map((one) => one.outcome)).toEqual(['no-space', 'ok']);
  });
});

describe('any client', () => {
  /** Opens an exec channel; `opened` has it before anything on it can be missed. */
  async function exec(command: string, opened: (channel: ClientChannel) => void = () => {}): Promise<ClientChannel> {
    const connected = await connectSsh(server.port);
    client = connected;
    return new Promise((resolve, reject) => {
      connected.exec(command, (error, channel) => {
        if (error) return reject(error);
        opened(channel);
        resolve(channel);
      });
    });
  }

  /** Sends all of it at once and gives what came back, with the exit status. */
  async function talk(command: string, sent: string | Buffer): Promise<{ got: string; said: string; status: unknown }> {
    const end = { got: '', said: '', status: undefined as unknown };
    let closed: Promise<unknown> | undefined;
    await exec(command, (channel) => {
      channel.on('data', (data: Buffer) => {
        end.got += data.toString('latin1');
      });
      channel.stderr.on('data', (data: Buffer) => {
        end.said += data.toString();
      });
      channel.on('exit', (code) => {
        end.status = code;
      });
      closed = new Promise((resolve) => channel.on('close', resolve));
      channel.end(sent);
    });
    await closed;
    return end;
  }

  it('leaves a whole file when it says that it was good', async () => {
    expect(await talk('scp -t bootflash:f', 'C0644 5 f\nhello\0')).toEqual({ got: '\0\0\0', said: '', status: 0 });
    expect(text('f')).toBe('hello');
  });

  it('leaves a whole file also when it goes without a word, as libssh2 does', async () => {
    expect(await talk('scp -t bootflash:f', 'C0644 5 f\nhello')).toEqual({ got: '\0\0\0', said: '', status: 0 });
    expect(text('f')).toBe('hello');
  });

  it.each([
    ['half its bytes', 'C0644 10 f\nhello'],
    ['the sign that they are not', 'C0644 5 f\nhello\x01scp: f: read error\n'],
    ['half a line', 'C0644 5'],
    ['no file', ''],
  ])('leaves nothing with %s', async (what, sent) => {
    const { status } = await talk('scp -t bootflash:f', sent);
    expect(status).toBe(what === 'no file' ? 0 : 1);
    expect(volume().entries).toEqual({});
    await server.served();
    expect(reports.filter((one) => one.outcome === 'ok')).toEqual([]);
  });

  it('leaves nothing when its connection breaks', async () => {
    const channel = await exec('scp -t bootflash:f');
    channel.write('C0644 100000 f\nhello');
    await new Promise((resolve) => {
      let zeros = 0;
      channel.on('data', (data: Buffer) => {
        zeros += data.length;
        if (zeros === 2) resolve(undefined);
      });
    });
    client?.destroy();
    await server.served();
    expect(volume().entries).toEqual({});
    expect(reports).toEqual([expect.objectContaining({ outcome: 'aborted', path: '/bootflash/f' })]);
  });

  it.each([
    ['C0644 5 ../f\nhello\0', /Permission denied/],
    ['C0644 5 a/b\nhello\0', /Permission denied/],
    ['C0644 5 ..\nhello\0', /Permission denied/],
    ['C0644 5 a\\b\nhello\0', /Permission denied/],
    ['C0644 999999999999999 f\n', /No space left/],
    ['C0644 1000001 f\n', /No space left/],
    ['D0755 0 d\n', /Is a directory/],
  ])('is refused %j', async (sent, words) => {
    const { got, status } = await talk('scp -t bootflash:', sent);
    expect(got).toMatch(words);
    expect(status).toBe(1);
    expect(volume().entries).toEqual({});
  });

  it.each([
    ['E\n'],
    ['hello\n'],
    ['C0644 -5 f\n'],
    ['C9999 5 f\n'],
    ['Cmode size name\n'],
    ['T1 2\n'],
    ['\n'],
    [`C0644 5 ${'x'.repeat(9000)}\n`],
    ['x'.repeat(100_000)],
    [Buffer.from('C0644 5 \xff\xfe\n', 'latin1')],
  ])('is told that %j is no SCP', async (sent) => {
    const { said, status } = await talk('scp -r -t bootflash:', sent);
    expect(said).toMatch(/^scp: protocol error: .{1,200}\n$/);
    expect(status).toBe(1);
    expect(volume().entries).toEqual({});
  });

  it('cannot nest directories without end', async () => {
    const { got, status } = await talk('scp -r -t bootflash:', 'D0755 0 d\n'.repeat(100));
    expect(got).toMatch(/Permission denied/);
    expect(status).toBe(1);
    expect(usage(volume()).used).toBeLessThanOrEqual(32 * 4096);
  });

  it('is told why there are no files, and what is no scp command', async () => {
    await server.stop();
    server = await startSsh({
      view,
      exec: (channel, line) => void serveScp(channel, line, line.endsWith('no-files') ? 'scp is not enabled' : view),
    });
    expect(await talk('scp -t no-files', '')).toEqual({ got: '', said: 'scp is not enabled\n', status: 1 });
    expect(await talk('scp -t a b', '')).toMatchObject({ said: expect.stringMatching(/not understood/), status: 1 });
  });

  it('is dropped when it does nothing for too long', async () => {
    await server.stop();
    server = await startSsh({ view, options: { idle: 250, report: (one) => reports.push(one) } });
    const channel = await exec('scp -t bootflash:f');
    channel.write('C0644 5 f\nhel');
    channel.resume();
    await new Promise((resolve) => channel.on('close', resolve));
    await server.served();
    expect(reports).toEqual([expect.objectContaining({ outcome: 'aborted' })]);
  });
});
