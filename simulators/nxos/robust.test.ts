import { connect as connectTcp } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Grounded, ground } from '../chassis/testing/ground.ts';
import { basic, dial, exchange, post } from '../chassis/testing/http.ts';
import { administrator } from './factory.ts';
import { nxos } from './index.ts';
import type { NxosState } from './state.ts';

const account = basic(administrator.username, administrator.password);
const show = JSON.stringify({
  ins_api: { version: '1.0', type: 'cli_show', chunk: '0', sid: '1', input: 'show hostname', output_format: 'json' },
});

let box: Grounded<NxosState>;
beforeEach(async () => {
  box = await ground(nxos, { options: { configured: 'nxapi' } });
});
afterEach(() => box.stop());

/** The device still answers, and listens where it did. */
async function isWell(): Promise<void> {
  expect(box.device.listeners.open.map(({ endpoint }) => endpoint.name)).toEqual(['ssh', 'nxapi-https']);
  expect((await exchange({ port: box.port('nxapi-https') }, post('/ins', show, account))).status).toBe(200);
}

/** Connections that the device holds. */
function held(): number {
  return box.device.listeners.open.reduce((sum, { connections }) => sum + (connections?.size ?? 0), 0);
}

async function untilFree(): Promise<void> {
  while (held() > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('a switch stands', () => {
  it('200 handshakes that are dropped', async () => {
    const port = box.port('nxapi-https');
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const socket = connectTcp({ host: '127.0.0.1', port });
        await new Promise<void>((resolve) => socket.once('connect', resolve));
        // Some say nothing, some begin a handshake, some speak another protocol.
        if (index % 3 === 1) socket.write(Buffer.from('16030100c8010000c40303', 'hex'));
        if (index % 3 === 2) socket.write('GET / HTTP/1.0\r\n\r\n');
        socket.on('error', () => undefined);
        if (index % 2 === 0) socket.resetAndDestroy();
        else socket.destroy();
      }),
    );
    await untilFree();
    await isWell();
  });

  it('a client that closes its half before it is answered', async () => {
    const socket = await dial({ port: box.port('nxapi-https') });
    const text = new Promise<string>((resolve) => {
      let seen = '';
      socket.on('data', (data: Buffer) => {
        seen += data.toString('latin1');
      });
      socket.on('close', () => resolve(seen));
    });
    socket.end(post('/ins', show, account));
    expect(await text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    await isWell();
  });

  it('clients that go away in the middle of a request, and of an answer', async () => {
    const request = post('/ins', show, account);
    for (let cut = 1; cut < request.length; cut += 29) {
      const socket = await dial({ port: box.port('nxapi-https') });
      socket.on('error', () => undefined);
      socket.write(request.slice(0, cut), () => socket.destroy());
    }
    await untilFree();
    await isWell();
  });

  it('a password that is tried a hundred times at once', async () => {
    const port = box.port('nxapi-https');
    const wrong = post('/ins', show, basic('admin', 'wrong'));
    const answers = await Promise.all(Array.from({ length: 100 }, () => exchange({ port }, wrong)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    await isWell();
  });

  it('ports that open and close fifty times, with no listener left behind', async () => {
    const port = box.port('nxapi-https');
    for (let i = 0; i < 50; i++) {
      box.device.change((draft) => {
        draft.config.nxapi.https = 9_000 + (i % 2);
      });
      await box.device.settled();
    }
    expect(box.device.listeners.open.map(({ endpoint }) => `${endpoint.name} ${endpoint.port}`)).toEqual([
      'ssh 22',
      'nxapi-https 9001',
    ]);
    const refused = await new Promise((resolve) => {
      connectTcp({ host: '127.0.0.1', port }).once('error', (error) => resolve('code' in error && error.code));
    });
    expect(refused).toBe('ECONNREFUSED');
    await isWell();
  });
});

describe('a request that never ends', () => {
  it.each([
    ['no head', 'POST /ins HTT'],
    ['half a head', 'POST /ins HTTP/1.1\r\nHost: a\r\n'],
    ['half a body', 'POST /ins HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{'],
  ])('is answered with 408 and cut: %s', { timeout: 60_000 }, async (_what, bytes) => {
    const impatient = {
      ...nxos,
      web: async () => ({ ...(await import('./nxapi/face.ts')).face, requestTimeout: 300 }),
    };
    const other = await ground(impatient, { options: { configured: 'nxapi' } });
    const socket = await dial({ port: other.port('nxapi-https') });
    socket.write(bytes);
    const seen = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data: Buffer) => {
        text += data.toString('latin1');
      });
      socket.on('close', () => resolve(text));
    });
    expect(seen).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nServer: nginx\r\nContent-Type: text\/html\r\n/);
    await other.stop();
  });
});
