import { describe, expect, it } from 'vitest';
import { playbookNames, playbooks } from '../catalogue.ts';
import { broken, judged, notPassed } from '../testing/judged.ts';
import { flaws } from './flaws.ts';

// The long tier judges every flaw under every adversity; here are the first playbook with two flaws, and the control runs of the others.
const first = 'nxapi-secure-https';

describe(first, () => {
  it('is passed by the reference automation under every adversity', async () => {
    expect(notPassed(await judged(first))).toEqual([]);
  }, 120_000);

  const two = flaws.filter(
    ({ playbook, name }) => playbook === first && ['does-nothing', 'never-saves'].includes(name),
  );
  it.each(two)(
    'one that $name fails exactly $breaks',
    async ({ name: flaw, breaks }) => {
      expect(broken(await judged(first, flaw))).toEqual([breaks]);
    },
    120_000,
  );
});

describe.each(playbookNames.filter((name) => name !== first))('%s', (name) => {
  it('is done by the reference automation where nothing goes wrong', async () => {
    expect(broken(await judged(name, undefined, []))).toEqual([]);
  }, 120_000);
});

describe('the catalogue of broken automations', () => {
  it('breaks rules that there are, and leaves no rule of a playbook of its own without one', async () => {
    for (const playbook of await playbooks()) {
      const rules = playbook.rules.map(({ name }) => name);
      const mine = flaws.filter((flaw) => flaw.playbook === playbook.id);
      expect(rules).toEqual(expect.arrayContaining(mine.map(({ breaks }) => breaks)));
      const own = playbook.rules.filter(({ requirement }) => !requirement.id.startsWith('ANY-AUTO-'));
      const unbroken = own.filter(({ name }) => !flaws.some(({ breaks }) => breaks === name));
      expect(unbroken.map(({ name }) => name)).toEqual([]);
    }
    const policies = ['verifies-tls', 'reports-decoy', 'https-only', 'bounded-logins', 'truthful', 'goal'];
    expect(flaws.map(({ breaks }) => breaks)).toEqual(expect.arrayContaining(policies));
  });
});
