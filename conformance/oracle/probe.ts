import { connect } from 'node:net';
import type { Place } from '../target.ts';

/** What a TCP connection attempt met: it was accepted, refused at once, not answered in time, or had no route. */
export type Reach = 'open' | 'refused' | 'silent' | 'unreachable';

/** Time and interruption, for anything that waits on a target. */
export interface Patience {
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/** Knocks at a TCP port and hangs up at once. Sends nothing. */
export function probe(place: Place, { patienceMs, signal }: Patience): Promise<Reach> {
  return new Promise((resolve) => {
    const socket = connect({ host: place.host, port: place.port });
    const tell = (reach: Reach) => {
      signal.removeEventListener('abort', stop);
      resolve(reach);
      socket.destroy();
    };
    const stop = () => tell('silent');
    signal.addEventListener('abort', stop);
    socket.setTimeout(patienceMs, () => tell('silent'));
    socket.on('connect', () => tell('open'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      tell(error.code === 'ECONNREFUSED' ? 'refused' : error.code === 'ETIMEDOUT' ? 'silent' : 'unreachable');
    });
  });
}
