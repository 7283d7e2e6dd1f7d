import { describe, expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { mutantNames } from '../../simulator.ts';
import { ask, red } from '../../testing/ask.ts';
import { nxos } from './suite.ts';

const mutants = (await mutantNames()).filter((name) => name.startsWith('nxos.'));
const checks = nxos.cases.flatMap((one) => one.checks);
const { some } = slice();

describe('the kill matrix of the NX-OS suite', () => {
  it.each(some(mutants))('%s turns red exactly the checks that name it, over all releases', async (mutant) => {
    const named = checks.filter((check) => check.killedBy.includes(mutant)).map((check) => check.id);
    expect(named).not.toEqual([]);
    expect(red(await ask(nxos, { release: 'all', mutant }))).toEqual([...named].sort());
  });
});
