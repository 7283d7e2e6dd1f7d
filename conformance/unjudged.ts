import type { Finding, RunRecord } from './run.ts';
import type { PlannedCase } from './select.ts';
import { requirementOf, type Suite } from './suite.ts';

/** One suite at one release: what `--dry-run` shows and a run judges. */
export interface Planned {
  readonly suite: Suite;
  readonly release: string;
  readonly cases: readonly PlannedCase[];
}

/** The record of a plan of which nothing could be asked, for one reason. */
export function unjudged({ suite, release, cases }: Planned, why: string, complete: boolean): RunRecord {
  const findings = cases.flatMap(({ case: one, choices }) =>
    [...choices].map(([check, choice]): Finding => {
      const base = {
        check: check.id,
        case: one.id,
        kind: suite.kind,
        release,
        requirement: requirementOf(suite, check),
      };
      return choice.chosen
        ? { ...base, outcome: 'could-not-run', why }
        : { ...base, outcome: choice.outcome, why: choice.why };
    }),
  );
  return { findings, complete, residue: [] };
}
