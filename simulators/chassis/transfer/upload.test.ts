import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Upload } from './upload.ts';

describe('an upload', () => {
  it('holds what any sequence of writes and cuts makes of it', () => {
    const step = fc.oneof(
      fc.record({ at: fc.nat(200_000), bytes: fc.uint8Array({ maxLength: 100 }) }),
      fc.record({ size: fc.nat(200_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const upload = new Upload('f', 300_000, { left: 1_000_000 });
        let model = Buffer.alloc(0);
        const grow = (size: number) => {
          if (size > model.length) model = Buffer.concat([model, Buffer.alloc(size - model.length)]);
        };
        for (const one of steps) {
          if ('bytes' in one) {
            const bytes = Buffer.from(one.bytes);
            upload.write(one.at, bytes);
            grow(one.at + bytes.length);
            bytes.copy(model, one.at);
          } else {
            upload.resize(one.size);
            grow(one.size);
            model = model.subarray(0, one.size);
          }
        }
        expect(upload.bytes().equals(model)).toBe(true);
      }),
    );
  });

  it('keeps to its limit and to what all may hold, and gives back what it held', () => {
    const budget = { left: 150_000 };
    const one = new Upload('one', 100_000, budget);
    expect(() => one.write(100_000, Buffer.alloc(1))).toThrow(/one: No space left/);
    expect(() => one.write(Number.MAX_VALUE, Buffer.alloc(1))).toThrow(/No space left/);
    one.write(99_999, Buffer.alloc(1));
    const other = new Upload('other', 100_000, budget);
    expect(() => other.resize(60_000)).toThrow(/other: No space left/);
    other.resize(50_000);
    one.release();
    other.release();
    expect(budget.left).toBe(150_000);
  });
});
