import { describe, expect, it } from 'vitest';
import type { Finding } from '../../run.ts';
import { playbookNamed, playbookNames } from '../catalogue.ts';
import { play } from '../runs.ts';
import { flaws } from './flaws.ts';
import { referenceAutomation } from './references.ts';

async function judged(name: string, flaw?: string): Promise<readonly Finding[]> {
  const told: unknown[] = [];
  const automation = referenceAutomation(name, flaw, (error) => told.push(error));
  const { findings, runs } = await play(await playbookNamed(name), automation, {
    signal: new AbortController().signal,
  });
  if (process.env.DEBUG_JUDGE) {
    console.log(
      name,
      flaw,
      runs.map((run) => [run.run, run.exit, run.end.devices, run.trace.length]),
      told,
      findings.map((f) => [f.check, f.outcome, f.observed ?? f.why]),
    );
    console.log(
      runs
        .filter((r) => r.run === process.env.DEBUG_JUDGE)
        .flatMap((r) => r.trace.map((t) => JSON.stringify(t).slice(0, 400)))
        .join('\n'),
    );
  }
  return findings;
}

const named = (findings: readonly Finding[], ...outcomes: string[]) =>
  findings.filter(({ outcome }) => outcomes.includes(outcome)).map(({ check }) => `${check.split('.')[1]}`);

describe.each(playbookNames)('%s', (name) => {
  it('is passed by the reference automation under every adversity', async () => {
    const findings = await judged(name);
    const bad = findings.filter(({ outcome }) => outcome !== 'pass');
    expect(bad.map(({ check, outcome, observed, why }) => ({ check, outcome, observed, why }))).toEqual([]);
  }, 120_000);

  const broken = flaws.filter(({ playbook }) => playbook === name);
  it.each(broken)(
    'one that $name fails exactly $breaks',
    async ({ name: flaw, breaks }) => {
      const findings = await judged(name, flaw);
      expect(named(findings, 'fail', 'warn', 'harness-error')).toEqual([breaks]);
    },
    120_000,
  );
});
