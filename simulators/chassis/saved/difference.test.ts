import fc from 'fast-check';
import { type Draft, produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { Table } from '../table.ts';
import { apply, type Difference, diff } from './difference.ts';
import { decode, encode, encodedText, isPlainObject } from './encoding.ts';

const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '0', '7', '10', '__proto__', '$table', '$undefined', '$$x', 'constructor'),
  fc.string({ maxLength: 3 }),
);

/** State trees: plain data, undefined fields, keys that JSON or the encoding could stumble over, tables. */
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, 0.5)),
    fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc
      .array(
        fc.tuple(
          key,
          tie('tree').filter((entry) => entry !== undefined),
        ),
        { maxLength: 5 },
      )
      .map(Table.from),
  ),
}));

/** A later version of `before` that shares with it what `dice` leaves alone. */
function edited(before: unknown, dice: () => number, other: unknown): unknown {
  if (before instanceof Table) {
    let table = before;
    for (const name of [...before.keys(), 'new']) {
      const roll = dice();
      if (roll < 0.2) table = table.remove(name);
      else if (roll < 0.5) table = table.put(name, edited(table.get(name), dice, other) ?? null);
      else if (roll < 0.6) table = table.remove(name).put(name, 'moved');
    }
    return table;
  }
  if (Array.isArray(before)) {
    const items: unknown[] = before.flatMap((item) => {
      const roll = dice();
      if (roll < 0.1) return [];
      return roll < 0.2 ? [item, other] : [roll < 0.5 ? edited(item, dice, other) : item];
    });
    return items.some((item, index) => item !== before[index]) || items.length !== before.length ? items : before;
  }
  if (isPlainObject(before)) {
    const kept = Object.entries(before).filter(() => dice() > 0.15);
    const moved = kept.filter(() => dice() < 0.15);
    const fields = [...kept.filter((field) => !moved.includes(field)), ...moved];
    return Object.fromEntries([
      ...fields.map(([name, field]) => [name, dice() < 0.5 ? edited(field, dice, other) : field]),
      ...(dice() < 0.3 ? [['new', other]] : []),
    ]);
  }
  return dice() < 0.5 ? other : before;
}

const dice = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }).map((rolls) => {
  let next = 0;
  return () => rolls[next++ % rolls.length] ?? 0;
});

/** What two trees must agree in: values, and the order of keys. */
const shown = (value: unknown): string => [...encodedText(value)].join('');
const written = (difference: Difference): Difference => JSON.parse(JSON.stringify(difference));

describe('encode', () => {
  it('gives back by decode what was given, through text', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const back = decode(JSON.parse(JSON.stringify(encode(value))));
        expect(back).toEqual(value);
        expect(shown(back)).toBe(shown(value));
      }),
    );
  });

  it('writes the same text in pieces as at once', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: 4 }), (value, depth) => {
        expect([...encodedText(value, depth)].join('')).toBe(JSON.stringify(encode(value)));
      }),
    );
  });

  it('does not copy what is JSON already', () => {
    const value = { a: [1, { b: null }], c: 'x' };
    expect(encode(value)).toBe(value);
    expect(decode(value)).toBe(value);
  });

  it.each([
    [{ a: [0, { b: new Date(0) }] }, 'a.1.b: a Date cannot be saved'],
    [{ t: Table.from([['k', { bytes: Buffer.alloc(1) }]]) }, 't.k.bytes: a Buffer cannot be saved'],
    [{ a: Number.NaN }, 'a: NaN cannot be saved'],
    [() => 0, 'the tree itself: a function cannot be saved'],
  ])('refuses what is no plain data, with its place: %#', (value, message) => {
    expect(() => encode(value)).toThrow(message);
    expect(() => shown(value)).toThrow(message);
  });
});

describe('diff and apply', () => {
  it('lead from any tree to any other', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const difference = diff(before, after);
        const back = difference ? apply(before, written(difference)) : before;
        expect(back).toEqual(after);
        expect(shown(back)).toBe(shown(after));
      }),
    );
  });

  it('lead from a tree to its later versions, and leave the earlier ones as they were', () => {
    fc.assert(
      fc.property(tree, fc.array(fc.tuple(dice, tree), { maxLength: 4 }), (first, edits) => {
        let state = first;
        let replayed = first;
        const owned = new Set<object>();
        const firstShown = shown(first);
        for (const [roll, other] of edits) {
          const next = edited(state, roll, other);
          const difference = diff(state, next);
          const before = shown(state);
          if (difference) {
            expect(shown(apply(state, written(difference)))).toBe(shown(next));
            replayed = apply(replayed, written(difference), owned);
          }
          expect(shown(replayed)).toBe(shown(next));
          expect(shown(state)).toBe(before);
          state = next;
        }
        expect(shown(first)).toBe(firstShown);
      }),
      { numRuns: 500 },
    );
  });

  it('say nothing where nothing changed', () => {
    expect(diff({ a: { b: [1] } }, { a: { b: [1] } })).toBeUndefined();
    expect(diff(Table.from([['a', 1]]), Table.from([['a', 1]]))).toBeUndefined();
  });

  it('tell the small change of a large tree in few words', () => {
    const flash = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`file-${n}`, { size: n, time: 0 }]));
    const state = { flash, users: Table.from(Object.entries(flash)), lines: ['a', 'b', 'c', 'd'] };
    const next = produce(state, (draft: Draft<typeof state>) => {
      delete draft.flash['file-3'];
      draft.flash['file-7'] = { size: 1, time: 2 };
      draft.users = draft.users.put('file-9', { size: 5, time: 6 });
      draft.lines.splice(1, 1);
    });
    expect(diff(state, next)).toEqual({
      edit: {
        flash: { drop: ['file-3'], edit: { 'file-7': { edit: { size: { set: 1 }, time: { set: 2 } } } } },
        users: { table: { remove: [], put: [['file-9', { size: 5, time: 6 }]] } },
        lines: { splice: [1, 1, []] },
      },
    });
  });

  it('does not move keys that are whole numbers, which have no order of their own', () => {
    expect(diff({ 1: 'a', 20: 'b', name: 'c' }, { 1: 'a', 5: 'x', 20: 'b', name: 'c' })).toEqual({
      edit: { 5: { set: 'x' } },
    });
  });

  it('names the place of a value that cannot be saved', () => {
    expect(() => diff({ a: { b: [1] } }, { a: { b: [new Map()] } })).toThrow('a.b.0: a Map cannot be saved');
  });

  it('refuses a difference of another tree', () => {
    expect(() => apply({ a: 1 }, { items: { 0: { set: 1 } } })).toThrow('does not fit');
    expect(() => apply([], { table: { remove: [], put: [] } })).toThrow('does not fit');
  });
});
