import { describe, expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { playbookNames } from '../catalogue.ts';
import { broken, judged, notPassed } from '../testing/judged.ts';
import { flaws } from './flaws.ts';

const { some } = slice();

describe.each(some(playbookNames))('%s', (name) => {
  it('is passed by the reference automation under every adversity', async () => {
    expect(notPassed(await judged(name))).toEqual([]);
  }, 120_000);

  const mine = flaws.filter(({ playbook }) => playbook === name);
  it.each(some(mine))(
    'one that $name fails exactly $breaks',
    async ({ name: flaw, breaks }) => {
      expect(broken(await judged(name, flaw))).toEqual([breaks]);
    },
    120_000,
  );
});
