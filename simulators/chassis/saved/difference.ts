import type { Json } from '../json.ts';
import { keptInPlace, Table } from '../table.ts';
import { decode, encode, isPlainObject, within } from './encoding.ts';

/** What turns one tree into another, as plain JSON; values in it are written by {@link encode}. */
export type Difference =
  /** Another value altogether. */
  | { readonly set: Json }
  /** An object: keys that go, then keys that change or come, in the order in which they come. */
  | { readonly drop?: readonly string[]; readonly edit: Readonly<Record<string, Difference>> }
  /** An array of the same length: items that change. */
  | { readonly items: Readonly<Record<string, Difference>> }
  /** An array of another length: where, how many items go, which ones come. */
  | { readonly splice: readonly [at: number, removed: number, items: readonly Json[]] }
  /** A table: keys that go, then entries that are put in this order. */
  | { readonly table: { readonly remove: readonly string[]; readonly put: readonly (readonly [string, Json])[] } };

/**
 * The difference of two immutable trees. What both share is not looked into, so the cost is that of what changed. The
 * order of keys is part of a tree: a key that was dropped and set again stands last after {@link apply} too.
 *
 * @returns `undefined` where the trees are equal
 * @throws TypeError naming the place of a value that cannot be saved
 */
export function diff(before: unknown, after: unknown): Difference | undefined {
  if (before === after) return undefined;
  if (before instanceof Table && after instanceof Table) return tables(before, after);
  if (Array.isArray(before) && Array.isArray(after)) return arrays(before, after);
  if (isPlainObject(before) && isPlainObject(after)) return objects(before, after);
  return { set: encode(after) };
}

/**
 * The tree that `difference` makes of `tree`, which stays as it is.
 *
 * @param owned objects that belong to the caller alone and are changed in place; copies made here are added, so that
 *   one set for many differences copies each object once
 * @throws Error when the difference is not one of this tree
 */
export function apply(tree: unknown, difference: Difference, owned = new Set<object>()): unknown {
  if ('set' in difference) return decode(difference.set);
  if ('table' in difference && tree instanceof Table) {
    const { remove, put } = difference.table;
    return tree.apply({ remove, put: put.map(([key, entry]) => [key, decode(entry)] as const) });
  }
  if ('splice' in difference && Array.isArray(tree)) {
    const [at, removed, items] = difference.splice;
    return own([...tree.slice(0, at), ...items.map(decode), ...tree.slice(at + removed)], owned);
  }
  if ('items' in difference && Array.isArray(tree)) {
    const copy: unknown[] = owned.has(tree) ? tree : own([...tree], owned);
    for (const [index, item] of Object.entries(difference.items)) {
      copy[Number(index)] = apply(copy[Number(index)], item, owned);
    }
    return copy;
  }
  if ('edit' in difference && isPlainObject(tree)) {
    const copy: Record<string, unknown> = owned.has(tree) ? tree : own({ ...tree }, owned);
    for (const key of difference.drop ?? []) delete copy[key];
    for (const [key, field] of Object.entries(difference.edit)) {
      const value = apply(copy[key], field, owned);
      // Assigned, `__proto__` would not become a key.
      if (key === '__proto__') Object.defineProperty(copy, key, { ...dataProperty, value });
      else copy[key] = value;
    }
    return copy;
  }
  throw new Error(`a difference of a ${Object.keys(difference).join(' and ')} does not fit what it is applied to`);
}

const dataProperty = { configurable: true, enumerable: true, writable: true };

function own<T extends object>(copy: T, owned: Set<object>): T {
  owned.add(copy);
  return copy;
}

function tables(before: Table<unknown>, after: Table<unknown>): Difference | undefined {
  const { remove, put } = after.since(before);
  if (remove.length + put.length === 0) return undefined;
  return { table: { remove, put: put.map(([key, entry]) => [key, within(key, () => encode(entry))]) } };
}

function arrays(before: readonly unknown[], after: readonly unknown[]): Difference | undefined {
  if (before.length === after.length) {
    const items = after.flatMap((item, index) => {
      const difference = within(index, () => diff(before[index], item));
      return difference ? [[index, difference] as const] : [];
    });
    return items.length > 0 ? { items: Object.fromEntries(items) } : undefined;
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { splice: [start, before.length - end - start, after.slice(start, after.length - end).map(encode)] };
}

type PlainObject = Readonly<Record<string, unknown>>;

function objects(before: PlainObject, after: PlainObject): Difference | undefined {
  const keys = Object.keys(after);
  const beforeKeys = Object.keys(before);
  const moved = movedKeys(beforeKeys, keys);
  const drop = beforeKeys.filter((key) => moved.has(key) || !Object.hasOwn(after, key));
  const edit = keys.flatMap((key) => {
    const stays = !moved.has(key) && Object.hasOwn(before, key);
    if (stays && before[key] === after[key]) return [];
    const difference = within(key, () => (stays ? diff(before[key], after[key]) : { set: encode(after[key]) }));
    return difference ? [[key, difference] as const] : [];
  });
  if (drop.length > 0) return { drop, edit: Object.fromEntries(edit) };
  return edit.length > 0 ? { edit: Object.fromEntries(edit) } : undefined;
}

/** Keys that have to be dropped and set again (or are new), to stand where they stand in `after`. */
function movedKeys(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  if (before.length === after.length && before.every((key, index) => key === after[index])) return new Set();
  // JavaScript sorts keys that are whole numbers itself.
  const named = after.filter((key) => !isIndex(key));
  const kept = keptInPlace(
    before.filter((key) => !isIndex(key)),
    named,
  );
  return new Set(named.slice(kept));
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}
