import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultSituation } from '../surroundings.ts';
import { FaultEngine, type FaultHit } from './engine.ts';
import type { FaultRule } from './rule.ts';

function engine(...rules: FaultRule[]): FaultEngine {
  const made = new FaultEngine({ seed: '1', now: () => 0 });
  for (const rule of rules) made.add(rule);
  return made;
}

const reset: FaultRule = { at: 'request', act: 'reset' };
const on = (device: string, operation = 'POST /ins'): FaultSituation => ({ device, operation });

/** Which of so many equal situations a rule acts in. */
const hits = (faults: FaultEngine, times: number, device = 'n9k-1'): number[] =>
  Array.from({ length: times }, (_, turn) => turn).filter(() => faults.at('request', on(device)) !== undefined);

describe('FaultEngine', () => {
  it('has nothing to say without rules', () => {
    const faults = engine();
    expect(faults.none).toBe(true);
    expect(faults.at('request', on('n9k-1'))).toBeUndefined();
    faults.add(reset);
    expect(faults.none).toBe(false);
  });

  it('acts at the seam of the rule only, and gives the act with its parameters and nothing else', () => {
    const faults = engine({ id: 'busy', at: 'request', act: 'status', status: 503, skip: 0, atMost: 9, match: {} });
    expect(faults.at('response', on('n9k-1'))).toBeUndefined();
    expect(faults.at('request', on('n9k-1'))).toEqual({ act: 'status', status: 503 });
  });

  it.each<[FaultRule['match'], boolean]>([
    [undefined, true],
    [{}, true],
    [{ device: 'n9k-*' }, true],
    [{ device: 'asa-*' }, false],
    [{ device: ['asa-*', 'n9k-?'] }, true],
    [{ device: 'n9k-1', endpoint: 'nxapi-https', operation: 'POST /*', user: 'admin' }, true],
    [{ device: 'n9k-1', operation: 'GET /*' }, false],
    [{ user: 'oper*' }, false],
  ])('fits where all of %j fit', (match, expected) => {
    const faults = engine({ ...reset, match });
    const situation = { device: 'n9k-1', endpoint: 'nxapi-https', operation: 'POST /ins', user: 'admin' };
    expect(faults.at('request', situation) !== undefined).toBe(expected);
  });

  it('fits no situation that lacks what the rule asks for', () => {
    expect(engine({ ...reset, match: { user: '*' } }).at('request', on('n9k-1'))).toBeUndefined();
  });

  it('lets pass what it skips, and acts so many times at most', () => {
    expect(hits(engine({ ...reset, skip: 2, atMost: 3 }), 10)).toEqual([2, 3, 4]);
  });

  it('counts for each device by itself, or over the lab where the rule says so', () => {
    const byDevice = engine({ ...reset, atMost: 1 });
    expect([hits(byDevice, 3, 'n9k-1'), hits(byDevice, 3, 'n9k-2')]).toEqual([[0], [0]]);
    const byLab = engine({ ...reset, atMost: 1, countBy: 'lab' });
    expect([hits(byLab, 3, 'n9k-1'), hits(byLab, 3, 'n9k-2')]).toEqual([[0], []]);
  });

  it('acts for so long on the lab clock from its first act on', () => {
    let now = 1_000;
    const faults = new FaultEngine({ seed: '1', now: () => now });
    faults.add({ ...reset, skip: 1, lasts: 500 });
    expect(hits(faults, 2)).toEqual([1]);
    now = 1_499;
    expect(hits(faults, 1)).toEqual([0]);
    now = 1_500;
    expect(hits(faults, 1)).toEqual([]);
  });

  it('lets the first rule act that may, in order of adding', () => {
    const faults = engine({ at: 'request', act: 'agent-down', atMost: 1 }, { at: 'request', act: 'lose-reply' }, reset);
    const acts = [1, 2, 3].map(() => faults.at('request', on('n9k-1'))?.act);
    expect(acts).toEqual(['agent-down', 'lose-reply', 'lose-reply']);
    expect(faults.list().map(({ id, matched, hits: count }) => ({ id, matched, count }))).toEqual([
      { id: 'fault-1', matched: 3, count: 1 },
      { id: 'fault-2', matched: 2, count: 2 },
      { id: 'fault-3', matched: 0, count: 0 },
    ]);
  });

  it('names rules, adds none twice and removes them', () => {
    const faults = engine({ ...reset, id: 'fault-1' });
    expect(faults.add(reset)).toBe('fault-2');
    expect(() => faults.add({ ...reset, id: 'fault-2' })).toThrow('there is a fault fault-2 already');
    expect(faults.remove('fault-1')).toBe(true);
    expect(faults.remove('fault-1')).toBe(false);
    expect(faults.list().map(({ id }) => id)).toEqual(['fault-2']);
    faults.clear();
    expect(faults.none).toBe(true);
    expect(faults.at('request', on('n9k-1'))).toBeUndefined();
  });

  it('tells each act', () => {
    const told: FaultHit[] = [];
    const faults = new FaultEngine({ seed: '1', now: () => 0, onHit: (hit) => told.push(hit) });
    faults.add({ at: 'command', act: 'error', text: '% Out of memory', atMost: 1 });
    faults.at('command', on('n9k-1', 'show version'));
    faults.at('command', on('n9k-1', 'show version'));
    expect(told).toEqual([
      {
        id: 'fault-1',
        at: 'command',
        act: { act: 'error', text: '% Out of memory' },
        situation: { device: 'n9k-1', operation: 'show version' },
      },
    ]);
  });
});

describe('chance', () => {
  const sometimes: FaultRule = { id: 'sometimes', at: 'request', act: 'delay', ms: 100, jitter: 50, probability: 0.3 };
  const acts = (seed: string, devices: readonly string[]): Record<string, (number | undefined)[]> => {
    const faults = new FaultEngine({ seed, now: () => 0 });
    faults.add(sometimes);
    const seen: Record<string, (number | undefined)[]> = {};
    for (const device of devices) {
      seen[device] ??= [];
      const ms = faults.at('request', on(device))?.ms;
      seen[device].push(typeof ms === 'number' ? ms : undefined);
    }
    return seen;
  };

  it('is the same for a device under the same seed, whatever other devices do meanwhile', () => {
    const alone = acts('7', Array(200).fill('a')).a;
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 200, size: 'max' }), (devices) => {
        const mine = acts('7', devices).a ?? [];
        expect(mine).toEqual(alone?.slice(0, mine.length));
      }),
    );
  });

  it('is another under another seed and for another device', () => {
    const devices = Array.from({ length: 200 }, (_, turn) => (turn % 2 === 0 ? 'a' : 'b'));
    const first = acts('7', devices);
    expect(first.a).not.toEqual(first.b);
    expect(first.a).not.toEqual(acts('8', devices).a);
  });

  it('comes as often as the rule says, and the jitter lies between none and all', () => {
    const seen = acts('7', Array(5_000).fill('a')).a ?? [];
    const delays = seen.filter((ms) => ms !== undefined);
    expect(delays.length / seen.length).toBeCloseTo(0.3, 1);
    expect(Math.min(...delays)).toBe(100);
    expect(Math.max(...delays)).toBe(150);
  });
});
