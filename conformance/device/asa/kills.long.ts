import { describe, expect, it } from 'vitest';
import { mutants } from '../../../simulators/asa/mutants.ts';
import { ask, red } from '../../testing/ask.ts';
import { asa } from './suite.ts';

const checks = asa.cases.flatMap((one) => one.checks);

describe('an ASA that lies', () => {
  it.each(Object.keys(mutants))('%s turns red the checks that name it, and no others', async (mutant) => {
    const named = checks.filter((check) => check.killedBy.includes(mutant)).map((check) => check.id);
    expect(red(await ask(asa, { mutant }))).toEqual([...named].sort());
  });
});
