import type { Surroundings } from '../surroundings.ts';
import { numberOf } from './parameter.ts';

/** Milliseconds by which a device's clock is fast (or below 0 slow) now. */
export function skewOf(device: string, { faults }: Pick<Surroundings, 'faults'>): number {
  const act = faults.none ? undefined : faults.at('clock', { device });
  return act ? numberOf(act, 'ms') : 0;
}
