import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder } from '../testing/folder.ts';
import { type Controlled, controlled } from './testing/asked.ts';

testFolder();
const start = '2030-01-01T00:00:00.000Z';
let there: Controlled;
beforeEach(async () => {
  there = await controlled({ devices: [{ kind: 'toy', count: 2 }], seed: 7, clock: { start, frozen: true } });
});
afterEach(() => there.stop());

describe('faults', () => {
  it('are added, counted, and taken away', async () => {
    const rule = { id: 'slow', at: 'command', act: 'delay', ms: 5, match: { device: 'toy-1' } };
    const standing = { id: 'slow', rule, matched: 0, hits: 0 };
    expect(await there.ask('POST /faults', rule)).toMatchObject({ status: 201, body: standing });
    there.lab.faults.at('command', { device: 'toy-1' });
    expect((await there.ask('GET /faults')).body).toEqual({ faults: [{ ...standing, matched: 1, hits: 1 }] });
    expect((await there.ask('GET /faults/slow')).body).toMatchObject({ hits: 1 });
    expect((await there.ask('DELETE /faults/slow')).body).toEqual({ removed: ['slow'] });
    expect((await there.ask('GET /faults/slow')).status).toBe(404);
    expect(there.lab.faults.none).toBe(true);
  });

  it('are all taken away', async () => {
    await there.ask('POST /faults', { at: 'accept', act: 'reset' });
    expect((await there.ask('DELETE /faults')).body).toEqual({ removed: ['fault-1'] });
  });

  it.each([
    [{ at: 'accept', act: 'explode' }, 'body.act: one of reset, half-open, delay, drip belongs here'],
    [{ at: 'accept', act: 'delay' }, 'body.ms: missing'],
    [{ at: 'accept', act: 'reset', match: { user: 'x' } }, 'body.match.user: is not known when a connection comes in'],
    [{ id: 'there', at: 'accept', act: 'reset' }, 'body.id: there is a fault there already'],
  ])('that are %j are refused', async (rule, message) => {
    await there.ask('POST /faults', { id: 'there', at: 'accept', act: 'reset' });
    expect(await there.ask('POST /faults', rule)).toMatchObject({
      status: 422,
      body: { error: expect.stringContaining(message) },
    });
  });
});

describe('the clock', () => {
  it('is moved forward, and what falls due happens', async () => {
    const { device } = there.lab.device('toy-1');
    device.change((draft) => {
      draft.run.pending.push({ due: Date.parse(start) + 1_000, what: 'anything' });
    });
    expect((await there.ask('GET /clock')).body).toEqual({ now: start, frozen: true });
    expect((await there.ask('POST /clock/advance', { ms: 60_000 })).body).toEqual({
      now: '2030-01-01T00:01:00.000Z',
      frozen: true,
    });
    expect(device.state.run.pending).toEqual([]);
  });

  it('is set, and let run, and frozen', async () => {
    await there.ask('PUT /clock', { now: '2031-01-01T00:00:00Z', frozen: false });
    expect(there.lab.clock.frozen).toBe(false);
    const { body } = await there.ask('PUT /clock', { frozen: true });
    expect(body).toEqual({ now: expect.stringMatching(/^2031-01-01T00:00:/), frozen: true });
  });

  it('never goes back', async () => {
    expect(await there.ask('PUT /clock', { now: '2029-12-31T00:00:00Z' })).toMatchObject({
      status: 422,
      body: { error: `body.now: lab time never goes back, and it is ${start} already` },
    });
    for (const ms of [-1, 1.5, '1']) expect((await there.ask('POST /clock/advance', { ms })).status).toBe(422);
  });
});

describe('the lab', () => {
  it('tells what it is', async () => {
    expect((await there.ask('GET /lab')).body).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      listen: '127.0.0.1',
      seed: '7',
      devices: 2,
    });
  });

  it('gives devices that come another seed', async () => {
    expect((await there.ask('PUT /seed', { seed: 8 })).body).toEqual({ seed: '8' });
    await there.ask('POST /devices', { kind: 'toy', name: 'new' });
    expect(['toy-1', 'new'].map((name) => there.lab.device(name).device.birth.seed)).toEqual(['7/toy-1', '8/new']);
  });

  it('tells figures', async () => {
    await there.ask('GET /metrics');
    there.lab.device('toy-1').device.report({ kind: 'command', operation: 'x', outcome: 'ok' });
    await there.ask('POST /faults', { id: 'f', at: 'command', act: 'hang' });
    there.lab.faults.at('command', { device: 'toy-1' });
    const { body } = await there.ask('GET /metrics');
    for (const line of [
      'rackless_devices{kind="toy"} 2',
      'rackless_listeners 2',
      'rackless_connections 0',
      `rackless_clock_seconds ${Date.parse(start) / 1_000}`,
      'rackless_events_total{device_kind="toy",kind="command"} 1',
      'rackless_fault_hits_total{id="f"} 1',
      `rackless_journal_entries_total ${there.lab.journalCount.written}`,
      'process_open_fds ',
    ]) {
      expect(body).toContain(line);
    }
  });

  it('stops with the grace that is asked for', async () => {
    await there.ask('POST /stop', { grace: 250 });
    await there.ask('POST /stop');
    expect(there.stops).toEqual([250, 0]);
  });
});
