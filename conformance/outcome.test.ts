import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExitStatus, exitReasons, exitStatus, outcomes, type Standing } from './outcome.ts';

const clean: Standing = {
  findings: [{ outcome: 'pass', level: 'must' }],
  complete: true,
  residue: [],
  waiverTroubles: [],
};
const found = (...pairs: [Standing['findings'][number]['outcome'], Standing['findings'][number]['level']][]) => ({
  ...clean,
  findings: pairs.map(([outcome, level]) => ({ outcome, level })),
});

/** For each row of the table, a change that makes it apply to any run. */
const make: Record<Exclude<ExitStatus, 0 | 2>, (standing: Standing) => Standing> = {
  64: (s) => ({ ...s, usageErrors: ['no such kind'] }),
  5: (s) => ({ ...s, residue: ['a vlan'] }),
  1: (s) => ({ ...s, findings: [...s.findings, { outcome: 'fail', level: 'must' }] }),
  3: (s) => ({ ...s, findings: [...s.findings, { outcome: 'could-not-run', level: 'must' }] }),
  4: (s) => ({ ...s, waiverTroubles: ['expired'] }),
};
const precedence = [64, 5, 1, 3, 2, 4] as const;

describe('the exit status', () => {
  it.each<[ExitStatus, string, Standing]>([
    [0, 'a pass', clean],
    [0, 'a warning', found(['warn', 'should'])],
    [0, 'a waived failure beside a pass', found(['pass', 'must'], ['waived', 'must'])],
    [0, 'a SHOULD that could not run beside a pass', found(['pass', 'must'], ['could-not-run', 'should'])],
    [
      0,
      'checks not selected or not applicable beside a pass',
      found(['pass', 'must'], ['not-selected', 'must'], ['not-applicable', 'must']),
    ],
    [1, 'a failure', make[1](clean)],
    [2, 'no finding', { ...clean, findings: [] }],
    [2, 'nothing selected', found(['not-selected', 'must'])],
    [2, 'nothing applicable', found(['not-applicable', 'must'])],
    [2, 'only a SHOULD that could not run', found(['could-not-run', 'should'])],
    [3, 'a MUST that could not run', make[3](clean)],
    [3, 'nothing but a MUST that could not run', found(['could-not-run', 'must'])],
    [3, 'a harness error in a MAY', found(['pass', 'must'], ['harness-error', 'may'])],
    [3, 'an interrupt', { ...clean, complete: false }],
    [4, 'a stale waiver', make[4](clean)],
    [5, 'residue', make[5](clean)],
    [64, 'a wrong question', make[64](clean)],
  ])('is %i for %s', (status, _, standing) => {
    expect(exitStatus(standing)).toBe(status);
  });

  it('is that of the strongest row which applies: 64, 5, 1, 3, 2, 4', () => {
    fc.assert(
      fc.property(fc.subarray(precedence.filter((status) => status !== 2)), fc.boolean(), (wanted, judged) => {
        const start = judged ? clean : { ...clean, findings: [] };
        const standing = wanted.reduce((s, status) => make[status](s), start);
        const rows = new Set<ExitStatus>(wanted);
        if (!judged && !rows.has(1)) rows.add(2);
        expect(exitStatus(standing)).toBe(precedence.find((status) => rows.has(status)) ?? 0);
        expect(exitReasons(standing).map(({ status }) => status)).toEqual(precedence.filter((s) => rows.has(s)));
      }),
    );
  });

  it('is never 0 unless something was judged', () => {
    const finding = fc.record({
      outcome: fc.constantFrom(...outcomes),
      level: fc.constantFrom('must' as const, 'should' as const, 'may' as const),
    });
    fc.assert(
      fc.property(fc.array(finding), (findings) => {
        const judged = findings.some(({ outcome }) => ['pass', 'fail', 'warn', 'waived'].includes(outcome));
        if (!judged) expect(exitStatus({ ...clean, findings })).not.toBe(0);
      }),
    );
  });
});
