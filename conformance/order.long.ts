import { describe, expect, it } from 'vitest';
import { slice } from '../.ci/slice.ts';
import { conform } from './conform.ts';
import { suiteKinds, suitesFor } from './suites.ts';

const { seed, rounds } = slice();

/** Verdicts of one suite at all its releases, by release and check. */
async function verdicts(kind: string, how: { parallel: number; shuffle?: number }): Promise<Record<string, string>> {
  const records = await conform({
    suites: await suitesFor([kind]),
    selection: { only: [], skip: [], allow: 'simulator-only' },
    release: 'all',
    patienceMs: 60_000,
    signal: new AbortController().signal,
    ...how,
  });
  const findings = records.flatMap((record) => record.findings);
  return Object.fromEntries(findings.map(({ release, check, outcome }) => [`${release} ${check}`, outcome]));
}

describe.each(suiteKinds)('the verdicts on %s', (kind) => {
  it(`are the same in any order and in parallel, at every release (seed ${seed})`, async () => {
    const oneByOne = await verdicts(kind, { parallel: 1 });
    expect(Object.values(oneByOne)).toContain('pass');
    for (let round = 0; round < rounds(10); round++) {
      const parallel = 1 + (round % 5);
      expect(await verdicts(kind, { parallel, shuffle: seed + round }), `round ${round}`).toEqual(oneByOne);
    }
  });
});
