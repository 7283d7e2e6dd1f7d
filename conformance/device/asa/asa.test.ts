import { describe, expect, it } from 'vitest';
import { mutants } from '../../../simulators/asa/mutants.ts';
import { ask } from '../../testing/ask.ts';
import { asa } from './suite.ts';

const checks = asa.cases.flatMap((one) => one.checks);

describe('a simulated ASA', () => {
  it.each(asa.releases)(
    'conforms with agent %s, in more than 500 distinct requirements',
    async (release) => {
      const findings = await ask(asa, { release });
      const blemished = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
      expect(
        blemished.map(({ check, outcome, expected, observed, why }) => ({ check, outcome, expected, observed, why })),
      ).toEqual([]);
      const judged = new Set(findings.filter(({ outcome }) => outcome === 'pass').map((one) => one.requirement));
      expect(judged.size).toBeGreaterThan(500);
    },
    120_000,
  );
});

describe('what is asked of an ASA', () => {
  it('rests on nothing inferred, and names its source', () => {
    for (const { id, evidence, source } of asa.requirements.values()) {
      expect(evidence, id).not.toBe('inferred');
      expect([source.document, source.place], id).not.toContain('');
    }
  });

  it('is killed by every mutant that there is, and by no other name', () => {
    const named = new Set(checks.flatMap((check) => check.killedBy));
    expect([...named].sort()).toEqual(Object.keys(mutants).sort());
  });

  it('has a mutant that every check must see', () => {
    expect(checks.filter(({ killedBy }) => killedBy.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it('tells why, of each requirement that no check covers', () => {
    const covered = new Set(checks.map(({ requirement }) => requirement));
    for (const { id, untested } of asa.requirements.values()) expect(untested === undefined, id).toBe(covered.has(id));
  });
});
