import { describe, expect, it } from 'vitest';
import { plan } from '../../select.ts';
import { mutantNames } from '../../simulator.ts';
import { ask, red } from '../../testing/ask.ts';
import { extremes } from './extremes.ts';
import { nsxv } from './suite.ts';

describe('a simulated NSX-v Manager', () => {
  it.each(nsxv.releases)(
    'conforms at %s',
    async (release) => {
      const findings = await ask(nsxv, { release });
      const blemished = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
      expect(
        blemished.map(({ check, outcome, expected, observed, why }) => ({ check, outcome, expected, observed, why })),
      ).toEqual([]);
      const passed = findings.filter(({ outcome }) => outcome === 'pass');
      expect(new Set(passed.map(({ requirement }) => requirement)).size).toBeGreaterThan(100);
    },
    120_000,
  );
});

const checks = nsxv.cases.flatMap((one) => one.checks);
const mutants = (await mutantNames()).filter((name) => name.startsWith('nsxv.'));

/** A case that names the mutant, at the oldest or newest release, whichever asks for the check that names it. */
function witness(mutant: string): {
  readonly case: string;
  readonly release: string;
  readonly named: readonly string[];
} {
  for (const release of extremes) {
    for (const { case: one, choices } of plan(nsxv, release, { only: [], skip: [], allow: 'simulator-only' })) {
      const named = one.checks.filter((check) => choices.get(check)?.chosen && check.killedBy.includes(mutant));
      if (named.length > 0) return { case: one.id, release, named: named.map(({ id }) => id) };
    }
  }
  throw new Error(`no check names ${mutant}`);
}

describe('a manager that lies', () => {
  it('is caught by every check in one lie at least', () => {
    expect(checks.filter(({ killedBy }) => killedBy.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it.each(mutants)('as in %s is caught in the checks that name it', async (mutant) => {
    const { case: only, release, named } = witness(mutant);
    expect(red(await ask(nsxv, { mutant, only: [only], release }))).toEqual([...named].sort());
  });
});
