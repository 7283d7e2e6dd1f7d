import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { CouldNotRun } from './errors.ts';

/** Milliseconds between two looks at something that is waited for. */
const interval = 25;

/**
 * Looks until what is seen is what is wanted, at most `withinMs` after the first look, and gives the last thing seen.
 * It is for a device's own settling time only: a judge sees the last observation, whatever it is.
 */
export async function eventually<T>(
  look: () => Promise<T>,
  wanted: (seen: T) => boolean,
  { withinMs, signal }: { withinMs: number; signal: AbortSignal },
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (wanted(seen) || performance.now() >= end) return seen;
    await pause(interval, undefined, { signal });
  }
}

/**
 * Gives what `work` gives, unless the time is over or the signal says stop; `work` gets a signal of its own which
 * then aborts.
 * @throws CouldNotRun with `late` when the time is over, and when the run is interrupted.
 */
export async function within<T>(
  milliseconds: number,
  late: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  // A case may knock at many doors at once, and each attempt listens until it is over.
  setMaxListeners(0, stop.signal);
  let timer: NodeJS.Timeout | undefined;
  let interrupted: (() => void) | undefined;
  const over = new Promise<never>((_, reject) => {
    const give = (message: string) => {
      const reason = new CouldNotRun(message);
      stop.abort(reason);
      reject(reason);
    };
    timer = setTimeout(() => give(late), milliseconds);
    interrupted = () => give('the run was interrupted');
    signal.addEventListener('abort', interrupted, { once: true });
    if (signal.aborted) interrupted();
  });
  try {
    return await Promise.race([over, work(stop.signal)]);
  } finally {
    clearTimeout(timer);
    if (interrupted) signal.removeEventListener('abort', interrupted);
  }
}
