import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shuffled } from './shuffle.ts';

it('a shuffled list has the same items, and the same order for the same seed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const order = shuffled(items, seed);
      expect([...order].sort()).toEqual([...items].sort());
      expect(shuffled(items, seed)).toEqual(order);
    }),
  );
});

it('seeds differ', () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  expect(new Set([1, 2, 3, 4].map((seed) => shuffled(items, seed).join())).size).toBe(4);
});
