import { describe, expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { mutants } from '../../../simulators/asa/mutants.ts';
import { ask, red } from '../../testing/ask.ts';
import { asa } from './suite.ts';

const checks = asa.cases.flatMap((one) => one.checks);
const { some } = slice();

describe('an ASA that lies', () => {
  it.each(some(Object.keys(mutants)))('%s turns red the checks that name it, and no others', async (mutant) => {
    const named = checks.filter((check) => check.killedBy.includes(mutant)).map((check) => check.id);
    expect(red(await ask(asa, { mutant }))).toEqual([...named].sort());
  });
});
