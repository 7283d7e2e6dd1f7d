import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appended, emptyLedger, firstOf, type Ledger, rowsOf } from './ledger.ts';

const numbered = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => ({ id: from + index, row: { n: from + index } }));

function filled(sizes: readonly number[], bound: number): Ledger {
  let ledger = emptyLedger();
  for (const size of sizes) {
    const { next } = ledger;
    ledger = appended(
      ledger,
      numbered(next, next + size - 1).map(({ row }) => row),
      bound,
    );
  }
  return ledger;
}

describe('a ledger', () => {
  it('gives any rows back by their numbers, however they came, and none that it has dropped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(700), { maxLength: 6 }),
        fc.integer({ min: 1, max: 1_500 }),
        fc.integer({ min: -5, max: 2_500 }),
        fc.nat(1_100),
        (sizes, bound, from, length) => {
          const ledger = filled(sizes, bound);
          const first = firstOf(ledger, bound);
          const last = sizes.reduce((sum, size) => sum + size, 0);
          expect(ledger.next).toBe(last + 1);
          const wanted = numbered(Math.max(first, from), Math.min(last, from + length));
          expect(rowsOf(ledger, Math.max(first, from), from + length)).toEqual(wanted);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps no more blocks than its bound needs', () => {
    expect(filled([256 * 40], 1_000).packed.size).toBeLessThanOrEqual(5);
    expect(filled([256 * 40], 256 * 40).packed.size).toBe(40);
  });
});
