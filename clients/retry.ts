import { setTimeout as wait } from 'node:timers/promises';

/** How often to try again, and how long to wait in between. */
export interface RetryPolicy {
  /** Attempts after the first one. */
  readonly retries: number;
  /** Waits; a test may put a clock of its own here. Must reject with the signal's reason when it is aborted. */
  readonly delay: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const firstPause = 250;
const longestPause = 4000;

/** The pause before retry number `retry` (from 0): 250 ms, doubled each time, at most 4 s. */
export function backOff(retry: number): number {
  return Math.min(firstPause * 2 ** retry, longestPause);
}

/** The ordinary {@link RetryPolicy.delay}. */
export async function realDelay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * Runs `attempt` until it succeeds, fails in a way that `mayRetry` does not allow to be repeated, or the retries are used
 * up; then the last error is thrown as it is.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  mayRetry: (error: unknown) => boolean,
  { retries, delay }: RetryPolicy,
  signal?: AbortSignal,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt();
    } catch (error) {
      if (retry >= retries || !mayRetry(error)) throw error;
      await delay(backOff(retry), signal);
    }
  }
}
