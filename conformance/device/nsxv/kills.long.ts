import { describe, expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { plan } from '../../select.ts';
import { mutantNames } from '../../simulator.ts';
import { ask, red } from '../../testing/ask.ts';
import { extremes } from './extremes.ts';
import { nsxv } from './suite.ts';

const mutants = (await mutantNames()).filter((name) => name.startsWith('nsxv.'));
const checks = nsxv.cases.flatMap((one) => one.checks);
const { some } = slice();

describe('the kill matrix of the NSX-v suite', () => {
  it('asks every check on the oldest release or the newest', () => {
    const asked = new Set(
      extremes.flatMap((release) =>
        plan(nsxv, release, { only: [], skip: [], allow: 'simulator-only' }).flatMap(({ choices }) =>
          [...choices].flatMap(([check, { chosen }]) => (chosen ? [check.id] : [])),
        ),
      ),
    );
    expect(checks.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
  });

  it.each(some(mutants))('%s turns red exactly the checks that name it', async (mutant) => {
    const named = checks.filter((check) => check.killedBy.includes(mutant)).map((check) => check.id);
    const findings = await Promise.all(extremes.map((release) => ask(nsxv, { release, mutant })));
    expect(red(findings.flat())).toEqual([...named].sort());
  });
});
