import { isJudged } from '../outcome.ts';
import { groupBy } from './group.ts';
import type { ResultFinding, Results } from './results.ts';

/** How far a run got with one level of requirements. */
export interface Tally {
  readonly passed: number;
  readonly judged: number;
  /** All checks that could be asked of this target at all. */
  readonly applicable: number;
  readonly waived: number;
}

/** Counts the checks of one level. */
export function tally({ findings, requirements }: Results, level: 'must' | 'should' | 'may'): Tally {
  const mine = findings.filter((one) => requirements[one.requirement]?.level === level);
  const having = (test: (one: ResultFinding) => boolean) => mine.filter(test).length;
  return {
    passed: having(({ outcome }) => outcome === 'pass'),
    judged: having(({ outcome }) => isJudged(outcome)),
    applicable: having(({ outcome }) => outcome !== 'not-applicable'),
    waived: having(({ outcome }) => outcome === 'waived'),
  };
}

/** `nxos 9.3(5), 10.2(3); asa 1.3.2`: what was asked. */
export function subjects({ findings }: Results): string {
  return [...groupBy(findings, ({ kind }) => kind)]
    .map(([kind, found]) => `${kind} ${[...groupBy(found, ({ release }) => release).keys()].join(', ')}`)
    .join('; ');
}

/** `929 requirements judged, over 18 profiles`: different requirements, and kinds with their releases. */
export function reach({ findings }: Results): string {
  const judged = findings.filter(({ outcome }) => isJudged(outcome));
  const profiles = groupBy(judged, ({ kind, release }) => `${kind} ${release}`).size;
  const requirements = new Set(judged.map(({ requirement }) => requirement)).size;
  const counted = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;
  return `${counted(requirements, 'requirement')} judged, over ${counted(profiles, 'profile')}`;
}

/** What a green run may claim: of a part, only that part. */
export function claim({ findings }: Results): string {
  const asked = findings.filter((one) => one.outcome !== 'not-selected').length;
  return asked === findings.length ? 'conforms' : `conforms as far as asked: ${asked} of ${findings.length} checks`;
}

/** The verdict of a whole run in one line. */
export function verdict(results: Results): string {
  const { status, reasons } = results.exit;
  return status === 0 ? claim(results) : reasons.join('; ');
}
