import { afterEach, describe, expect, it } from 'vitest';
import { type BoxState, box } from '../testing/box.ts';
import { type Faulty, groundFaulty } from '../testing/faulty.ts';
import { answerOn, dial, exchange, post } from '../testing/http.ts';
import type { FaultRule } from './rule.ts';

let faulty: Faulty<BoxState>;
afterEach(() => faulty.stop());

async function start(...rules: FaultRule[]): Promise<void> {
  faulty = await groundFaulty(box, rules);
}

const number = post('/number', '');
const file = post('/file', '').replace('POST', 'PUT');
const http = () => ({ port: faulty.port('http'), plain: true });

describe('a change of state', () => {
  it('is said to be done and is not; the whole operation, and what belongs to the login is kept', async () => {
    await start({ at: 'change', act: 'accept-without-effect', atMost: 1 });
    expect((await exchange(http(), number)).body).toBe('the number is 1');
    expect(faulty.device.state).toMatchObject({ config: { number: 1 }, store: { saved: 1 }, run: { visits: 1 } });
    expect((await exchange(http(), number)).body).toBe('the number is 2');
    expect([faulty.device.state.store.saved, faulty.acts()]).toEqual([2, ['change accept-without-effect']]);
  });

  it('is found by the request that it is part of', async () => {
    await start({ at: 'change', act: 'accept-without-effect', match: { operation: 'POST /number', endpoint: 'http' } });
    await exchange(http(), file);
    expect(Object.keys(faulty.device.state.store.flash.disk0.entries)).toEqual(['file']);
    await exchange(http(), number);
    expect(faulty.device.state.config.number).toBe(1);
  });

  it('finds flash full where it writes there, and goes through elsewhere', async () => {
    await start({ at: 'change', act: 'flash-full', atMost: 1 });
    expect((await exchange(http(), number)).body).toBe('the number is 2');
    expect(faulty.acts()).toEqual([]);
    expect(await exchange(http(), file)).toMatchObject({
      status: 507,
      body: 'FlashError: file: No space left on device',
    });
    expect(faulty.device.state.store.flash.disk0.entries).toEqual({});
    expect((await exchange(http(), file)).body).toBe('written');
  });

  it('may rename and remove on a full flash', async () => {
    await start();
    await exchange(http(), file);
    faulty.faults.add({ at: 'change', act: 'flash-full' });
    faulty.device.change(({ store }) => {
      const { entries } = store.flash.disk0;
      if (entries.file) entries.other = entries.file;
      delete entries.file;
    });
    expect(Object.keys(faulty.device.state.store.flash.disk0.entries)).toEqual(['other']);
    faulty.device.change(({ store }) => {
      delete store.flash.disk0.entries.other;
    });
    expect(faulty.acts()).toEqual([]);
  });

  it('restarts the device, once, when the answer is on its way', async () => {
    await start({ at: 'change', act: 'reboot', match: { operation: 'POST /number' } });
    const booted = new Promise<void>((resolve) => {
      faulty.journal.watch(({ kind }) => kind === 'boot' && resolve());
    });
    const socket = await dial(http());
    const closed = new Promise((resolve) => socket.once('close', resolve));
    expect((await answerOn(socket, number)).body).toBe('the number is 2');
    await Promise.all([booted, closed]);
    await faulty.device.settled();
    expect(faulty.journal.read({ kind: 'boot' })).toHaveLength(1);
    expect(faulty.device.state).toMatchObject({ config: { number: 2 }, run: { visits: 0 } });
    expect((await exchange(http(), file)).body).toBe('written');
  });

  it('restarts it also where nobody waits for an answer', async () => {
    await start({ at: 'change', act: 'reboot' });
    const booted = new Promise((resolve) => {
      faulty.journal.watch(({ kind, detail }) => kind === 'boot' && resolve(detail));
    });
    faulty.device.change((draft) => {
      draft.config.number = 7;
    });
    expect(await booted).toEqual({ why: 'fault' });
    // The journal is told at the beginning of a restart; it ends in the saved state.
    while (faulty.device.state.config.number !== 1) await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('a clock that runs wrong', () => {
  it('is seen in all that the device says, and told of once', async () => {
    await start({ at: 'clock', act: 'skew', ms: -3_600_000 });
    const answer = await exchange(http(), number);
    expect(answer.header('date')).toEqual(['Mon, 31 Dec 2029 23:00:00 GMT']);
    expect(faulty.device.now()).toBe(faulty.clock.now() - 3_600_000);
    expect(faulty.acts()).toEqual(['clock skew']);
    faulty.faults.clear();
    expect(faulty.device.now()).toBe(faulty.clock.now());
  });

  it('rings its own alarms at the time that it shows', async () => {
    await start({ at: 'clock', act: 'skew', ms: 3_600_000 });
    faulty.device.change((draft) => {
      draft.run.pending = [{ due: faulty.device.now() + 1_000, what: 'work' }];
    });
    faulty.clock.advance(999);
    expect(faulty.device.state.run.pending).toHaveLength(1);
    faulty.clock.advance(1);
    expect(faulty.device.state.run.pending).toEqual([]);
  });
});
