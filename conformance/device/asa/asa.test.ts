import { describe, expect, it } from 'vitest';
import { mutants } from '../../../simulators/asa/mutants.ts';
import { ask, red } from '../../testing/ask.ts';
import { asa } from './suite.ts';

const checks = asa.cases.flatMap((one) => one.checks);

describe('a simulated ASA', () => {
  it.each(asa.releases)(
    'conforms with agent %s',
    async (release) => {
      const findings = await ask(asa, { release });
      const blemished = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
      expect(
        blemished.map(({ check, outcome, expected, observed, why }) => ({ check, outcome, expected, observed, why })),
      ).toEqual([]);
      expect(findings.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(70);
    },
    60_000,
  );
});

describe('an ASA that lies', () => {
  it('is named by checks for every lie, and by no other name', () => {
    const named = new Set(checks.flatMap((check) => check.killedBy));
    expect([...named].sort()).toEqual(Object.keys(mutants).sort());
  });

  it.each(Object.keys(mutants))(
    '%s turns red the checks that name it, and no others',
    async (mutant) => {
      const named = checks.filter((check) => check.killedBy.includes(mutant)).map((check) => check.id);
      expect(red(await ask(asa, { mutant }))).toEqual([...named].sort());
    },
    60_000,
  );
});
