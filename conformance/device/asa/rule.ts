import type { CheckDraft } from '../../case.ts';
import type { Judgement } from '../../judgement.ts';
import { type Citation, type Evidence, type Requirement, register } from '../../requirement.ts';

/** A requirement together with the one check that covers it. */
export interface Rule<Observed> {
  readonly id: string;
  readonly statement: string;
  readonly evidence: Evidence;
  readonly source: Citation;
  /** Lower-case words joined by hyphens: the check's own name. */
  readonly check: string;
  readonly judge: (observed: Observed) => Judgement;
  readonly killedBy?: readonly string[];
}

/** The register and the checks of rules. */
export function ruled<Observed>(rules: readonly Rule<Observed>[]): {
  readonly requirements: readonly Requirement[];
  readonly checks: readonly CheckDraft<Observed>[];
} {
  return {
    requirements: register(rules.map(({ id, statement, evidence, source }) => ({ id, statement, evidence, source }))),
    checks: rules.map(({ id, check, judge, killedBy }) => ({
      id: check,
      requirement: id,
      judge,
      ...(killedBy && { killedBy }),
    })),
  };
}
