import { describe, expect, it } from 'vitest';
import { backOff, realDelay, withRetries } from './retry.ts';

/** Runs with a clock of its own and an attempt that fails `failures` times. */
async function run(failures: number, retries: number, mayRetry = true) {
  const pauses: number[] = [];
  let attempts = 0;
  const attempt = async () => {
    attempts++;
    if (attempts <= failures) throw new Error(`failure ${attempts}`);
    return 'done';
  };
  const delay = async (milliseconds: number) => void pauses.push(milliseconds);
  const result = await withRetries(attempt, () => mayRetry, { retries, delay }).catch((error) => error.message);
  return { result, attempts, pauses };
}

describe('retries', () => {
  it('end with the first success, after pauses that double', async () => {
    expect(await run(3, 5)).toEqual({ result: 'done', attempts: 4, pauses: [250, 500, 1000] });
  });

  it('are bounded, and the last error is told', async () => {
    expect(await run(9, 2)).toEqual({ result: 'failure 3', attempts: 3, pauses: [250, 500] });
    expect(await run(9, 0)).toEqual({ result: 'failure 1', attempts: 1, pauses: [] });
  });

  it('do not happen for what may not be repeated', async () => {
    expect(await run(1, 5, false)).toEqual({ result: 'failure 1', attempts: 1, pauses: [] });
  });

  it('never pause longer than four seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 30].map(backOff)).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
  });

  it('stop pausing when aborted, with the signal’s own reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const pause = realDelay(60_000, controller.signal);
    controller.abort(reason);
    await expect(pause).rejects.toBe(reason);
  });
});
