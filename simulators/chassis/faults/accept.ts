import type { Duplex } from 'node:stream';
import type { Connection } from '../connection.ts';
import type { FaultAct } from '../surroundings.ts';
import { DrippingStream } from './dripping.ts';
import { later } from './later.ts';
import { numberOf } from './parameter.ts';

/** Milliseconds of silence after which a half-open connection is given up, so that none stays for ever. */
const HALF_OPEN_LIMIT = 3_600_000;

/**
 * Does what a fault rule says when a connection has come in.
 *
 * @param serve goes on with the connection, on the socket or on what stands in for it
 */
export function acceptFaulty(act: FaultAct, { raw }: Connection, serve: (stream: Duplex) => void): void {
  switch (act.act) {
    case 'reset':
      raw.resetAndDestroy();
      return;
    case 'half-open':
      // Read and thrown away: else the client's leaving would never be noticed.
      raw.resume();
      raw.setTimeout(HALF_OPEN_LIMIT, () => raw.destroy());
      return;
    case 'delay':
      later(raw, numberOf(act, 'ms'), () => serve(raw));
      return;
    case 'drip':
      serve(new DrippingStream(raw, { bytes: numberOf(act, 'bytes'), every: numberOf(act, 'every') }));
      return;
    default:
      serve(raw);
  }
}
