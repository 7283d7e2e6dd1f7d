import { isRecord } from './wire.ts';

/**
 * Reading the bodies of structured shows, whose layout drifts between releases: a table with one row is an object, with
 * several a list, with none it is missing; some trains put the list at `TABLE_` level; numbers come as text and the other
 * way round; an empty value is `""`, `{}` or `null`. What these functions give does not depend on any of it. Blanks and
 * line ends inside values (`"80  "`, `"…2020\n"`) are the device's own and are kept.
 */

/** The body of a structured show, or one row of it. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The rows of a table, in order.
 *
 * @param table such as `TABLE_vlanbrief`; @param row such as `ROW_vlanbrief`
 * @returns empty when the table is missing or empty
 */
export function rows(body: Row, table: string, row: string): Row[] {
  return tables(body, table).flatMap((one) => records(one[row]));
}

/** The tables of that name: several when the release puts the list at `TABLE_` level. */
export function tables(body: Row, table: string): Row[] {
  return records(body[table]);
}

/**
 * Rows of a table that came column by column (one row whose values are lists of one length), as `dir` does on 7.0(3)I6.
 * A row of any other form is given back as it is.
 */
export function columns(row: Row): Row[] {
  const lists = Object.entries(row);
  const length = Array.isArray(lists[0]?.[1]) ? lists[0][1].length : undefined;
  if (length === undefined || !lists.every(([, list]) => Array.isArray(list) && list.length === length)) return [row];
  return Array.from({ length }, (_none, index) =>
    Object.fromEntries(lists.map(([name, list]) => [name, Array.isArray(list) ? list[index] : undefined])),
  );
}

/** A value as text, untrimmed; undefined when it is missing or empty in any of the device's ways. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * A whole number given as number or text; undefined when it is missing, empty or no number (`--`, `N/A`). Counters
 * beyond 2^53 come out as the nearest number that JavaScript has.
 */
export function int(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\s*[-+]?\d+\s*$/.test(value) ? Number(value) : undefined;
}

/** A value that is text when there is one and a list when there are more. */
export function list(value: unknown): string[] {
  return [value].flat().flatMap((one) => text(one) ?? []);
}

function records(value: unknown): Row[] {
  return [value]
    .flat()
    .filter(isRecord)
    .filter((record) => Object.keys(record).length > 0);
}
