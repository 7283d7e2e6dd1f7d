import type { Json, JsonObject } from '../../chassis/json.ts';
import type { Table } from '../../chassis/table.ts';
import { refusals } from '../texts.ts';
import { flag } from './operation.ts';

/** Never `0000`, which clients take for the end. @source NSX reference 2.5 */
const prefix = '0036';
const most = 1000;

/**
 * A page of a list as JSON: `result_count` on the first page alone, `cursor` while there is more. Sorted only when
 * asked, since that costs the whole collection.
 * @param view what is shown of an entry
 * @param wanted entries that are listed; all unless told, and then a page costs only itself
 * @throws ApiError for a bad cursor or page size
 */
export function page<T>(
  query: URLSearchParams,
  table: Table<T>,
  view: (entry: T) => JsonObject,
  wanted?: (entry: T) => boolean,
): JsonObject {
  const size = pageSize(query.get('page_size'));
  const cursor = query.get('cursor') || undefined;
  const sortBy = query.get('sort_by') || undefined;
  const fields = query.get('included_fields')?.split(',').filter(Boolean);
  const shown = (entry: T): JsonObject => (fields ? included(view(entry), fields) : view(entry));
  if (sortBy === undefined && !wanted) {
    const found = table.page(keyOf(cursor), size);
    if (!found) throw badCursor();
    const results = found.entries.map(([, entry]) => shown(entry));
    return envelope(results, cursor === undefined ? table.size : undefined, found.next, query);
  }
  let entries = [...table].filter(([, entry]) => wanted?.(entry) ?? true).map(([key, entry]) => ({ key, entry }));
  if (sortBy !== undefined) entries = sorted(entries, view, sortBy, flag(query.get('sort_ascending') ?? 'true', true));
  const after = keyOf(cursor);
  const start = after === undefined ? 0 : entries.findIndex(({ key }) => key === after) + 1;
  if (after !== undefined && start === 0) throw badCursor();
  const some = entries.slice(start, start + size);
  const next = start + size < entries.length ? some.at(-1)?.key : undefined;
  return envelope(
    some.map(({ entry }) => shown(entry)),
    cursor === undefined ? entries.length : undefined,
    next,
    query,
  );
}

function envelope(
  results: readonly JsonObject[],
  count: number | undefined,
  next: string | undefined,
  query: URLSearchParams,
): JsonObject {
  const sortBy = query.get('sort_by');
  return {
    ...(count !== undefined && { result_count: count }),
    results,
    ...(next !== undefined && { cursor: `${prefix}${next}` }),
    ...(sortBy && { sort_by: sortBy, sort_ascending: flag(query.get('sort_ascending') ?? 'true', true) }),
  };
}

function pageSize(given: string | null): number {
  if (given === null || given === '') return most;
  const size = Number(given);
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw refusals.field(`page_size value '${given}' must be between 1 and ${most}`);
  }
  return size;
}

function keyOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  if (!cursor.startsWith(prefix)) throw badCursor();
  return cursor.slice(prefix.length);
}

function badCursor(): Error {
  return refusals.field('cursor is not valid');
}

function included(whole: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name === 'id' || fields.includes(name)));
}

function sorted<E extends { readonly entry: T }, T>(
  entries: readonly E[],
  view: (entry: T) => JsonObject,
  by: string,
  ascending: boolean,
): E[] {
  const keyed = entries.map((one) => ({ one, key: view(one.entry)[by] ?? '' }));
  const order = (a: Json, b: Json): number =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
  keyed.sort((a, b) => order(a.key, b.key));
  const plain = keyed.map(({ one }) => one);
  return ascending ? plain : plain.reverse();
}
