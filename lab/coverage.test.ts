import { describe, expect, it } from 'vitest';
import { Journal } from '../simulators/chassis/journal.ts';
import { Coverage } from './coverage.ts';

describe('coverage', () => {
  it('counts what is missing by name, whatever the journal forgets', () => {
    const journal = new Journal(() => 0, 2);
    const coverage = new Coverage(journal);
    const miss = (device: string, operation: string) =>
      journal.write({ kind: 'near-miss', device, operation, outcome: 'unknown', detail: { nearest: 'show vlan' } });
    for (const device of ['a', 'b', 'a']) miss(device, 'show vlam');
    miss('a', 'show nve peers');
    journal.write({ kind: 'command', device: 'a', operation: 'show vlan', outcome: 'ok' });
    expect(coverage.missing).toEqual([
      { operation: 'show vlam', nearest: 'show vlan', count: 3, devices: ['a', 'b'] },
      { operation: 'show nve peers', nearest: 'show vlan', count: 1, devices: ['a'] },
    ]);
  });

  it('holds no more than so many names', () => {
    const journal = new Journal(() => 0, 2);
    const coverage = new Coverage(journal);
    for (let n = 0; n < 1_200; n++)
      journal.write({ kind: 'near-miss', device: 'a', operation: `x${n}`, outcome: '404' });
    expect([coverage.missing.length, coverage.missing[0]]).toEqual([
      1_001,
      { operation: 'others', count: 200, devices: ['a'] },
    ]);
  });
});
