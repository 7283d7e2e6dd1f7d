import type { CaseContext } from './context.ts';
import type { Judgement } from './judgement.ts';
import { type Citation, type Evidence, type Level, type Origin, type Requirement, register } from './requirement.ts';
import type { Need } from './target.ts';

/**
 * How much a case asks of its target, mildest first. `read` changes nothing, `session` logs in and out (or fails to),
 * `config` changes configuration, `disruptive` interrupts service, `simulator-only` needs what no real device has.
 */
export const ladder = ['read', 'session', 'config', 'disruptive', 'simulator-only'] as const;
export type Touches = (typeof ladder)[number];

/** One requirement, judged over what a case observed. */
export interface Check {
  /** Permanent: the case's id, and in a case of several checks a dot and the check's own name. */
  readonly id: string;
  /** The id of the one requirement that it covers. */
  readonly requirement: string;
  /** Pure: the same observations give the same judgement, on any machine, years later. */
  readonly judge: (observations: unknown) => Judgement;
  /** Mutants that must turn this check red. */
  readonly killedBy: readonly string[];
  /** Why no mutant does, where none is named. */
  readonly unkilled?: string;
}

/** A case drives a target and returns what it observed; it never judges. */
export interface Case {
  readonly id: string;
  readonly title: string;
  readonly touches: Touches;
  /** What the target must offer, or else every check of the case is `could-not-run`. */
  readonly needs: readonly Need[];
  /** The releases on which the case can be driven. */
  readonly versions: string;
  /** Milliseconds after which the case is given up. */
  readonly timeoutMs: number;
  readonly drive: (context: CaseContext) => Promise<unknown>;
  readonly checks: readonly Check[];
  /** Requirements that the short form states in place; empty in the long form. */
  readonly requirements: readonly Requirement[];
}

/** A check of the long form; `id` is its own name, in lower-case words joined by hyphens. */
export interface CheckDraft<Observed> {
  readonly id: string;
  readonly requirement: string;
  readonly judge: (observations: Observed) => Judgement;
  readonly killedBy?: readonly string[];
  readonly unkilled?: string;
}

interface Common<Observed> {
  readonly id: string;
  readonly touches: Touches;
  /** Default: nothing beyond the device. */
  readonly needs?: readonly Need[];
  /** Default: every release. */
  readonly versions?: string;
  /** Default: 60 seconds. */
  readonly timeoutMs?: number;
  /** Must return plain JSON data: what cannot be written down cannot be judged again. */
  readonly drive: (context: CaseContext) => Promise<Observed>;
}

/** Several checks over one drive, each naming a requirement of the register. */
export interface LongForm<Observed> extends Common<Observed> {
  readonly title: string;
  readonly checks: readonly CheckDraft<Observed>[];
}

/** One requirement, one drive, one judge, all under one id. */
export interface ShortForm<Observed> extends Common<Observed> {
  readonly covers: string;
  readonly source: Citation;
  readonly evidence: Evidence;
  readonly level?: Level;
  readonly origin?: Origin;
  readonly judge: (observations: Observed) => Judgement;
  readonly killedBy?: readonly string[];
}

/** Declares a case, in the long form (several `checks`) or the short one (one `judge`). */
export function defineCase<Observed extends object>(form: LongForm<Observed> | ShortForm<Observed>): Case {
  // The one place where the type of the observations is put aside: a suite holds cases of many shapes, and each
  // judge is only ever given what the drive of the same declaration returned.
  const open = (judge: (observations: Observed) => Judgement) => (seen: unknown) => judge(seen as Observed);
  const { id, touches, needs = [], versions = '*', timeoutMs = 60_000, drive } = form;
  const common = { id, touches, needs, versions, timeoutMs, drive };

  if ('checks' in form) {
    const checks = form.checks.map((check) => ({
      id: `${id}.${check.id}`,
      requirement: check.requirement,
      judge: open(check.judge),
      killedBy: check.killedBy ?? [],
      ...(check.unkilled !== undefined && { unkilled: check.unkilled }),
    }));
    return { ...common, title: form.title, checks, requirements: [] };
  }

  const { covers: statement, source, evidence, level, origin } = form;
  return {
    ...common,
    title: statement,
    checks: [{ id, requirement: id, judge: open(form.judge), killedBy: form.killedBy ?? [] }],
    requirements: register([
      { id, statement, source, evidence, versions, ...(level && { level }), ...(origin && { origin }) },
    ]),
  };
}
