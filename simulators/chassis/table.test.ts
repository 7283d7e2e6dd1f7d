import fc from 'fast-check';
import { type Draft, produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { keptInPlace, Table } from './table.ts';

interface Certificate {
  readonly name: string;
  readonly uses: readonly string[];
}

interface State {
  readonly certificates: Table<Certificate>;
  readonly owner: { readonly name: string };
}

const certificate = (name: string): Certificate => ({ name, uses: [] });

describe('Table', () => {
  it('lists entries in the order of their first put, also after they are replaced', () => {
    const table = Table.from<number>().put('b', 1).put('a', 2).put('b', 3);
    expect([...table]).toEqual([
      ['b', 3],
      ['a', 2],
    ]);
    expect([...table.keys()]).toEqual(['b', 'a']);
    expect([...table.values()]).toEqual([3, 2]);
  });

  it('leaves the table it grew from as it was', () => {
    const before = Table.from([['a', 1]]);
    before.put('b', 2);
    before.remove('a');
    expect([...before]).toEqual([['a', 1]]);
  });

  it('is the same table where nothing changes', () => {
    const entry = certificate('one');
    const table = Table.from([['a', entry]]);
    expect(table.put('a', entry)).toBe(table);
    expect(table.remove('b')).toBe(table);
    expect(table.apply({ remove: [], put: [] })).toBe(table);
  });

  it('freezes what is put, to the bottom', () => {
    const uses: string[] = [];
    const table = Table.from<Certificate>().put('a', { name: 'one', uses });
    expect(() => uses.push('server')).toThrow(TypeError);
    expect(Object.isFrozen(table.get('a'))).toBe(true);
  });

  it('keeps what a draft stands for, not the draft', () => {
    const state: State = { certificates: Table.from(), owner: { name: 'admin' } };
    const next = produce(state, (draft: Draft<State>) => {
      draft.owner.name = 'netops';
      const nested = { name: 'one', uses: [] as string[], owner: draft.owner };
      draft.certificates = draft.certificates.put('a', nested).put('b', { name: draft.owner.name, uses: [] });
    });
    expect(next.certificates.get('a')).toEqual({ name: 'one', uses: [], owner: { name: 'netops' } });
    expect(next.certificates.get('b')?.name).toBe('netops');
    expect(state.certificates.size).toBe(0);
  });

  it('keeps a draft that is put whole', () => {
    const state = { pending: certificate('one'), table: Table.from<Certificate>() };
    const next = produce(state, (draft) => {
      draft.pending.name = 'two';
      draft.table = draft.table.put('a', draft.pending);
    });
    expect(next.table.get('a')).toEqual({ name: 'two', uses: [] });
  });

  it("holds a key that names an object's prototype", () => {
    const table = Table.from([['__proto__', 1]]);
    expect(table.get('__proto__')).toBe(1);
    expect(Table.from(table.toJSON()).get('__proto__')).toBe(1);
  });

  it('gives pages, each with the key to go on from', () => {
    const table = Table.from(['a', 'b', 'c', 'd', 'e'].map((key) => [key, key.toUpperCase()] as const));
    expect(table.page(undefined, 2)).toEqual({
      entries: [
        ['a', 'A'],
        ['b', 'B'],
      ],
      next: 'b',
    });
    expect(table.page('b', 2)).toEqual({
      entries: [
        ['c', 'C'],
        ['d', 'D'],
      ],
      next: 'd',
    });
    expect(table.page('d', 2)).toEqual({ entries: [['e', 'E']] });
    expect(table.page('e', 2)).toEqual({ entries: [] });
    expect(table.page('gone', 2)).toBeUndefined();
  });

  it('tells a moved entry: removed and put again', () => {
    const before = Table.from([
      ['a', 1],
      ['b', 2],
    ]);
    const after = before.remove('a').put('a', 1);
    expect(after.since(before)).toEqual({ remove: ['a'], put: [['a', 1]] });
    expect(Table.from(after).since(before)).toEqual({ remove: ['a'], put: [['a', 1]] });
  });

  it('tells nothing of an entry that came and went', () => {
    const before = Table.from([['a', 1]]);
    expect(before.put('b', 2).remove('b').since(before)).toEqual({ remove: [], put: [] });
    expect(before.put('a', 2).put('a', 1).since(before)).toEqual({ remove: [], put: [] });
  });

  it('forgets the log of long ago, not the difference', () => {
    const before = Table.from([['first', -1]]);
    let table = before;
    for (let edit = 0; edit < 2_000; edit++) table = table.put(`key-${edit % 700}`, edit);
    expect(before.apply(table.since(before)).toJSON()).toEqual(table.toJSON());
    expect(table.since(before).put).toHaveLength(700);
  });
});

describe('Table against a Map', () => {
  type Edit = { readonly key: string; readonly value: number | undefined };
  const edits = fc.array(
    fc.record<Edit>({
      key: fc.oneof(fc.integer({ min: 0, max: 6 }).map(String), fc.string({ maxLength: 2 })),
      value: fc.option(fc.nat(), { nil: undefined, freq: 2 }),
    }),
    { maxLength: 60, size: 'max' },
  );
  const edited = (table: Table<number>, list: readonly Edit[]): Table<number> =>
    list.reduce((now, { key, value }) => (value === undefined ? now.remove(key) : now.put(key, value)), table);

  it('holds the same entries in the same order', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const map = new Map<string, number>();
        for (const { key, value } of list) value === undefined ? map.delete(key) : map.set(key, value);
        const table = edited(Table.from(), list);
        expect(table.toJSON()).toEqual([...map]);
        expect(table.size).toBe(map.size);
        expect(list.every(({ key }) => table.get(key) === map.get(key) && table.has(key) === map.has(key))).toBe(true);
      }),
    );
  });

  it('gives by since what apply needs, order and all, for tables that grew from one another and that did not', () => {
    fc.assert(
      fc.property(edits, edits, edits, (shared, mine, theirs) => {
        const base = edited(Table.from(), shared);
        const one = edited(base, mine);
        const other = edited(base, theirs);
        for (const [before, after] of [
          [base, one],
          [one, base],
          [one, other],
          [Table.from(base), one],
        ] as const) {
          expect(before.apply(after.since(before)).toJSON()).toEqual(after.toJSON());
        }
      }),
    );
  });

  it('is gone through by pages as by iteration', () => {
    fc.assert(
      fc.property(edits, fc.integer({ min: 1, max: 5 }), (list, limit) => {
        const table = edited(Table.from(), list);
        const seen: (readonly [string, number])[] = [];
        let after: string | undefined;
        do {
          const page = table.page(after, limit);
          seen.push(...(page?.entries ?? []));
          after = page?.next;
        } while (after !== undefined);
        expect(seen).toEqual(table.toJSON());
      }),
    );
  });
});

describe('keptInPlace', () => {
  it.each([
    [['a', 'b', 'c'], ['b', 'c', 'a'], 2],
    [['a', 'b'], ['a', 'b', 'c'], 2],
    [['a', 'b'], ['x', 'a', 'b'], 0],
    [[], [], 0],
  ])('of %j and %j is %i', (before, after, kept) => {
    expect(keptInPlace(before, after)).toBe(kept);
  });
});
