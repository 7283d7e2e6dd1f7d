import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterLast, atMost, closes, never, noOverlap, precedes } from './words.ts';

const at = (...seqs: number[]) => seqs.map((seq) => ({ seq }));
const saying = { expected: 'order', observed: ({ seq }: { seq: number }) => `number ${seq}` };
const any = () => true;
const broken = (observed: string) => ({ expected: 'order', observed });

describe('the words of the rules', () => {
  it('never: none at all', () => {
    expect([never([], saying), never(at(3, 4), saying)]).toEqual([true, broken('number 3')]);
  });

  it('precedes: each has one of its own before it', () => {
    expect(precedes(at(1), at(2, 3), any, saying)).toBe(true);
    expect(precedes(at(2), at(1, 3), any, saying)).toEqual(broken('number 1'));
    expect(precedes(at(1), at(2), () => false, saying)).toEqual(broken('number 2'));
    expect(precedes(at(2), at(2), any, saying)).toEqual(broken('number 2'));
  });

  it('afterLast: one follows the last', () => {
    expect(afterLast(at(1, 2), at(3), saying)).toBe(true);
    expect(afterLast(at(1, 4), at(3), saying)).toEqual(broken('number 4'));
    expect(afterLast(at(1), [], saying)).toEqual(broken('number 1'));
  });

  it('closes: each that was opened is closed later, and by its own', () => {
    expect(closes(at(1, 2), at(3), any, saying)).toBe(true);
    expect(closes(at(1, 4), at(3), any, saying)).toEqual(broken('number 4'));
    expect(closes(at(1), at(2), () => false, saying)).toEqual(broken('number 1'));
  });

  it('noOverlap: the next begins when the one before has ended; one without an end goes on', () => {
    const spans = (...pairs: (readonly [number, number?])[]) =>
      pairs.map(([seq, until]) => ({ seq, ...(until !== undefined && { until }) }));
    expect(noOverlap(spans([1, 2], [2, 5], [6]), saying)).toBe(true);
    expect(noOverlap(spans([1, 3], [2, 5]), saying)).toEqual(broken('number 2'));
    expect(noOverlap(spans([1], [2, 3]), saying)).toEqual(broken('number 2'));
  });

  it('atMost: counted for each key', () => {
    const told = (key: string, count: number) => ({ expected: 'two', observed: `${count} of ${key}` });
    expect(atMost(['a', 'b', 'a'], 2, (one) => one, told)).toBe(true);
    expect(atMost(['a', 'b', 'b', 'b'], 2, (one) => one, told)).toEqual({ expected: 'two', observed: '3 of b' });
  });

  it('precedes holds exactly where the first of those comes before the first of these', () => {
    const seqs = fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(seqs, seqs, (those, these) => {
        const kept = precedes(at(...those), at(...these), any, saying) === true;
        expect(kept).toBe(Math.min(...those) < Math.min(...these));
      }),
    );
  });
});
