import { current, type Draft, freeze, isDraft, isDraftable } from 'immer';
import { OrderedMap } from 'immutable';

/** What turns one table into a later one: first the removals, then the puts in order. Values are whole entries. */
export interface TableChange<T> {
  readonly remove: readonly string[];
  readonly put: readonly (readonly [key: string, entry: T])[];
}

/** A part of a table, for devices that list by cursor. */
export interface TablePage<T> {
  readonly entries: readonly (readonly [key: string, entry: T])[];
  /** The key to ask on from; absent on the last page. */
  readonly next?: string;
}

/**
 * A collection in a state tree that may grow to thousands of entries, in order of insertion. It never changes: `put` and
 * `remove` return another table, in microseconds at any size, where a plain object would be copied whole.
 *
 * Inside a recipe assign the result: `draft.certificates = draft.certificates.put(id, entry)`. Entries are plain data;
 * they are frozen when put, and a draft that is put is first made plain (a draft kept beyond its recipe reads as a
 * revoked proxy). `undefined` is no entry. To change an entry, put another one under its key: the entry keeps its place.
 */
export class Table<T> implements Iterable<readonly [key: string, entry: T]> {
  readonly #entries: Entries<T>;
  readonly #edit: Edit;

  private constructor(entries: Entries<T>, edit: Edit) {
    this.#entries = entries;
    this.#edit = edit;
  }

  /** A table of these entries; without any, an empty one. A key given twice keeps its first place and last entry. */
  static from<T>(entries: Iterable<readonly [key: string, entry: T]> = []): Table<T> {
    const map: Entries<T> = OrderedMap<string, T>().withMutations((draft) => {
      for (const [key, entry] of entries) draft.set(key, settle(entry));
    });
    return new Table(map, { depth: 0, era: {} });
  }

  /** Number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  /** This table with `entry` under `key`: in its old place, or as the last one. */
  put(key: string, entry: T): Table<T> {
    const settled = settle(entry);
    const entries = this.#entries.set(key, settled);
    return entries === this.#entries ? this : new Table(entries, follow(this.#edit, key, false));
  }

  /** This table without `key`. */
  remove(key: string): Table<T> {
    return this.#entries.has(key) ? new Table(this.#entries.delete(key), follow(this.#edit, key, true)) : this;
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys();
  }

  values(): IterableIterator<T> {
    return this.#entries.values();
  }

  [Symbol.iterator](): IterableIterator<[key: string, entry: T]> {
    return this.#entries.entries();
  }

  /**
   * At most `limit` entries, those after the key `after` or from the first one.
   *
   * @returns `undefined` when `after` is not in the table (any more)
   */
  page(after: string | undefined, limit: number): TablePage<T> | undefined {
    if (after !== undefined && !this.has(after)) return undefined;
    const entries: [string, T][] = [];
    let skipping = after !== undefined;
    for (const pair of this.#entries.entries()) {
      if (skipping) skipping = pair[0] !== after;
      else if (entries.length < limit) entries.push(pair);
      else {
        const last = entries.at(-1)?.[0];
        return last === undefined ? { entries } : { entries, next: last };
      }
    }
    return { entries };
  }

  /**
   * What turned `before` into this table. Read from the tables' own log where one grew from the other within the last
   * few hundred edits; otherwise found by comparing all entries by reference.
   */
  since(before: Table<T>): TableChange<T> {
    return this.#logged(before) ?? this.#compared(before);
  }

  /** This table after `change`: `b` for `a.apply(b.since(a))`. */
  apply(change: TableChange<T>): Table<T> {
    if (change.put.length + change.remove.length === 0) return this;
    let edit = this.#edit;
    const entries = this.#entries.withMutations((draft) => {
      for (const key of change.remove) {
        draft.delete(key);
        edit = follow(edit, key, true);
      }
      for (const [key, entry] of change.put) {
        draft.set(key, settle(entry));
        edit = follow(edit, key, false);
      }
    });
    return new Table(entries, edit);
  }

  /** The entries in order: what {@link Table.from} takes. */
  toJSON(): (readonly [key: string, entry: T])[] {
    return [...this.#entries.entries()];
  }

  #logged(before: Table<T>): TableChange<T> | undefined {
    const edits: Edit[] = [];
    for (let edit = this.#edit; edit !== before.#edit; ) {
      edits.push(edit);
      const previous = edit.previous ?? edit.era.base;
      if (!previous) return undefined;
      edit = previous;
    }
    // A Map keeps the place of a key that is set again, so a key that moves to the end is deleted first.
    const touched = new Map<string, 'put' | 'removed' | 'moved'>();
    for (const { key, removed } of edits.reverse()) {
      if (key === undefined) continue;
      const known = touched.get(key);
      if (removed || known === 'removed') touched.delete(key);
      if (removed) touched.set(key, 'removed');
      else if (known === 'removed') touched.set(key, 'moved');
      else if (known === undefined) touched.set(key, 'put');
    }
    const remove: string[] = [];
    const put: [string, T][] = [];
    for (const [key, what] of touched) {
      if (what !== 'put' && before.has(key)) remove.push(key);
      if (what === 'removed') continue;
      const entry = this.#entries.get(key) as T;
      if (what === 'moved' || entry !== before.#entries.get(key)) put.push([key, entry]);
    }
    return { remove, put };
  }

  #compared(before: Table<T>): TableChange<T> {
    const keys = [...this.keys()];
    const beforeKeys = [...before.keys()];
    const kept = new Set(keys.slice(0, keptInPlace(beforeKeys, keys)));
    const remove = beforeKeys.filter((key) => !kept.has(key));
    const put = this.toJSON().filter(([key, entry]) => !kept.has(key) || entry !== before.#entries.get(key));
    return { remove, put };
  }
}

/**
 * How many of the first keys of `after` stand in `before` in the same order. The rest have to be removed, where they
 * were there, and put again to make the order right.
 */
export function keptInPlace(before: readonly string[], after: readonly string[]): number {
  let place = 0;
  for (const [index, key] of after.entries()) {
    while (place < before.length && before[place] !== key) place++;
    if (place === before.length) return index;
    place++;
  }
  return after.length;
}

/** What a table uses of an ordered map. Checking the library's own type against each state tree takes half a minute. */
interface Entries<T> {
  readonly size: number;
  has(key: string): boolean;
  get(key: string): T | undefined;
  set(key: string, entry: T): Entries<T>;
  delete(key: string): Entries<T>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[key: string, entry: T]>;
  withMutations(mutator: (draft: Entries<T>) => void): Entries<T>;
}

/**
 * One edit in a table's log: a list from the newest back, shared by the tables that grew from one another. It holds keys
 * only, so that an old entry is not kept alive by it.
 */
interface Edit {
  /** Absent in the edit that made the first table. */
  readonly key?: string;
  readonly removed?: boolean;
  /** Absent in the first of an era. */
  readonly previous?: Edit;
  readonly depth: number;
  readonly era: Era;
}

/** A stretch of the log. When an era begins, the one before last is cut off: the log's memory is bounded. */
interface Era {
  base?: Edit;
}

const eraLength = 256;

function follow(previous: Edit, key: string, removed: boolean): Edit {
  if (previous.depth < eraLength) return { key, removed, previous, depth: previous.depth + 1, era: previous.era };
  delete previous.era.base;
  return { key, removed, depth: 0, era: { base: previous } };
}

function settle<T>(entry: T): T {
  return freeze(plain(entry), true);
}

/** The value with every draft in it replaced by what it stands for; itself where it holds none. */
function plain<T>(value: T): T {
  if (isDraft(value)) return current(value as Draft<T>);
  if (!isDraftable(value) || Object.isFrozen(value)) return value;
  const parts = Object.entries(value as object);
  const plainParts = parts.map(([key, part]) => [key, plain(part)] as const);
  if (plainParts.every(([, part], index) => part === parts[index]?.[1])) return value;
  // Not by assignment: a key may be `__proto__`.
  return (Array.isArray(value) ? plainParts.map(([, part]) => part) : Object.fromEntries(plainParts)) as T;
}
