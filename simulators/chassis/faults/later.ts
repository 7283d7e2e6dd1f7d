import type { Socket } from 'node:net';

/** Calls `work` after `ms` real milliseconds, unless the connection has closed by then: nothing outlives its socket. */
export function later(raw: Socket, ms: number, work: () => void): void {
  if (raw.destroyed) return;
  const stop = (): void => clearTimeout(timer);
  const timer = setTimeout(() => {
    raw.off('close', stop);
    work();
  }, ms);
  timer.unref();
  raw.once('close', stop);
}
