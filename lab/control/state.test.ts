import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder } from '../testing/folder.ts';
import { greeting } from '../testing/greeting.ts';
import { type Controlled, controlled } from './testing/asked.ts';

testFolder();
let there: Controlled;
beforeEach(async () => {
  there = await controlled();
});
afterEach(() => there.stop());

const said = async (name: string) => (await greeting(there.lab.device(name).endpoints.https ?? '')).body;

async function say(name: string, words: string): Promise<void> {
  const { device } = there.lab.device(name);
  device.change((draft) => {
    Object.assign(draft.config, { greeting: words });
  });
  await device.settled();
}

it('all devices are unpacked again', async () => {
  await say('toy-1', 'one');
  await say('toy-2', 'two');
  await there.ask('POST /reset');
  expect([await said('toy-1'), await said('toy-2')]).toEqual(['hello', 'hello']);
});

describe('a snapshot', () => {
  it('brings devices back to what they were', async () => {
    await say('toy-1', 'before');
    expect(await there.ask('POST /snapshots', { name: 'base' })).toMatchObject({
      status: 201,
      body: { name: 'base', devices: ['toy-1', 'toy-2'] },
    });
    await say('toy-1', 'after');
    await say('toy-2', 'after');
    expect((await there.ask('POST /snapshots/base/restore')).body).toEqual({ restored: ['toy-1', 'toy-2'] });
    expect([await said('toy-1'), await said('toy-2')]).toEqual(['before', 'hello']);
  });

  it('may be of some devices, and restored for some', async () => {
    await there.ask('POST /snapshots', { name: 'one', devices: ['toy-1'] });
    await say('toy-1', 'after');
    const other = await there.ask('POST /snapshots/one/restore', { devices: ['toy-2'] });
    expect(other).toMatchObject({ status: 422, body: { error: "devices: the snapshot 'one' does not hold toy-2" } });
    await there.ask('POST /snapshots/one/restore', { devices: ['TOY-1'] });
    expect(await said('toy-1')).toBe('hello');
  });

  it('is listed and forgotten', async () => {
    await there.ask('POST /snapshots', { name: 'base' });
    expect((await there.ask('GET /snapshots')).body).toMatchObject({ snapshots: [{ name: 'base' }] });
    expect((await there.ask('POST /snapshots/bass/restore')).body).toEqual({
      error: "no snapshot 'bass' (did you mean 'base'?); there is base",
    });
    await there.ask('DELETE /snapshots/base');
    expect((await there.ask('DELETE /snapshots/base')).status).toBe(404);
  });

  it('brings back none that was removed meanwhile', async () => {
    await there.ask('POST /snapshots', { name: 'base' });
    await there.ask('DELETE /devices/toy-2');
    expect((await there.ask('POST /snapshots/base/restore')).body).toEqual({ restored: ['toy-1'] });
  });

  it('cuts the connections of those whom it brings back, and keeps their ports', async () => {
    await there.ask('POST /snapshots', { name: 'base' });
    const before = there.lab.device('toy-1').endpoints;
    await there.ask('POST /snapshots/base/restore');
    expect(there.lab.device('toy-1').endpoints).toEqual(before);
  });
});

describe('an export', () => {
  it('is text that brings devices back, to this lab or another', async () => {
    await say('toy-1', 'line one\nline two');
    const { body, headers } = await there.ask('GET /state');
    expect(headers.get('content-type')).toBe('application/yaml; charset=utf-8');
    expect(body).toContain('greeting: |-\n          line one\n          line two\n');
    await say('toy-1', 'after');
    expect((await there.ask('PUT /state', body)).body).toEqual({ restored: ['toy-1', 'toy-2'], added: [] });
    expect(await said('toy-1')).toBe('line one\nline two');
    const other = await controlled({ devices: [{ kind: 'toy' }] });
    expect((await other.ask('PUT /state', body)).body).toEqual({ restored: ['toy-1'], added: ['toy-2'] });
    expect((await other.ask('GET /state')).body).toBe(body);
    await other.stop();
  });

  it('may be of one device, and of a snapshot', async () => {
    await there.ask('POST /snapshots', { name: 'base' });
    await say('toy-1', 'after');
    const now = (await there.ask('GET /state?devices=toy-1')).body;
    const then = (await there.ask('GET /state?devices=toy-1&snapshot=base')).body;
    expect([now, then]).toEqual([
      expect.stringContaining('greeting: after'),
      expect.stringContaining('greeting: hello'),
    ]);
    expect(now).not.toContain('toy-2');
  });

  it.each([
    ['devices: []', 'this is no export'],
    ['rackless-state: 9\ndevices: []\nfiles: {}', 'rackless-state: the text is in format 9'],
    ['rackless-state: 1\ndevices: {}\nfiles: {}', 'devices: '],
    ['{', 'this is no YAML'],
    ['rackless-state: 1\ndevices: []\nfiles: { abc: text }', 'files.abc: the bytes have the digest 982d9e3e'],
  ])('that is %j is refused', async (text, message) => {
    const { status, body } = await there.ask('PUT /state', text);
    expect([status, body]).toEqual([422, expect.objectContaining({ error: expect.stringContaining(message) })]);
  });

  it.each([
    [/kind: toy/, 'kind: box', 'devices[0].kind: toy-1 is of kind toy, not box'],
    [/release: "2.0"/, 'release: "1.0"', 'devices[0].release: toy-1 runs 2.0, not 1.0'],
    [/greeting: hello/, 'greeting: [1]', 'devices[0].state.config.greeting: a text belongs here, not a list'],
    [/port: 443/, 'colour: 443', 'devices[0].state.config.port: missing'],
    [/pending: \[\]/, 'pending: [{}]', 'devices[0].state: no device can be in this state: run.pending'],
  ])('in which %s is %s changes nothing', async (what, instead, message) => {
    const { body } = await there.ask('GET /state');
    const before = there.lab.device('toy-1').device.state;
    const answer = await there.ask('PUT /state', String(body).replace(what, instead));
    expect(answer).toMatchObject({ status: 422, body: { error: expect.stringContaining(message) } });
    expect(there.lab.device('toy-1').device.state).toBe(before);
  });
});
