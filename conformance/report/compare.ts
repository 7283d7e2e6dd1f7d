import { isJudged } from '../outcome.ts';
import type { ResultFinding, Results } from './results.ts';

/** What changed between two runs, check by check. */
export interface Comparison {
  /** Passed before, deviates now. */
  readonly broken: readonly ResultFinding[];
  /** Deviated before, passes now. */
  readonly mended: readonly ResultFinding[];
  /** Was judged before, and is not now. */
  readonly lost: readonly ResultFinding[];
  /** Was not judged before, or not known, and is now. */
  readonly gained: readonly ResultFinding[];
  /** Was judged before, and is in this run no longer. */
  readonly gone: readonly ResultFinding[];
}

const key = ({ kind, release, check }: ResultFinding) => [kind, release, check].join(' ');
const deviates = ({ outcome }: ResultFinding) => outcome === 'fail' || outcome === 'warn' || outcome === 'waived';

/** Compares a run with an earlier one. */
export function compare(earlier: Results, now: Results): Comparison {
  const before = new Map(earlier.findings.map((one) => [key(one), one]));
  const after = new Set(now.findings.map(key));
  const changed = (test: (was: ResultFinding | undefined, is: ResultFinding) => boolean) =>
    now.findings.filter((one) => test(before.get(key(one)), one));
  return {
    broken: changed((was, is) => was?.outcome === 'pass' && deviates(is)),
    mended: changed((was, is) => was !== undefined && deviates(was) && is.outcome === 'pass'),
    lost: changed((was, is) => was !== undefined && isJudged(was.outcome) && !isJudged(is.outcome)),
    gained: changed((was, is) => (was === undefined || !isJudged(was.outcome)) && isJudged(is.outcome)),
    gone: earlier.findings.filter((one) => isJudged(one.outcome) && !after.has(key(one))),
  };
}
