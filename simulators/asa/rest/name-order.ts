import type { Table } from '../../chassis/table.ts';

/** A table and the names of its listed entries, in the order of a listing. */
interface Ordered {
  readonly table: object;
  readonly names: readonly string[];
}

/** Above so many changes sorting anew costs no more than putting each into its place. */
const most = 128;

function before(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b ? one < other : a < b;
}

/** Where `name` stands in `names`, or would. */
function placeOf(names: readonly string[], name: string): number {
  let [from, to] = [0, names.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (before(names[middle] ?? '', name)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * The names of a table's entries without regard to case. Remembered by table; one that grew out of another by a few
 * edits has its names put into the order of that one, so that listing 10,000 objects between two changes costs no sorting.
 * @source inferred: reference 4.4
 */
export class NameOrder<T> {
  readonly #isListed: (name: string, entry: T) => boolean;
  readonly #known = new WeakMap<object, readonly string[]>();
  /** By what lives as long as its tables: the device. */
  readonly #last = new WeakMap<object, Ordered & { readonly table: Table<T> }>();

  /** @param isListed whether an entry is shown at all */
  constructor(isListed: (name: string, entry: T) => boolean) {
    this.#isListed = isListed;
  }

  /** @param owner whose table it is: the tables of one grow out of one another */
  of(owner: object, table: Table<T>): readonly string[] {
    let names = this.#known.get(table);
    if (!names) {
      const last = this.#last.get(owner);
      names = (last && this.#after(last.table, last.names, table)) ?? this.#sorted(table);
      this.#known.set(table, names);
    }
    this.#last.set(owner, { table, names });
    return names;
  }

  #sorted(table: Table<T>): readonly string[] {
    const names: string[] = [];
    for (const [name, entry] of table) if (this.#isListed(name, entry)) names.push(name);
    const folded = names.map((name) => [name.toLowerCase(), name] as const);
    folded.sort(([a, one], [b, other]) => (a === b ? (one < other ? -1 : 1) : a < b ? -1 : 1));
    return folded.map(([, name]) => name);
  }

  #after(earlier: Table<T>, names: readonly string[], table: Table<T>): readonly string[] | undefined {
    const { remove, put } = table.since(earlier);
    if (remove.length + put.length > most) return undefined;
    const next = [...names];
    for (const name of [...remove, ...put.map(([key]) => key)]) {
      const at = placeOf(next, name);
      const isThere = next[at] === name;
      const entry = table.get(name);
      const belongs = entry !== undefined && this.#isListed(name, entry);
      if (isThere !== belongs) next.splice(at, isThere ? 1 : 0, ...(belongs ? [name] : []));
    }
    return next;
  }
}
