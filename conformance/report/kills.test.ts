import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/files.ts';
import { mutantTitles } from '../simulator.ts';
import { suitesFor } from '../suites.ts';
import { killsPage } from './kills.ts';

describe('the kill matrix', () => {
  it('has a mutant for every check, or a written reason, and never both', async () => {
    const checks = (await suitesFor([])).flatMap(({ cases }) => cases.flatMap((one) => one.checks));
    const wrong = checks.filter(({ killedBy, unkilled }) => (killedBy.length === 0) !== (unkilled !== undefined));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('has at least 60 mutants, each of which turns something red', async () => {
    const checks = (await suitesFor([])).flatMap(({ cases }) => cases.flatMap((one) => one.checks));
    const names = [...(await mutantTitles()).keys()];
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(names.filter((name) => !checks.some(({ killedBy }) => killedBy.includes(name)))).toEqual([]);
  });

  it('as a page is current (to write it: rackless list mutants --markdown > docs/kill-matrix.md)', async () => {
    const file = join(root, 'docs', 'kill-matrix.md');
    // Compared as a whole: a difference of hundreds of lines would hide what to do about it.
    const page = killsPage(await suitesFor([]), await mutantTitles());
    expect(existsSync(file) && readFileSync(file, 'utf8') === page).toBe(true);
  });
});
