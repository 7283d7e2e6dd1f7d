import { expect, it } from 'vitest';
import { undoStack } from './undo.ts';

it('undoes in reverse order, each once, and goes on after a failure', async () => {
  const stack = undoStack<string[]>();
  for (const name of ['first', 'second', 'third']) {
    stack.push(name, async (done) => {
      if (name === 'second') throw new Error('it is stuck');
      done.push(name);
    });
  }
  const done: string[] = [];
  expect(await stack.unwind(done)).toEqual(['second: it is stuck']);
  expect(done).toEqual(['third', 'first']);
  expect(await stack.unwind(done)).toEqual([]);
  expect(done).toHaveLength(2);
});
