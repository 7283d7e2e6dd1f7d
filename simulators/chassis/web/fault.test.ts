import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../faults/rule.ts';
import { type BoxState, box } from '../testing/box.ts';
import { type Faulty, groundFaulty } from '../testing/faulty.ts';
import { answerOn, dial, exchange, post } from '../testing/http.ts';
import { talk } from '../testing/talk.ts';

let faulty: Faulty<BoxState>;
afterEach(() => faulty.stop());

async function start(...rules: FaultRule[]): Promise<void> {
  faulty = await groundFaulty(box, rules);
}

const number = post('/number', '');
const https = () => ({ port: faulty.port('https') });
const outcomes = () =>
  faulty.journal.read({ kind: 'request' }).map(({ operation, outcome }) => `${operation} ${outcome}`);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

const value = () => faulty.device.state.config.number;

describe('a request', () => {
  it('is handled later', async () => {
    await start({ at: 'request', act: 'delay', ms: 100 });
    const began = performance.now();
    const answering = exchange(https(), number);
    expect(value()).toBe(1);
    expect((await answering).body).toBe('the number is 2');
    expect(performance.now() - began).toBeGreaterThan(95);
  });

  it('is never handled when its client does not wait', async () => {
    await start({ at: 'request', act: 'delay', ms: 20, atMost: 1 }, { at: 'request', act: 'delay', ms: 100 });
    const socket = await dial(https());
    socket.write(number);
    await until(() => faulty.acts().length > 0);
    socket.destroy();
    expect((await exchange(https(), number)).body).toBe('the number is 2');
  });

  it("is refused with the device's own page, on a connection that goes on", async () => {
    await start({ at: 'request', act: 'status', status: 429, atMost: 1, match: { operation: 'POST /num*' } });
    const socket = await dial(https());
    const { status, head, body } = await answerOn(socket, number);
    expect([status, body, value()]).toEqual([429, '{"error":429}', 1]);
    expect(head).toBe(
      [
        'HTTP/1.1 429 Too Many Requests',
        'Server: box',
        'Date: Tue, 01 Jan 2030 00:00:00 GMT',
        'Content-Type: application/json',
        'Content-Length: 13',
        'Connection: keep-alive',
      ].join('\r\n'),
    );
    expect((await answerOn(socket, number)).body).toBe('the number is 2');
    await until(() => outcomes().length === 2);
    socket.destroy();
    expect(outcomes()).toEqual(['POST /number 429', 'POST /number 200']);
  });

  it('is refused with a body of the rule', async () => {
    await start({ at: 'request', act: 'status', status: 503, body: 'überlastet' });
    const answer = await exchange(https(), number);
    expect([answer.status, answer.body, answer.header('content-length')]).toEqual([503, 'überlastet', ['11']]);
  });

  it('is answered as by a listener whose service is down', async () => {
    await start({ at: 'request', act: 'agent-down' });
    expect(await exchange(https(), number)).toMatchObject({ status: 503, body: '{"error":503}' });
    expect(value()).toBe(1);
  });

  it.each([
    ['lose-reply', 'end'],
    ['reset', 'ECONNRESET'],
  ] as const)('has no effect and no answer: %s', async (act, ending) => {
    await start({ at: 'request', act, atMost: 1 });
    expect(await talk(https(), number)).toEqual({ seen: '', ending });
    expect([value(), outcomes()]).toEqual([1, ['POST /number lost']]);
    expect((await exchange(https(), number)).body).toBe('the number is 2');
  });

  it('is found by the name in its Basic header, and by the whole path', async () => {
    const user = (name: string) => ({ Authorization: `Basic ${Buffer.from(`${name}:x`).toString('base64')}` });
    await start({ at: 'request', act: 'status', status: 500, match: { user: 'eve', operation: 'POST /number?a=*' } });
    const statusOf = async (path: string, name: string) => (await exchange(https(), post(path, '', user(name)))).status;
    expect(await statusOf('/number?a=1', 'eve')).toBe(500);
    expect(await statusOf('/number?a=1', 'bob')).toBe(200);
    expect(await statusOf('/number', 'eve')).toBe(200);
  });
});

describe('an answer', () => {
  it('comes later, when the request has had its effect', async () => {
    await start({ at: 'response', act: 'delay', ms: 100, match: { user: 'admin' } });
    const began = performance.now();
    const answering = exchange(https(), number);
    await until(() => faulty.acts().length > 0);
    expect(value()).toBe(2);
    expect((await answering).body).toBe('the number is 2');
    expect(performance.now() - began).toBeGreaterThan(95);
  });

  it('comes in drips', async () => {
    await start({ at: 'response', act: 'drip', bytes: 2, every: 4 });
    const socket = await dial(https());
    const pieces: string[] = [];
    socket.on('data', (data: Buffer) => pieces.push(data.toString()));
    const answer = await answerOn(socket, number);
    expect([answer.body, answer.header('content-length')]).toEqual(['the number is 2', ['15']]);
    expect(pieces.length).toBeGreaterThan(4);
    expect((await answerOn(socket, number)).body).toBe('the number is 3');
    await until(() => outcomes().length === 2);
    socket.destroy();
    expect(outcomes()).toEqual(['POST /number 200', 'POST /number 200']);
  });

  it.each([
    [4, 'the '],
    [0, ''],
  ])('ends after %i bytes of its body', async (bytes, body) => {
    await start({ at: 'response', act: 'truncate', bytes });
    const { seen, ending } = await talk(https(), number);
    expect(seen).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(seen).toContain('\r\nContent-Length: 15\r\n');
    expect([seen.slice(seen.indexOf('\r\n\r\n') + 4), ending, value()]).toEqual([body, 'end', 2]);
    expect(outcomes()).toEqual(['POST /number truncated']);
  });

  it('is lost, and the effect stays', async () => {
    await start({ at: 'response', act: 'lose-reply', atMost: 1 });
    expect(await talk(https(), number)).toEqual({ seen: '', ending: 'end' });
    expect([value(), outcomes()]).toEqual([2, ['POST /number lost']]);
    expect((await exchange(https(), number)).body).toBe('the number is 3');
  });

  it('that is written at once meets the rules too', async () => {
    await start({ at: 'response', act: 'truncate', bytes: 2, atMost: 1 });
    const ready = 'GET /ready HTTP/1.1\r\nHost: a\r\n\r\n';
    expect((await talk(https(), ready)).seen).toMatch(/\r\nContent-Length: 5\r\n.*\r\n\r\nre$/s);
    const slow = await exchange(https(), ready);
    faulty.faults.clear();
    expect((await exchange(https(), ready)).head).toBe(slow.head);
    expect(slow.body).toBe('ready');
  });

  it('of an unknown path meets the rules too', async () => {
    await start({ at: 'response', act: 'lose-reply' });
    expect(await talk(https(), post('/nowhere', 'x'))).toEqual({ seen: '', ending: 'end' });
  });
});
