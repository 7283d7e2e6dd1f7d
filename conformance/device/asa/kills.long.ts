import { describe, expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { mutants } from '../../../simulators/asa/mutants.ts';
import type { Check } from '../../case.ts';
import { plan } from '../../select.ts';
import { ask, red } from '../../testing/ask.ts';
import { asa } from './suite.ts';

const [first = '', ...others] = asa.releases;

/** The checks that are judged on a release. */
function judgedOn(release: string): readonly Check[] {
  return plan(asa, release, { only: [], skip: [], allow: 'simulator-only' }).flatMap(({ choices }) =>
    [...choices].flatMap(([check, { chosen }]) => (chosen ? [check] : [])),
  );
}

const usual = new Set(judgedOn(first).map(({ id }) => id));
/** By release, the checks that the first one has not. */
const elsewhere = others.map((release) => ({
  release,
  only: judgedOn(release).flatMap(({ id }) => (usual.has(id) ? [] : [id])),
}));
const checks = asa.cases.flatMap((one) => one.checks);
const { some } = slice();

describe('an ASA that lies', () => {
  it('is asked every check, on its first release or on another', () => {
    const asked = new Set([...usual, ...elsewhere.flatMap(({ only }) => only)]);
    expect(checks.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
  });

  it.each(some(Object.keys(mutants)))('%s turns red the checks that name it, and no others', async (mutant) => {
    const named = checks.filter((check) => check.killedBy.includes(mutant)).map((check) => check.id);
    const findings = [...(await ask(asa, { mutant }))];
    for (const asked of elsewhere) findings.push(...(await ask(asa, { ...asked, mutant })));
    expect(red(findings)).toEqual([...named].sort());
  });
});
