import { messageOf } from '../errors.ts';
import { deviationOutcome } from '../requirement.ts';
import type { Finding } from '../run.ts';
import { control, type Evidence } from './evidence.ts';
import { checkId, type Pack, type Playbook, type Rule } from './playbook.ts';

type Verdict = Pick<Finding, 'outcome' | 'expected' | 'observed' | 'next' | 'why'>;

/** What may be asked of the verdicts. */
export interface VerdictOptions {
  /** Packs of policy that this house does not ask for: their rules are `not-selected`. */
  readonly without?: readonly Pack[];
}

/** Judges every rule of a playbook over the runs that there were. Pure: the same evidence gives the same findings. */
export function verdicts(
  playbook: Playbook,
  runs: readonly Evidence[],
  { without = [] }: VerdictOptions = {},
): readonly Finding[] {
  return playbook.rules.map((rule) => ({
    check: checkId(playbook, rule),
    case: playbook.id,
    kind: playbook.kind,
    release: playbook.release,
    requirement: rule.requirement,
    ...(rule.pack !== undefined && without.includes(rule.pack)
      ? { outcome: 'not-selected' as const, why: `the pack ${rule.pack} was left out` }
      : verdictOf(rule, runs)),
  }));
}

/** One rule over several runs: broken where one of them breaks it, kept where it was tried at least once. */
export function verdictOf(rule: Rule, runs: readonly Evidence[]): Verdict {
  let unseen = `its situation arose in none of the runs: ${runs.map(({ run }) => run).join(', ') || 'there was none'}`;
  let kept = false;
  for (const evidence of runs) {
    if ((evidence.decoySince !== undefined || evidence.otherHostKeys) && !rule.inDecoys) continue;
    try {
      if (!rule.arises(evidence)) continue;
      const judgement = rule.judge(evidence);
      if (judgement === true) {
        kept = true;
      } else if ('unseen' in judgement) {
        unseen = judgement.unseen;
      } else {
        const { observed, ...rest } = judgement;
        const where = evidence.run === control ? '' : `in the run ${evidence.run}: `;
        return { outcome: deviationOutcome(rule.requirement.level), ...rest, observed: `${where}${observed}` };
      }
    } catch (thrown) {
      return { outcome: 'harness-error', why: `judging ${evidence.run}: ${messageOf(thrown)}` };
    }
  }
  return kept ? { outcome: 'pass' } : { outcome: 'could-not-run', why: unseen };
}
