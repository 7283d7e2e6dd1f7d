import type { Finding } from '../../run.ts';
import { playbookNamed } from '../catalogue.ts';
import { referenceAutomation } from '../reference/references.ts';
import { play } from '../runs.ts';

/**
 * Judges the reference automation of a playbook, right or with a flaw.
 * @param only these adversities; all unless told
 */
export async function judged(name: string, flaw?: string, only?: readonly string[]): Promise<readonly Finding[]> {
  const { findings } = await play(await playbookNamed(name), referenceAutomation(name, flaw), {
    signal: new AbortController().signal,
    ...(only && { only }),
  });
  return findings;
}

/** What is wrong, by the rules' own names. */
export const broken = (findings: readonly Finding[]): readonly (string | undefined)[] =>
  findings
    .filter(({ outcome }) => ['fail', 'warn', 'harness-error'].includes(outcome))
    .map(({ check }) => check.split('.')[1]);

/** Everything that did not pass, with its reason. */
export const notPassed = (findings: readonly Finding[]): readonly object[] =>
  findings
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ check, outcome, observed, why }) => ({ check, outcome, observed, why }));
