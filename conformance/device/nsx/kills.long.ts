import { describe, expect, it } from 'vitest';
import { conform } from '../../conform.ts';
import type { Finding } from '../../run.ts';
import { mutantNames } from '../../simulator.ts';
import { nsx } from './suite.ts';

const checks = nsx.cases.flatMap((one) => one.checks);
const mutants = (await mutantNames()).filter((name) => name.startsWith('nsx.'));

async function judged(release: string, mutant?: string): Promise<readonly Finding[]> {
  const records = await conform({
    suites: [nsx],
    selection: { only: [], skip: [], allow: 'simulator-only' },
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

describe('the NSX suite', () => {
  it.each(nsx.releases)('is green on the simulator of %s', async (release) => {
    const findings = await judged(release);
    expect(red(findings)).toEqual([]);
    expect(findings.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(140);
  });

  it.each(mutants)('turns red on %s where it says so, and nowhere else', async (name) => {
    const named = checks.filter(({ killedBy }) => killedBy.includes(name)).map(({ id }) => id);
    expect(red(await judged('9.0', name)).sort()).toEqual(named.sort());
  });
});
