import { FaultEngine } from '../faults/engine.ts';
import type { FaultRule } from '../faults/rule.ts';
import type { DeviceState, Kind } from '../kind.ts';
import { type Grounded, type GroundOptions, ground } from './ground.ts';

/** A device that fault rules may be added to, and whose journal tells of their acts. */
export interface Faulty<S extends DeviceState> extends Grounded<S> {
  readonly faults: FaultEngine;
  /** What rules did so far: `change reboot`. */
  acts(): string[];
}

/** {@link ground} with the real fault engine and these rules. */
export async function groundFaulty<S extends DeviceState>(
  kind: Kind<S>,
  rules: readonly FaultRule[],
  given: Omit<GroundOptions, 'faults'> = {},
): Promise<Faulty<S>> {
  const acts: string[] = [];
  const faults = new FaultEngine({
    seed: '1',
    now: () => Date.now(),
    onHit: ({ at, act }) => acts.push(`${at} ${act.act}`),
  });
  for (const rule of rules) faults.add(rule);
  return { ...(await ground(kind, { ...given, faults })), faults, acts: () => acts };
}
