import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from './glob.ts';

describe('fits', () => {
  it.each([
    ['*', '', true],
    ['*', 'anything / at all', true],
    ['', '', true],
    ['', 'a', false],
    ['n9k-?', 'n9k-1', true],
    ['n9k-?', 'n9k-12', false],
    ['POST /api/*/import', 'POST /api/v1/certificates/import', true],
    ['*a*b', 'aab', true],
    ['*a*b', 'aba', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['?', '*', true],
    ['N9K', 'n9k', false],
  ])('of %j and %j is %j', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 10 }),
        (pattern, text) => {
          const regular = new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`);
          expect(fits(pattern, text)).toBe(regular.test(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('ends soon for a pattern that makes others try for ever', () => {
    expect(fits(`${'*a'.repeat(5_000)}b`, 'a'.repeat(10_000))).toBe(false);
  });
});
