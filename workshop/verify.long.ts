import { expect, it } from 'vitest';
import { slice } from '../.ci/slice.ts';
import { exerciseIds, exerciseNamed } from './catalogue.ts';
import { verify } from './verify.ts';

const { some } = slice();

it.each(some(exerciseIds()))('%s holds all that it should, each of its shortcuts among it', async (id) => {
  const exercise = await exerciseNamed(id);
  const shortcuts = some(exercise.shortcuts).map(({ name }) => `shortcut ${name}`);
  const proofs = await verify(exercise, { only: (what) => !what.startsWith('shortcut ') || shortcuts.includes(what) });
  expect(proofs.filter(({ ok }) => !ok)).toEqual([]);
  expect(proofs).toHaveLength(3 + shortcuts.length);
});
