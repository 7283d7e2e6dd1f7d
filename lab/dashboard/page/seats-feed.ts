import type { SeatRow, SeatsView } from '../seat-row.ts';
import { type Api, Refused } from './api.ts';

/** What a feed tells those who draw it. */
export interface SeatsListener {
  all(view: SeatsView): void;
  one(row: SeatRow): void;
  /** Whether what is drawn is live. */
  live(isLive: boolean): void;
  /** The token is wrong. */
  locked(): void;
}

/** Real milliseconds before a stream that ended is asked for again. */
const patience = 1_000;

/** All seats, then each as it changes, until the signal ends it. A stream that breaks off is taken up again. */
export async function followSeats(api: Api, listener: SeatsListener, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const { event, data } of api.follow('/seats/events', signal)) {
        if (signal.aborted) return;
        if (event === 'seats') {
          listener.live(true);
          listener.all(JSON.parse(data));
        } else if (event === 'seat') {
          listener.one(JSON.parse(data));
        }
      }
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return listener.locked();
      // The workshop is stopped or restarted; it may come back.
    }
    if (signal.aborted) return;
    listener.live(false);
    await new Promise((resolve) => setTimeout(resolve, patience));
  }
}
