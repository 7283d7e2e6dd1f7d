import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { fetchFile, sendFile } from './fetch.ts';
import { FlashView } from './flash-view.ts';
import type { TransferOptions } from './journey.ts';
import type { RemoteFile } from './remote.ts';
import { bootflash, TestDevice } from './testing/flash-device.ts';
import { LossyRelay } from './testing/lossy-relay.ts';
import { run } from './testing/open-ssh.ts';
import { parseTftp, spellTftp, type TftpPacket } from './tftp-packet.ts';
import { TftpServer } from './tftp-server.ts';
import type { Transferred } from './view.ts';

let view: FlashView;
let port: number;
let server: TftpServer;
let reports: Transferred[];

beforeEach(async () => {
  ({ view } = bootflash());
  reports = [];
  await start();
});
afterEach(() => server.stop());

async function start(options: ConstructorParameters<typeof TftpServer>[1] = {}): Promise<void> {
  server = new TftpServer(view, { report: (one) => reports.push(one), ...options });
  ({ port } = await server.start({ host: '127.0.0.1', port: 0 }));
}

function bytesOf(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
}

/** A device whose host `server` has its TFTP port at `at`. */
function deviceAt(at: () => number): TestDevice {
  const place = () => ({ host: '127.0.0.1', port: at() });
  return new TestDevice({}, { find: () => ({ name: 'files-1', address: '192.0.2.1', place }) });
}

function remote(path: string): RemoteFile {
  return { scheme: 'tftp', host: 'server', path };
}

const options: TransferOptions = { from: 'management' };

describe.skipIf(!has('curl'))('curl', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rackless-tftp-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const url = (path: string) => `tftp://127.0.0.1:${port}//bootflash/${path}`;

  it.each([0, 1, 511, 512, 513, 1024, 100_000])('fetches and sends %i bytes', async (size) => {
    const content = bytesOf(size);
    await view.write('/bootflash/f', content);
    expect(await run('curl', ['-sS', '-o', join(folder, 'f'), url('f')])).toMatchObject({ code: 0 });
    expect((await readFile(join(folder, 'f')).catch(() => Buffer.alloc(0))).equals(content)).toBe(true);
    await writeFile(join(folder, 'g'), content);
    expect(await run('curl', ['-sS', '-T', join(folder, 'g'), url('g')])).toMatchObject({ code: 0 });
    expect(view.read('/bootflash/g').equals(content)).toBe(true);
  });

  it.each(['8', '1428', '65464'])('agrees upon blocks of %s bytes', async (size) => {
    const content = bytesOf(5000);
    await view.write('/bootflash/f', content);
    const fetched = await run('curl', ['-sS', '--tftp-blksize', size, '-o', join(folder, 'f'), url('f')]);
    expect(fetched).toMatchObject({ code: 0 });
    expect((await readFile(join(folder, 'f'))).equals(content)).toBe(true);
  });

  it('serves a client that knows no options', async () => {
    await view.write('/bootflash/f', bytesOf(2000));
    const fetched = await run('curl', ['-sS', '--tftp-no-options', '-o', join(folder, 'f'), url('f')]);
    expect(fetched).toMatchObject({ code: 0 });
    expect((await readFile(join(folder, 'f'))).equals(bytesOf(2000))).toBe(true);
  });

  it.each([
    ['absent', 68, 'missing'],
    ['../../etc/passwd', 69, 'outside'],
  ])('is refused %s', async (path, code, outcome) => {
    expect(await run('curl', ['-sS', '--path-as-is', url(path)])).toMatchObject({ code });
    expect(reports).toEqual([expect.objectContaining({ via: 'tftp', direction: 'download', outcome })]);
  });

  it('is told of a full volume, and leaves nothing', async () => {
    await writeFile(join(folder, 'big'), Buffer.alloc(1_000_001));
    expect(await run('curl', ['-sS', '-T', join(folder, 'big'), url('big')])).toMatchObject({ code: 70 });
    expect(view.list('/bootflash')).toEqual([]);
  });
});

describe('a device', () => {
  it('fetches and sends files, and tells how far it is', async () => {
    const content = bytesOf(100_000);
    await view.write('/bootflash/f', content);
    const progress: (number | undefined)[][] = [];
    const device = deviceAt(() => port);
    const bytes = await fetchFile(device, remote('//bootflash/f'), {
      ...options,
      progress: (...step) => progress.push(step),
    });
    expect(bytes.equals(content)).toBe(true);
    expect(progress.at(-1)).toEqual([100_000, 100_000]);
    await sendFile(device, remote('//bootflash/g'), { bytes: content }, options);
    expect(view.read('/bootflash/g').equals(content)).toBe(true);
  });

  it.each([
    ['a file that is not there', 'missing', { from: '/absent' }],
    ['too large a file', 'no-space', { from: '/f', limit: 99 }],
    ['a signal', 'aborted', { from: '/f', stop: true }],
  ])('tells of %s: %s', async (_, reason, { from, limit, stop }: { from: string; limit?: number; stop?: boolean }) => {
    await view.write('/bootflash/f', bytesOf(100_000));
    const aborter = new AbortController();
    const fetched = fetchFile(
      deviceAt(() => port),
      remote(from),
      {
        ...options,
        ...(limit === undefined ? {} : { limit }),
        signal: aborter.signal,
        progress: (done) => stop && done > 0 && aborter.abort(),
      },
    );
    await expect(fetched).rejects.toMatchObject({ name: 'TransferError', reason });
  });

  it('gives a silent server up', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
    const device = deviceAt(() => silent.address().port);
    await expect(fetchFile(device, remote('/f'), { ...options, timeout: 30 })).rejects.toMatchObject({
      reason: 'unreachable',
    });
    silent.close();
  });
});

describe('over a network that loses and doubles', () => {
  it('files arrive whole both ways', async () => {
    await server.stop();
    await start({ timeout: 10, retries: 30 });
    // No more are lost in all than either side would say again.
    const fates = fc
      .array(fc.constantFrom<('lost' | 'doubled' | 'delivered')[]>('lost', 'doubled', 'delivered'), { maxLength: 30 })
      .filter((one) => one.filter((fate) => fate === 'lost').length <= 5);
    await fc.assert(
      fc.asyncProperty(fates, fc.constantFrom(0, 1428, 3000, 7140), async (sequence, size) => {
        const content = bytesOf(size);
        const over = async (work: (device: TestDevice) => Promise<unknown>) => {
          let at = 0;
          const relay = new LossyRelay(port, () => sequence[at++] ?? 'delivered');
          const relayPort = await relay.start();
          await work(deviceAt(() => relayPort)).finally(() => relay.stop());
        };
        const more = { ...options, timeout: 300 };
        await over((device) => sendFile(device, remote('//bootflash/g'), { bytes: content }, more));
        expect(view.read('/bootflash/g').equals(content)).toBe(true);
        await over(async (device) => {
          expect((await fetchFile(device, remote('//bootflash/g'), more)).equals(content)).toBe(true);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('any client', () => {
  /** A client's socket, with what it hears in order. */
  async function talker() {
    const socket = createSocket('udp4');
    const heard: { packet: TftpPacket | undefined; port: number }[] = [];
    let wake = () => {};
    socket.on('message', (bytes, from) => {
      heard.push({ packet: parseTftp(bytes), port: from.port });
      wake();
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return {
      say: (packet: TftpPacket | Buffer, to = port) =>
        socket.send(Buffer.isBuffer(packet) ? packet : spellTftp(packet), to, '127.0.0.1'),
      next: async () => {
        while (heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        return heard.shift();
      },
      close: () => socket.close(),
    };
  }

  const read = (file: string, more: Record<string, string> = {}): TftpPacket => ({
    op: 'read',
    file,
    mode: 'octet',
    options: new Map(Object.entries(more)),
  });

  it('gets the size of a file, and the last block again when it was lost', async () => {
    await server.stop();
    await start({ timeout: 20 });
    await view.write('/bootflash/f', bytesOf(100));
    const client = await talker();
    client.say(read('f', { tsize: '0', blksize: '64', timeout: '999', unknown: 'x' }));
    const block = async (number: number) => {
      for (;;) {
        const { packet } = (await client.next()) ?? {};
        if (packet?.op === 'data' && packet.block === number) return packet.bytes.length;
      }
    };
    const first = await client.next();
    expect(first?.packet).toEqual({
      op: 'options',
      options: new Map([
        ['blksize', '64'],
        ['tsize', '100'],
      ]),
    });
    client.say({ op: 'ack', block: 0 }, first?.port);
    expect([await block(1), await block(1)]).toEqual([64, 64]);
    client.say({ op: 'ack', block: 1 }, first?.port);
    expect([await block(2), await block(2)]).toEqual([36, 36]);
    client.say({ op: 'ack', block: 2 }, first?.port);
    client.close();
  });

  it('hears an acknowledgement again that it missed, the last one too', async () => {
    await server.stop();
    // Too long for the server to say anything again by itself.
    await start({ timeout: 60_000 });
    const client = await talker();
    client.say({ ...read('g'), op: 'write' } as TftpPacket);
    const to = (await client.next())?.port;
    for (const [block, size] of [
      [1, 512],
      [1, 512],
      [2, 10],
      [2, 10],
    ] as const) {
      client.say({ op: 'data', block, bytes: bytesOf(size) }, to);
      expect((await client.next())?.packet).toEqual({ op: 'ack', block });
    }
    expect(view.stat('/bootflash/g').size).toBe(522);
    client.close();
  });

  it('is given up when it says nothing more', async () => {
    await server.stop();
    await view.write('/bootflash/f', bytesOf(10_000));
    const client = await talker();
    const reported = new Promise<Transferred>((resolve) => {
      void start({ timeout: 5, retries: 2, report: resolve }).then(() => client.say(read('f')));
    });
    expect(await reported).toMatchObject({ outcome: 'aborted', why: 'no answer' });
    client.close();
  });

  it('is let go when the server stops', async () => {
    await view.write('/bootflash/f', bytesOf(10_000));
    const client = await talker();
    client.say(read('f'));
    await client.next();
    await server.stop();
    expect(reports).toEqual([expect.objectContaining({ outcome: 'aborted' })]);
    client.close();
  });

  it('cannot have more than so many transfers at once', async () => {
    await server.stop();
    await start({ atOnce: 1 });
    await view.write('/bootflash/f', bytesOf(10_000));
    const [one, other] = [await talker(), await talker()];
    one.say(read('f'));
    await one.next();
    other.say(read('f'));
    expect((await other.next())?.packet).toMatchObject({ op: 'error', text: 'Too many transfers' });
    one.close();
    other.close();
  });

  it('is told that a stranger has no part in a transfer', async () => {
    await view.write('/bootflash/f', bytesOf(10_000));
    const [client, stranger] = [await talker(), await talker()];
    client.say(read('f'));
    const first = await client.next();
    stranger.say({ op: 'ack', block: 1 }, first?.port);
    expect((await stranger.next())?.packet).toMatchObject({ op: 'error', code: 5 });
    client.say({ op: 'ack', block: 1 }, first?.port);
    expect((await client.next())?.packet).toMatchObject({ op: 'data', block: 2 });
    client.close();
    stranger.close();
  });

  it.each<[string, TftpPacket | Buffer, number]>([
    ['an acknowledgement of nothing', { op: 'ack', block: 1 }, 4],
    ['mail mode', { ...read('f'), op: 'write', mode: 'mail' } as TftpPacket, 4],
  ])('is told that %s is illegal', async (_, packet, code) => {
    const client = await talker();
    client.say(packet);
    expect((await client.next())?.packet).toMatchObject({ op: 'error', code });
    client.close();
  });

  it('gets and gives text in netascii', async () => {
    await view.write('/bootflash/f', Buffer.from('a\nb'));
    const client = await talker();
    client.say({ op: 'read', file: 'f', mode: 'NetASCII', options: new Map() });
    expect((await client.next())?.packet).toEqual({ op: 'data', block: 1, bytes: Buffer.from('a\r\nb') });
    client.close();
    const writer = await talker();
    writer.say({ op: 'write', file: 'g', mode: 'netascii', options: new Map() });
    const invited = await writer.next();
    writer.say({ op: 'data', block: 1, bytes: Buffer.from('x\r\ny') }, invited?.port);
    expect((await writer.next())?.packet).toEqual({ op: 'ack', block: 1 });
    expect(view.read('/bootflash/g').toString()).toBe('x\ny');
    writer.close();
  });

  it('cannot bring the server down with any bytes', async () => {
    const client = await talker();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => client.say(Buffer.from(bytes))),
    );
    await view.write('/bootflash/f', bytesOf(10));
    const other = await talker();
    other.say(read('f'));
    expect((await other.next())?.packet).toMatchObject({ op: 'data' });
    client.close();
    other.close();
  });

  it('may not write where the view does not allow it', async () => {
    await server.stop();
    const device = new TestDevice({ bootflash: { capacity: 1000, entries: {} } });
    view = new FlashView(device, {
      spell: (path) => ({ volume: 'bootflash', path }),
      allows: (operation) => operation === 'read',
    });
    await start();
    const client = await talker();
    client.say({ ...read('f'), op: 'write' } as TftpPacket);
    expect((await client.next())?.packet).toMatchObject({ op: 'error', code: 2 });
    client.close();
  });
});
