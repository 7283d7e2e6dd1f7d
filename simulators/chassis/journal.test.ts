import { describe, expect, it } from 'vitest';
import { Journal, type JournalEntry } from './journal.ts';

const report = (device: string) => ({ kind: 'login', device, operation: 'SSH', outcome: 'ok' }) as const;

describe('the journal', () => {
  it('numbers entries and gives them the lab time', () => {
    let now = Date.UTC(2030, 0, 1);
    const journal = new Journal(() => now);
    journal.write(report('a'));
    now += 1_500;
    journal.write({ ...report('b'), kind: 'command' });
    expect(journal.read().map(({ seq, time }) => `${seq} ${time}`)).toEqual([
      '1 2030-01-01T00:00:00.000Z',
      '2 2030-01-01T00:00:01.500Z',
    ]);
    expect(journal.read({ device: 'b' }).map(({ seq }) => seq)).toEqual([2]);
    expect(journal.read({ kind: 'login' }).map(({ seq }) => seq)).toEqual([1]);
    expect(journal.read({ after: 1 }).map(({ seq }) => seq)).toEqual([2]);
  });

  it('keeps the newest and counts what it dropped', () => {
    const journal = new Journal(() => 0, 3);
    for (const name of ['a', 'b', 'c', 'd', 'e']) journal.write(report(name));
    expect(journal.read().map(({ device, seq }) => `${seq}${device}`)).toEqual(['3c', '4d', '5e']);
    expect([journal.count, journal.dropped]).toEqual([5, 2]);
  });

  it('tells watchers until they stop', () => {
    const journal = new Journal(() => 0);
    const seen: JournalEntry[] = [];
    const stop = journal.watch((entry) => seen.push(entry));
    journal.write(report('a'));
    stop();
    journal.write(report('b'));
    expect(seen.map(({ device }) => device)).toEqual(['a']);
  });
});
