import { describe, expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { conform } from '../../conform.ts';
import type { Finding } from '../../run.ts';
import { plan } from '../../select.ts';
import { mutantNames } from '../../simulator.ts';
import { nsx } from './suite.ts';

const everything = { only: [], skip: [], allow: 'simulator-only' } as const;
const checks = nsx.cases.flatMap((one) => one.checks);
const mutants = (await mutantNames()).filter((name) => name.startsWith('nsx.'));

async function judged(release: string, mutant?: string): Promise<readonly Finding[]> {
  const records = await conform({
    suites: [nsx],
    selection: everything,
    release,
    mutant,
    patienceMs: 10_000,
    signal: new AbortController().signal,
  });
  return records.flatMap(({ findings }) => findings);
}

const red = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ outcome }) => !['pass', 'not-applicable', 'not-selected'].includes(outcome))
    .map(({ check }) => check);

/** The checks that are judged on a release. */
function judgedOn(release: string): ReadonlySet<string> {
  const chosen = plan(nsx, release, everything).flatMap(({ choices }) =>
    [...choices].flatMap(([check, choice]) => (choice.chosen ? [check.id] : [])),
  );
  return new Set(chosen);
}

const newest = judgedOn('9.0');
/** Checks of older releases alone, each with the newest release that has it. */
const older = checks.flatMap((check) => {
  const release = nsx.releases.find((one) => judgedOn(one).has(check.id));
  return release === undefined || newest.has(check.id) ? [] : [{ release, check }];
});
const { some } = slice();

describe('the NSX suite', () => {
  it.each(some(nsx.releases))('is green on the simulator of %s', async (release) => {
    const findings = await judged(release);
    expect(red(findings)).toEqual([]);
    expect(findings.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(140);
  });

  it.each(some(mutants))('turns red on %s where it says so, and nowhere else', async (name) => {
    const named = checks.filter(({ id, killedBy }) => newest.has(id) && killedBy.includes(name)).map(({ id }) => id);
    expect(red(await judged('9.0', name)).sort()).toEqual(named.sort());
  });

  it.each(some(older))('turns $check.id red on $release, which newer releases have not', async ({ release, check }) => {
    for (const name of check.killedBy) expect(red(await judged(release, name))).toContain(check.id);
  });
});
