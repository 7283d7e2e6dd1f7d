import { isJsonObject, type Json, type JsonObject } from '../chassis/json.ts';
import type { Release } from './release.ts';

/**
 * Puts a tree's scalars into the form of a release: counters as numbers or strings, `null` for an empty leaf as `{}`
 * or `""`. Show commands build their trees with numbers and `null` and leave the drift between trains to this.
 *
 * @source NX-API reference 4.2
 */
export function scalars(release: Release, tree: JsonObject): JsonObject {
  const asStrings = release.numbers === 'string';
  const empty: Json = release.empty === 'object' ? {} : '';
  const convert = (value: Json): Json => {
    if (value === null) return empty;
    if (typeof value === 'number') return asStrings ? String(value) : value;
    if (typeof value !== 'object') return value;
    return isJsonObject(value) ? convertObject(value) : value.map(convert);
  };
  const convertObject = (object: JsonObject): JsonObject => {
    const out: Record<string, Json> = {};
    for (const key of Object.keys(object)) out[key] = convert(object[key] ?? null);
    return out;
  };
  return convertObject(tree);
}

/**
 * A table: absent without rows, an object for one row, an array for more (reference 4.1).
 *
 * @param always keep an array for one row: `cli_show_array`
 */
export function table(name: string, rows: readonly JsonObject[], always = false): JsonObject {
  const [only] = rows;
  if (!only) return {};
  return { [`TABLE_${name}`]: { [`ROW_${name}`]: rows.length === 1 && !always ? only : rows } };
}
