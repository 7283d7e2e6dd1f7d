import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { home } from '../lab/home.ts';
import { exerciseIds } from './catalogue.ts';
import { parseExercise } from './exercise-file.ts';
import { rulesOf } from './exercise-schema.ts';
import { verify } from './verify.ts';

vi.setConfig({ testTimeout: 120_000 });

const page = readFileSync(join(home, 'docs', 'exercises.md'), 'utf8');

it('the page on exercises has an example that holds all that it should', async () => {
  const [, example = ''] = /^```yaml\n(.*?)^```$/ms.exec(page) ?? [];
  const proofs = await verify(await parseExercise(example, 'docs/exercises.md'));
  expect(proofs.map(({ what, why }) => [what, why])).toEqual([
    ['hints', []],
    ['unsolved', []],
    ['solution', []],
    ['shortcut forgets-to-save', []],
  ]);
});

it('the page on exercises names all of them, and every form of a rule', () => {
  const rows = [...page.matchAll(/^\| `([\w-]+)/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual([...exerciseIds(), ...Object.keys(rulesOf)].toSorted());
});
