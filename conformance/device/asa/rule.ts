import { type Case, type CheckDraft, defineCase, type Touches } from '../../case.ts';
import type { CaseContext } from '../../context.ts';
import type { Judgement } from '../../judgement.ts';
import { type Requirement, register } from '../../requirement.ts';
import type { Need } from '../../target.ts';
import { killersOf } from './kills.ts';
import type { Told } from './sources.ts';

type Drive = (context: CaseContext) => Promise<object>;

/** A requirement together with the one check that covers it. */
export interface Rule<Observed> {
  readonly id: string;
  /** Lower-case words joined by hyphens: the check's own name. */
  readonly check: string;
  readonly statement: string;
  readonly told: Told;
  readonly judge: (observed: Observed) => Judgement;
  /** The agents that it speaks of, as a range of `versions.ts`; all of them unless told. */
  readonly versions?: string;
}

/** Writes rules over what one drive observes. */
export function rulesOver<D extends Drive>() {
  type Written = Rule<Awaited<ReturnType<D>>>;
  return (
    id: string,
    check: string,
    statement: string,
    told: Told,
    judge: Written['judge'],
    versions?: string,
  ): Written => ({ id, check, statement, told, judge, ...(versions !== undefined && { versions }) });
}

/** A case and what it rests on. */
export interface Topic {
  readonly requirements: readonly Requirement[];
  readonly asked: Case;
}

interface TopicDraft<Observed> {
  readonly id: string;
  readonly title: string;
  readonly touches: Touches;
  readonly needs?: readonly Need[];
  /** The agents at which it can be driven; all of them unless told. */
  readonly versions?: string;
  readonly drive: (context: CaseContext) => Promise<Observed>;
  readonly rules: readonly Rule<Observed>[];
}

/** A case whose checks cover one requirement each, with their register. */
export function topic<Observed extends object>({ rules, ...draft }: TopicDraft<Observed>): Topic {
  const requirements = register(
    rules.map(({ id, statement, told, versions }) => ({
      id,
      statement,
      ...told,
      ...(versions !== undefined && { versions }),
    })),
  );
  const checks = rules.map(
    ({ id, check, judge }): CheckDraft<Observed> => ({ id: check, requirement: id, judge, killedBy: killersOf(id) }),
  );
  return { requirements, asked: defineCase<Observed>({ ...draft, checks }) };
}
