import { describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { plan } from '../../select.ts';
import { mutantNames } from '../../simulator.ts';
import { ask, red } from '../../testing/ask.ts';
import { nxos } from './suite.ts';

/** Several cases make certificates with the real openssl. */
const withOpenssl = it.skipIf(!has('openssl'));

describe('a simulated Nexus', () => {
  withOpenssl.each(nxos.releases)(
    'conforms at %s',
    async (release) => {
      const findings = await ask(nxos, { release });
      const blemished = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
      expect(
        blemished.map(({ check, outcome, expected, observed, why }) => ({ check, outcome, expected, observed, why })),
      ).toEqual([]);
      expect(findings.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(200);
    },
    120_000,
  );
});

const checks = nxos.cases.flatMap((one) => one.checks);
const mutants = (await mutantNames()).filter((name) => name.startsWith('nxos.'));

/** For each case the first lie that it must notice; that every lie is noticed wherever it is named is shown elsewhere. */
const witnesses = nxos.releases.flatMap((release) =>
  plan(nxos, release, { only: [], skip: [], allow: 'simulator-only' }).flatMap(({ case: one, choices }) => {
    const asked = one.checks.filter((check) => choices.get(check)?.chosen);
    const mutant = asked.flatMap(({ killedBy }) => killedBy)[0];
    return mutant === undefined ? [] : [{ case: one.id, release, mutant, asked }];
  }),
);
const first = witnesses.filter((one, at) => witnesses.findIndex((other) => other.case === one.case) === at);

describe('a Nexus that lies', () => {
  it('has a check that names it for every lie', () => {
    const named = new Set(checks.flatMap(({ killedBy }) => killedBy));
    expect(mutants.filter((name) => !named.has(name))).toEqual([]);
  });

  withOpenssl.each(first)('is caught by $case as in $mutant, in the checks that name it', async (witness) => {
    const { case: only, release, mutant, asked } = witness;
    const named = asked.filter(({ killedBy }) => killedBy.includes(mutant)).map(({ id }) => id);
    expect(red(await ask(nxos, { mutant, only: [only], release }))).toEqual(named.sort());
  });
});
