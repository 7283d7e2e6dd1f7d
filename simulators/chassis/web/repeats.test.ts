import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineKind, type WebFace } from '../kind.ts';
import { type BoxState, box } from '../testing/box.ts';
import { groundFaulty } from '../testing/faulty.ts';
import { type Grounded, ground } from '../testing/ground.ts';
import { answerOn, dial, exchange, post } from '../testing/http.ts';
import { answerAtOnce } from './at-once.ts';
import { secondOf } from './repeats.ts';

/** Bodies that came to a route: what was answered before it is not there. */
let routed: string[] = [];

/** Lets the held request go on. */
let release: (() => void) | undefined;

const face: WebFace = {
  headers: ['Date', 'X-Number', 'Content-Length', 'Connection'],
  repeats: true,
  bodyLimit: 100_000,
  requestTimeout: 2_000,
  keepAliveTimeout: 2_000,
  clientError: () => ({ headers: [['Connection', 'close']], body: '' }),
  async routes(app) {
    app.post('/echo', (request, reply) => {
      const { device } = request;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      routed.push(body.toString('latin1'));
      const said = { kind: 'command', operation: `echo ${body.length}`, outcome: 'ok' } as const;
      device.report(said);
      reply.header('set-cookie', 'a=1');
      const own = ['X-Number', String(numberOf(device.state)), 'Content-Length', String(body.length)];
      const headers = [...own, 'Set-Cookie', 'a=1'];
      const repeatable = { state: device.state, second: secondOf(device), reports: [said] };
      answerAtOnce(request, reply, { status: 200, headers, body, repeatable });
    });
    app.get('/held', async (_request, reply) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return reply.header('content-length', '4').send(Buffer.from('held'));
    });
    app.get('/', (_request, reply) => {
      routed.push('page');
      return reply.header('content-length', '4').send(Buffer.from('page'));
    });
  },
};

function numberOf({ config }: { readonly config: object }): unknown {
  return 'number' in config ? config.number : undefined;
}

const poll = defineKind<BoxState>({ ...box, name: 'poll', web: async () => face });

let polled: Grounded<BoxState>;
beforeAll(async () => {
  polled = await ground(poll);
});
afterAll(() => polled.stop());
beforeEach(() => {
  routed = [];
});

const onHttps = async (): Promise<Socket> => dial({ port: polled.port('https') });

describe('a request that comes again on a connection', () => {
  it('has the same answer without a route, and the journal hears of both alike', async () => {
    const socket = await onHttps();
    const before = polled.journal.count;
    const [first, second] = [await answerOn(socket, post('/echo', 'é')), await answerOn(socket, post('/echo', 'é'))];
    socket.destroy();
    expect(second.head).toBe(first.head);
    expect(second.body).toBe('é');
    expect(routed).toHaveLength(1);
    const told = polled.journal
      .read({ after: before })
      .filter(({ kind }) => kind !== 'handshake')
      .map(({ seq: _, at: __, duration, ...entry }) => ({ ...entry, timed: duration !== undefined }));
    expect(told).toHaveLength(4);
    expect(told.slice(2)).toEqual(told.slice(0, 2));
  });

  it('is worked out anew after a change, and in another second', async () => {
    const socket = await onHttps();
    const ask = async (): Promise<string> => (await answerOn(socket, post('/echo', 'x'))).head;
    const first = await ask();
    polled.device.change((draft) => {
      draft.config.number = 7;
    });
    const changed = await ask();
    expect(changed).toContain('X-Number: 7\r\n');
    expect(changed).not.toBe(first);
    polled.clock.advance(1_000);
    const later = await ask();
    expect(later).not.toBe(changed);
    expect(await ask()).toBe(later);
    expect(routed).toEqual(['x', 'x', 'x']);
    socket.destroy();
  });

  it('is known on another connection only after that one has had an exchange', async () => {
    const socket = await onHttps();
    await answerOn(socket, post('/echo', 'shared'));
    socket.destroy();
    const other = await onHttps();
    await answerOn(other, post('/echo', 'shared'));
    expect(routed).toEqual(['shared', 'shared']);
    await answerOn(other, post('/echo', 'shared'));
    expect(routed).toHaveLength(2);
    other.destroy();
  });

  it('is not confused with the same bytes on another endpoint', async () => {
    for (const target of [{ port: polled.port('https') }, { port: polled.port('http'), plain: true }]) {
      const socket = await dial(target);
      await answerOn(socket, post('/echo', 'both'));
      await answerOn(socket, post('/echo', 'both'));
      socket.destroy();
    }
    expect(routed).toEqual(['both', 'both']);
  });

  it('goes to the route where the answer was not offered', async () => {
    const socket = await onHttps();
    for (let i = 0; i < 3; i++) await answerOn(socket, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(routed).toEqual(['page', 'page', 'page']);
    socket.destroy();
  });

  it('ends the connection when the client asks for that', async () => {
    const asked = post('/echo', 'bye', { Connection: 'close' });
    for (let i = 0; i < 2; i++) {
      const { head } = await exchange({ port: polled.port('https') }, asked);
      expect(head).toContain('Connection: close');
    }
    expect(routed).toEqual(['bye', 'bye']);
  });

  it('meets the fault rules as any other', async () => {
    const faulty = await groundFaulty(poll, []);
    const socket = await dial({ port: faulty.port('https') });
    await answerOn(socket, post('/echo', 'f'));
    faulty.faults.add({ at: 'request', act: 'status', status: 503, skip: 1 });
    expect((await answerOn(socket, post('/echo', 'f'))).header('set-cookie')).toEqual(['a=1']);
    const { status } = await answerOn(socket, post('/echo', 'f'));
    expect(status).toBe(503);
    socket.destroy();
    await faulty.stop();
  });
});

describe('bytes that look like a known request', () => {
  const known = post('/echo', 'known');
  /** Promises as many bytes as the known request has. */
  const opening = `POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: ${known.length}\r\n\r\n`;

  it('are a body where a head came before them, together with another request', async () => {
    const socket = await onHttps();
    await answerOn(socket, known);
    await answerOn(socket, `${known}${opening}`);
    expect((await answerOn(socket, known)).body).toBe(known);
    socket.destroy();
  });

  it('are a body where a head came before them, while another request was under way', async () => {
    const socket = await onHttps();
    socket.setNoDelay(true);
    await answerOn(socket, known);
    const held = answerOn(socket, 'GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
    while (!release) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => socket.write(opening, resolve));
    // What another connection is answered shows that the bytes before it have been read.
    await exchange({ port: polled.port('https') }, post('/echo', 'other'));
    release();
    expect((await held).body).toBe('held');
    expect((await answerOn(socket, known)).body).toBe(known);
    socket.destroy();
  });
});

/** All bytes that come for these, however they are cut; the connection is over after the last answer. */
async function converse(pieces: readonly string[]): Promise<string> {
  const socket = await onHttps();
  let seen = '';
  socket.on('data', (data) => {
    seen += data.toString('latin1');
  });
  const over = new Promise((resolve) => socket.once('close', resolve));
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, 'latin1', resolve));
  }
  await over;
  return seen;
}

it('is answered in order and once, however the bytes are cut and joined', async () => {
  const bodies = fc.array(fc.constantFrom('a', 'bb', '', '\r\n\r\n', 'POST / HTTP/1.1\r\n\r\n'), {
    minLength: 1,
    maxLength: 8,
  });
  const cuts = fc.array(fc.nat(2_000), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(bodies, cuts, fc.boolean(), async (asked, places, whole) => {
      const requests = asked.map((body) => post('/echo', body));
      const end = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
      const text = [...requests, end].join('');
      const at = [0, ...new Set(places.map((place) => place % text.length)), text.length].sort((a, b) => a - b);
      const pieces = whole ? [...requests, end] : at.slice(1).map((to, index) => text.slice(at[index], to));
      const seen = await converse(pieces.filter((piece) => piece !== ''));
      const bodiesSeen = seen.split(/HTTP\/1\.1 200 OK\r\n(?:[^\r\n]+\r\n)*\r\n/).slice(1);
      expect(bodiesSeen).toEqual([...asked, 'page']);
    }),
    { numRuns: 60 },
  );
});

it('answers an idle connection as before: what is cut off in the middle of a request gets its time-out', async () => {
  const socket = await onHttps();
  await answerOn(socket, post('/echo', 't'));
  await answerOn(socket, post('/echo', 't'));
  let seen = '';
  socket.on('data', (data) => {
    seen += data.toString('latin1');
  });
  const over = new Promise((resolve) => socket.once('close', resolve));
  socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
  await over;
  expect(seen).toMatch(/^HTTP\/1\.1 408 /);
});
