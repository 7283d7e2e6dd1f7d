import type { Check } from './case.ts';
import { type OnceStore, openContext } from './context.ts';
import { CouldNotRun, messageOf, OnlySimulated } from './errors.ts';
import type { Judgement } from './judgement.ts';
import type { Outcome } from './outcome.ts';
import { deviationOutcome, type Requirement } from './requirement.ts';
import type { PlannedCase } from './select.ts';
import { shuffled } from './shuffle.ts';
import { requirementOf, type Suite } from './suite.ts';
import type { Target } from './target.ts';
import { within } from './wait.ts';
import type { Tap, WireEntry } from './wire.ts';

/** What became of one check. Texts are redacted. */
export interface Finding {
  readonly check: string;
  readonly case: string;
  readonly kind: string;
  readonly release: string;
  readonly outcome: Outcome;
  readonly requirement: Requirement;
  readonly expected?: string;
  readonly observed?: string;
  /** What to do next, or why nothing was judged. */
  readonly next?: string;
  readonly why?: string;
}

/** What a run gave: a finding for every check of the plan, in the order of the plan. */
export interface RunRecord {
  readonly findings: readonly Finding[];
  /** False when the run was interrupted. */
  readonly complete: boolean;
  /** What was left changed on the target. */
  readonly residue: readonly string[];
  /** Of a target that may have been changed: whether it is proved to be as it was before. */
  readonly restored?: boolean;
}

/** How to run. */
export interface RunOptions {
  /** Interrupts the run: cases under way are given up, those to come are not begun. */
  readonly signal: AbortSignal;
  /** How many cases at a time. Default 4 on simulators, which have a device each; 1 elsewhere. */
  readonly parallel?: number;
  /** Drives the cases in another order, the same one for the same seed. Default: the order of the plan. */
  readonly shuffle?: number;
  /** Called as each case ends. */
  readonly progress?: (id: string, findings: readonly Finding[]) => void;
  /** Called with each case that was driven, after it was undone. */
  readonly record?: (drive: Drive) => void;
  /** Costly things that are made once; of the run alone unless told. */
  readonly onceStore?: OnceStore;
}

type Verdict = Pick<Finding, 'outcome' | 'expected' | 'observed' | 'next' | 'why'>;
type Driven = { readonly observations: unknown } | { readonly instead: Unjudged };

/** Why a case observed nothing. */
interface Unjudged {
  readonly outcome: Finding['outcome'];
  readonly why: string;
}

/** A case that was driven: every exchange, and what it observed or why it observed nothing. Texts are redacted. */
export interface Drive {
  readonly case: string;
  readonly wire: readonly WireEntry[];
  readonly observations?: unknown;
  readonly instead?: Unjudged;
}

/** Drives every planned case of a suite against a target and judges what was observed. Never throws for a case's sake. */
export async function run(
  suite: Suite,
  planned: readonly PlannedCase[],
  target: Target,
  options: RunOptions,
): Promise<RunRecord> {
  const { signal, parallel = target.simulated ? 4 : 1, progress, record, onceStore = new Map(), shuffle } = options;
  const findings = new Map<PlannedCase, readonly Finding[]>();
  const residue: string[] = [];
  const queue = (shuffle === undefined ? planned : shuffled(planned, shuffle)).values();

  async function worker(): Promise<void> {
    for (const one of queue) {
      const chosen = [...one.choices.values()].some((choice) => choice.chosen);
      const driven = chosen
        ? await drive(one, target, { signal, onceStore, residue, ...(record && { record }) })
        : couldNotRun('none of its checks was chosen');
      const judged = target.secrets.redactAll(judgeCase(suite, one, target.release, driven));
      findings.set(one, judged);
      if (chosen) progress?.(one.case.id, judged);
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
  return {
    findings: planned.flatMap((one) => findings.get(one) ?? []),
    complete: !signal.aborted,
    residue: target.secrets.redactAll(residue),
  };
}

interface Driving {
  readonly signal: AbortSignal;
  readonly onceStore: OnceStore;
  /** Gets what a case could not put back. */
  readonly residue: string[];
  readonly record?: (drive: Drive) => void;
}

async function drive(planned: PlannedCase, target: Target, driving: Driving): Promise<Driven> {
  const wire: WireEntry[] = [];
  const driven = await observe(planned, target, driving, driving.record && ((entry) => wire.push(entry)));
  driving.record?.(target.secrets.redactAll({ case: planned.case.id, wire, ...driven }));
  return driven;
}

async function observe(
  { case: one }: PlannedCase,
  target: Target,
  { signal, onceStore, residue }: Driving,
  tap: Tap | undefined,
): Promise<Driven> {
  const lacking = one.needs.filter((need) => !target.provides.has(need));
  if (lacking.length > 0) return couldNotRun(`the target offers no ${lacking.join(', no ')}`);
  if (signal.aborted) return couldNotRun('the run was interrupted');

  const late = `the case did not end within ${one.timeoutMs / 1000} s`;
  let finish: (() => Promise<readonly string[]>) | undefined;
  try {
    const observations = await within(one.timeoutMs, late, signal, (caseSignal) => {
      const opened = openContext(target, caseSignal, onceStore, { case: one.id, tap });
      finish = opened.finish;
      return one.drive(opened.context);
    });
    // Through text and back: a judge gets plain data of its own, exactly what a recording would hold.
    return { observations: JSON.parse(JSON.stringify(observations)) };
  } catch (thrown) {
    if (thrown instanceof OnlySimulated) return { instead: { outcome: 'not-selected', why: thrown.message } };
    if (thrown instanceof CouldNotRun) return couldNotRun(thrown.message);
    return { instead: { outcome: 'harness-error', why: `driving the case: ${messageOf(thrown)}` } };
  } finally {
    for (const left of (await finish?.()) ?? []) residue.push(`${one.id}, ${left}`);
  }
}

function couldNotRun(why: string): Driven {
  return { instead: { outcome: 'could-not-run', why } };
}

/** Judges a case that was driven before, here or elsewhere. */
export function judgeDriven(suite: Suite, planned: PlannedCase, release: string, driven: Drive): readonly Finding[] {
  const { instead, observations } = driven;
  return judgeCase(suite, planned, release, instead ? { instead } : { observations });
}

function judgeCase(suite: Suite, planned: PlannedCase, release: string, driven: Driven): Finding[] {
  const verdict = (check: Check, requirement: Requirement): Verdict => {
    const choice = planned.choices.get(check);
    if (choice && !choice.chosen) return { outcome: choice.outcome, why: choice.why };
    return 'instead' in driven ? driven.instead : verdictOf(check, requirement, driven.observations);
  };
  const { kind } = suite;
  return planned.case.checks.map((check) => {
    const requirement = requirementOf(suite, check);
    return { check: check.id, case: planned.case.id, kind, release, requirement, ...verdict(check, requirement) };
  });
}

/** Judges one check over observations. Pure as the judge is; a judge that throws is a harness error. */
export function verdictOf(check: Check, requirement: Requirement, observations: unknown): Verdict {
  let judgement: Judgement;
  try {
    judgement = check.judge(observations);
  } catch (thrown) {
    return { outcome: 'harness-error', why: `judging: ${messageOf(thrown)}` };
  }
  if (judgement === true) return { outcome: 'pass' };
  if ('unseen' in judgement) return { outcome: 'could-not-run', why: judgement.unseen };
  return { outcome: deviationOutcome(requirement.level), ...judgement };
}
