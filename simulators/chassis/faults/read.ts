import type { z } from 'zod';
import { type FaultRule, faultRule } from './rule.ts';

/** One thing that is wrong with a rule. */
export interface FaultRuleProblem {
  /** Where: `faults[1].match.device`. */
  readonly path: string;
  /** What is wrong and what would be right, without a full stop. */
  readonly message: string;
}

/** Fault rules that cannot be; the message has one line a problem. */
export class FaultRuleError extends Error {
  override readonly name = 'FaultRuleError';
  readonly problems: readonly FaultRuleProblem[];

  constructor(problems: readonly FaultRuleProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * Checks one rule as somebody typed it.
 *
 * @param place where it stands, for messages: `faults[1]`
 * @throws FaultRuleError with all that is wrong
 */
export function readFaultRule(raw: unknown, place = 'fault'): FaultRule {
  const parsed = faultRule.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new FaultRuleError(
    parsed.error.issues.flatMap((issue) => {
      const path = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
      return messages(issue).map((message) => ({ path: `${place}${path}`, message }));
    }),
  );
}

function messages(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `has no field ${JSON.stringify(key)}`);
  if (issue.code !== 'invalid_union') return [issue.message.replace(/^Invalid (?:input|string): /, '')];
  if (!('options' in issue) || !Array.isArray(issue.options)) return ['expected a text or a list of texts'];
  return [`expected one of ${issue.options.join(', ')}`];
}
