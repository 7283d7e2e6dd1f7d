import type { Case, Check } from './case.ts';
import type { Device } from './device.ts';
import type { Requirement } from './requirement.ts';
import type { TakeSnapshot } from './restore.ts';
import type { DeviceOptions } from './target.ts';
import { parseVersion } from './versions.ts';

/** Everything that is asked of one kind of device. */
export interface Suite {
  readonly kind: string;
  readonly title: string;
  /** The releases that the suite is written for, the default one first. */
  readonly releases: readonly string[];
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly cases: readonly Case[];
  /** Options of the simulated device that stands ready for all cases, as its owner would run it. */
  readonly standing: DeviceOptions;
  /**
   * Asks a device given by address for its release, as a device of this kind and nothing else would answer.
   * @throws CouldNotRun when the answer is not one of such a device.
   */
  readonly probe: (device: Device) => Promise<string>;
  /**
   * What cases that are asked of somebody's device may change there; compared before and after a run. A suite without is
   * never allowed more than `session` at a target.
   */
  readonly snapshot?: TakeSnapshot;
}

/** A suite as it is written down. */
export interface SuiteDraft extends Omit<Suite, 'requirements'> {
  readonly requirements: readonly Requirement[];
}

/**
 * Puts a suite together.
 * @throws Error when an id is given twice, or a check covers a requirement that no register has: mistakes of the
 *   suite's author.
 */
export function defineSuite(draft: SuiteDraft): Suite {
  const requirements = new Map<string, Requirement>();
  for (const requirement of [...draft.requirements, ...draft.cases.flatMap((one) => one.requirements)]) {
    if (requirements.has(requirement.id)) throw new Error(`requirement ${requirement.id} is defined twice`);
    requirements.set(requirement.id, requirement);
  }
  const taken = new Set<string>();
  for (const one of draft.cases) {
    for (const id of new Set([one.id, ...one.checks.map((check) => check.id)])) {
      if (taken.has(id)) throw new Error(`the id ${id} is given twice`);
      taken.add(id);
    }
    if (new Set(one.checks.map((check) => check.id)).size < one.checks.length) {
      throw new Error(`case ${one.id} has two checks of the same id`);
    }
    for (const check of one.checks) requirementOf({ kind: draft.kind, requirements }, check);
  }
  for (const release of draft.releases) parseVersion(release);
  return { ...draft, requirements };
}

/** The requirement that a check covers. @throws Error when the register lacks it. */
export function requirementOf(suite: Pick<Suite, 'kind' | 'requirements'>, check: Check): Requirement {
  const requirement = suite.requirements.get(check.requirement);
  if (!requirement)
    throw new Error(`check ${check.id} covers ${check.requirement}, which no register of ${suite.kind} has`);
  return requirement;
}
