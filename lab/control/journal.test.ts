import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../testing/folder.ts';
import { type Controlled, controlled } from './testing/asked.ts';

testFolder();
let there: Controlled;
beforeAll(async () => {
  there = await controlled({ devices: [{ kind: 'toy', count: 2 }], journalCapacity: 10 });
});
afterAll(() => there.stop());

const report = (device: string, operation: string, user = 'admin'): void =>
  there.lab.device(device).device.report({ kind: 'command', operation, user, outcome: 'ok' });

async function operations(query: string): Promise<string[]> {
  const { body } = await there.ask(`GET /journal?${query}`);
  return (body as { entries: { operation: string }[] }).entries.map(({ operation }) => operation);
}

/** Reads a stream until it holds `text`. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: string): Promise<string> {
  let read = '';
  while (!read.includes(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended with ${read}`);
    read += Buffer.from(value).toString();
  }
  return read;
}

const stream = async (query: string, headers = {}) => {
  const answer = await fetch(`${there.control.url}/journal/stream?${query}`, {
    headers: { authorization: `Bearer ${there.control.token}`, ...headers },
  });
  if (!answer.body) throw new Error('no body');
  return { type: answer.headers.get('content-type'), reader: answer.body.getReader() };
};

describe('the journal', () => {
  it('is asked by patterns, and for the first or the last ones', async () => {
    for (const operation of ['show version', 'show clock', 'configure']) report('toy-1', operation);
    report('toy-2', 'show users', 'guest');
    expect(await operations('operation=show%20*&kind=command')).toEqual(['show version', 'show clock', 'show users']);
    expect(await operations('device=toy-?&user=guest')).toEqual(['show users']);
    expect(await operations('kind=command&limit=1')).toEqual(['show version']);
    expect(await operations('kind=command&last=1')).toEqual(['show users']);
  });

  it('tells how many entries are no longer held', async () => {
    for (let n = 0; n < 20; n++) report('toy-1', `n ${n}`);
    const { body } = await there.ask('GET /journal');
    const { written, dropped } = there.lab.journalCount;
    expect(body).toMatchObject({ written, dropped });
    expect(dropped).toBeGreaterThan(0);
  });
});

describe('the stream of the journal', () => {
  it('sends what happens from then on, with its number', async () => {
    const { type, reader } = await stream('device=toy-2');
    await readUntil(reader, '\n\n');
    report('toy-1', 'not mine');
    report('toy-2', 'mine');
    const event = await readUntil(reader, 'mine');
    const [entry] = await there.lab.journal({ device: 'toy-2', after: there.lab.journalCount.written - 1 });
    expect([type, event]).toEqual([
      'text/event-stream; charset=utf-8',
      `id: ${entry?.seq}\ndata: ${JSON.stringify(entry)}\n\n`,
    ]);
    await reader.cancel();
  });

  it('goes on where a reader was', async () => {
    const { written } = there.lab.journalCount;
    report('toy-1', 'first');
    report('toy-1', 'second');
    const one = await stream(`after=${written}`);
    expect(await readUntil(one.reader, 'second')).toContain('first');
    await one.reader.cancel();
    const two = await stream('', { 'last-event-id': String(written + 1) });
    expect(await readUntil(two.reader, 'second')).not.toContain('first');
    await two.reader.cancel();
  });

  it('watches no longer when its reader has left', async () => {
    const { reader } = await stream('');
    await reader.cancel();
    report('toy-1', 'to nobody');
    expect((await there.ask('GET /health')).status).toBe(200);
  });
});

it('near misses are told with what is known and nearest', async () => {
  there.lab.device('toy-1').device.report({
    kind: 'near-miss',
    operation: 'shwo version',
    outcome: 'unknown',
    detail: { nearest: 'show version' },
  });
  expect((await there.ask('GET /near-misses?device=toy-1')).body).toEqual({
    nearMisses: [
      {
        seq: there.lab.journalCount.written,
        time: expect.any(String),
        device: 'toy-1',
        asked: 'shwo version',
        nearest: 'show version',
      },
    ],
  });
  expect((await there.ask('GET /near-misses?device=toy-2')).body).toEqual({ nearMisses: [] });
});
