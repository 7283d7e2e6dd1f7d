import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/files.ts';
import { defineCase } from '../case.ts';
import { suiteKinds, suitesFor } from '../suites.ts';
import { fakeRequirement, fakeSuite } from '../testing/fake-suite.ts';
import { registerPage } from './register.ts';

describe('the page of a register', () => {
  const page = registerPage(
    fakeSuite(
      [
        fakeRequirement('FK-A-0001', { statement: 'The `a|b` of <b> is `c`.', accepted: ['this', 'that'] }),
        fakeRequirement('FK-B-0001', { versions: '>=9', evidence: 'inferred', untested: 'needs a power cut' }),
      ],
      [
        defineCase({
          id: 'FK-ONE',
          title: 'one',
          touches: 'read',
          drive: async () => ({}),
          checks: [{ id: 'c', requirement: 'FK-A-0001', judge: () => true }],
        }),
      ],
    ),
  );

  it('has each requirement with its standing, source, alternatives and checks', () => {
    expect(page).toMatch(/^## FK-A$/m);
    expect(page).toContain(
      'The `a\\|b` of &lt;b> is `c`. Accepted: this; that. | must · vendor · documented | A test: FK-A-0001 | `FK-ONE.c` |',
    );
  });

  it('says what is not tested, and why', () => {
    expect(page).toContain('2 requirements, 1 of them');
    expect(page).toContain('may · vendor · inferred · >=9 | A test: FK-B-0001 | not tested: needs a power cut |');
  });

  it.each(suiteKinds)(
    'of %s is current (to write it: rackless list requirements KIND --markdown > docs/requirements-KIND.md)',
    async (kind) => {
      const file = join(root, 'docs', `requirements-${kind}.md`);
      const [suite] = await suitesFor([kind]);
      if (!suite) throw new Error(`no suite of ${kind}`);
      // Compared as a whole: a difference of hundreds of lines would hide what to do about it.
      expect(existsSync(file) && readFileSync(file, 'utf8') === registerPage(suite)).toBe(true);
    },
  );
});

describe('the registers of all suites', () => {
  it('hold at least 600 different requirements that a check covers, over 14 profiles, and say why none covers the others', async () => {
    const suites = await suitesFor([]);
    const checked = new Set(
      suites.flatMap(({ cases }) => cases.flatMap((one) => one.checks.map((check) => check.requirement))),
    );
    expect(checked.size).toBeGreaterThanOrEqual(600);
    expect(suites.flatMap(({ releases }) => releases).length).toBeGreaterThanOrEqual(14);
    const unsaid = suites.flatMap(({ requirements }) =>
      [...requirements.values()]
        .filter(({ id, untested }) => checked.has(id) === (untested !== undefined))
        .map(({ id }) => id),
    );
    expect(unsaid).toEqual([]);
  });

  it('give no id to two requirements', async () => {
    const ids = (await suitesFor([])).flatMap(({ requirements }) => [...requirements.keys()]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});
