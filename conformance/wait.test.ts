import { describe, expect, it } from 'vitest';
import { CouldNotRun } from './errors.ts';
import { eventually, within } from './wait.ts';

const { signal } = new AbortController();
const never = () => new Promise<never>(() => {});

describe('eventually', () => {
  it('looks until what is wanted is seen', async () => {
    let looks = 0;
    const seen = await eventually(
      async () => ++looks,
      (n) => n === 3,
      { withinMs: 10_000, signal },
    );
    expect([seen, looks]).toEqual([3, 3]);
  });

  it('gives the last thing seen when the time is over', async () => {
    expect(
      await eventually(
        async () => 'old',
        (s) => s === 'new',
        { withinMs: 1, signal },
      ),
    ).toBe('old');
  });

  it('looks once when nothing may be waited for', async () => {
    let looks = 0;
    await eventually(
      async () => ++looks,
      () => false,
      { withinMs: 0, signal },
    );
    expect(looks).toBe(1);
  });
});

describe('within', () => {
  it('gives what the work gives', async () => {
    expect(await within(10_000, 'late', signal, async () => 7)).toBe(7);
  });

  it('gives up what takes too long, and tells the work so', async () => {
    let inner: AbortSignal | undefined;
    const result = within(1, 'too late', signal, (given) => {
      inner = given;
      return never();
    });
    await expect(result).rejects.toThrow(new CouldNotRun('too late'));
    expect(inner?.aborted).toBe(true);
  });

  it('ends with an interrupt, before or during the work', async () => {
    const stop = new AbortController();
    const during = within(60_000, 'late', stop.signal, never);
    stop.abort();
    await expect(during).rejects.toThrow(/interrupted/);
    await expect(within(60_000, 'late', stop.signal, never)).rejects.toThrow(/interrupted/);
  });

  it('lets the work’s own error through', async () => {
    await expect(within(10_000, 'late', signal, () => Promise.reject(new TypeError('own')))).rejects.toThrow(TypeError);
  });
});
