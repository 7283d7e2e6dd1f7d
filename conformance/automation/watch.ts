import type { Finding } from '../run.ts';
import { control, type Evidence } from './evidence.ts';
import { checkId, type Playbook, type Rule } from './playbook.ts';
import { evidenceOf } from './runs.ts';
import type { Stage } from './stage.ts';
import { verdictOf, verdicts } from './verdicts.ts';

/** How a rule stands while somebody is at work. */
export interface RuleState {
  /** `nxapi-secure-https.saves-at-the-end` */
  readonly check: string;
  /** The requirement, one sentence. */
  readonly statement: string;
  /** `open`: not tried yet, or not yet so; `green`: kept so far; `red`: broken. What is broken may be mended where the rule is about the end. */
  readonly state: 'open' | 'green' | 'red';
  /** What was expected and seen instead, where it is open or red. */
  readonly expected?: string;
  readonly observed?: string;
  readonly next?: string;
}

/** A playbook that is judged while somebody works. */
export interface Watch {
  /** All rules that people can keep or break, as they stand. */
  readonly states: readonly RuleState[];
  /** Looks at the end state, too, as it is now: what is not yet so stays open. */
  check(): Promise<readonly RuleState[]>;
  /** Says that the work is done: what is not so is red now, and the verdicts are given. */
  finish(): Promise<readonly Finding[]>;
  /** Ends the watching. The lab goes on. */
  stop(): void;
}

/**
 * Judges a playbook live: whoever works in the lab of `stage`, `on` is told of each rule that turns green or red, with what
 * was expected and what was seen. Rules about the order of things are judged with every event; those about the end state
 * when {@link Watch.check} is called, and they are red only when the work is said to be done.
 *
 * Rules that need an exit status or a run that goes wrong are for automations, and not among these.
 * @param stage a playbook's own lab, from `openStage`
 */
export function watch(playbook: Playbook, stage: Stage, on: (state: RuleState) => void): Watch {
  const rules = playbook.rules.filter((rule) => !rule.ofAutomation);
  const states = new Map<Rule, RuleState>(rules.map((rule) => [rule, stateOf(playbook, rule, 'open')]));
  let last: Evidence = { run: control, expect: 'success', given: stage.given, trace: stage.trace, end: nothing };
  let looked = false;

  const settle = (evidence: Evidence, over: boolean): void => {
    for (const rule of rules) {
      if (rule.settles === 'at-end' && !looked) continue;
      const { outcome, expected, observed, next } = verdictOf(rule, [evidence]);
      const broken = outcome === 'fail' || outcome === 'warn';
      const state = outcome === 'pass' ? 'green' : broken && (over || rule.settles === 'at-once') ? 'red' : 'open';
      const told = stateOf(playbook, rule, state, broken ? { expected, observed, next } : {});
      const before = states.get(rule);
      states.set(rule, told);
      if (before?.state !== state) on(told);
    }
  };
  const unwatch = stage.lab.watch(() => settle({ ...last, trace: stage.trace }, false));
  const check = async (over: boolean): Promise<void> => {
    const looking = await evidenceOf(stage);
    // What has happened while the lab was looked at has been told already, and is not taken back.
    last = { ...looking, trace: [...stage.trace] };
    looked = true;
    settle(last, over);
  };
  return {
    get states() {
      return [...states.values()];
    },
    async check() {
      await check(false);
      return [...states.values()];
    },
    async finish() {
      unwatch();
      await check(true);
      return verdicts({ ...playbook, rules }, [last]);
    },
    stop: unwatch,
  };
}

/** Before the end state has been looked at. */
const nothing: Evidence['end'] = { devices: {}, answers: {} };

function stateOf(
  playbook: Playbook,
  rule: Rule,
  state: RuleState['state'],
  why: { expected?: string | undefined; observed?: string | undefined; next?: string | undefined } = {},
): RuleState {
  const { expected, observed, next } = why;
  return {
    check: checkId(playbook, rule),
    statement: rule.requirement.statement,
    state,
    ...(expected !== undefined && { expected }),
    ...(observed !== undefined && { observed }),
    ...(next !== undefined && { next }),
  };
}
