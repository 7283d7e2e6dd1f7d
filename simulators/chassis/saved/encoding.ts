import type { Json } from '../json.ts';
import { Table } from '../table.ts';

/**
 * Writes a part of a state tree as plain JSON. What JSON has no word for becomes an object with one key of its own:
 * `{"$table": [[key, entry], …]}` and `{"$undefined": true}`; a key that begins with `$` gets a second one. Parts that
 * are JSON already are not copied.
 *
 * @throws TypeError naming the place of anything else: a Buffer, a Date, a function, NaN
 */
export function encode(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value === undefined) return { $undefined: true };
  if (value instanceof Table)
    return { $table: value.toJSON().map(([key, entry]) => [key, within(key, () => encode(entry))]) };
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, index) => within(index, () => encode(item)));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (isPlainObject(value)) {
    const entries = Object.entries(value).map(
      ([key, field]) => [escaped(key), within(key, () => encode(field)), field] as const,
    );
    const same = entries.every(([key, encoded, field]) => encoded === field && !key.startsWith('$'));
    return same ? (value as Json) : Object.fromEntries(entries);
  }
  throw new NotPlainError(nameOf(value));
}

/** Reads what {@link encode} wrote. */
export function decode(json: Json): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) {
    const items = json.map(decode);
    return items.every((item, index) => item === json[index]) ? json : items;
  }
  if (!isPlainObject(json)) return json;
  if ('$undefined' in json) return undefined;
  if (Array.isArray(json.$table)) return Table.from(json.$table.map(([key, entry]) => [key, decode(entry)]));
  const entries = Object.entries(json as Record<string, Json>).map(([key, field]) => [key, decode(field)] as const);
  const same = entries.every(([key, field]) => field === json[key] && !key.startsWith('$'));
  return same
    ? json
    : Object.fromEntries(entries.map(([key, field]) => [key.startsWith('$') ? key.slice(1) : key, field]));
}

/**
 * The text of {@link encode}, in pieces that a writer can put down one after another with a breath between them.
 * @param depth how many levels of objects are taken apart; what lies deeper comes as one piece
 */
export function* encodedText(value: unknown, depth = 4): Generator<string> {
  let comma = '';
  if (value instanceof Table) {
    yield '{"$table":[';
    for (const [key, entry] of value) {
      yield `${comma}${JSON.stringify([key, within(key, () => encode(entry))])}`;
      comma = ',';
    }
    yield ']}';
  } else if (depth > 0 && isPlainObject(value)) {
    yield '{';
    for (const [key, field] of Object.entries(value)) {
      yield `${comma}${JSON.stringify(escaped(key))}:`;
      try {
        yield* encodedText(field, depth - 1);
      } catch (error) {
        throw inside(key, error);
      }
      comma = ',';
    }
    yield '}';
  } else yield JSON.stringify(encode(value));
}

/** True for objects as a literal makes them: no array, no instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Does `work` on what stands under `key`, so that a value which cannot be saved is reported with its whole path. */
export function within<T>(key: string | number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inside(key, error);
  }
}

function inside(key: string | number, error: unknown): unknown {
  if (error instanceof NotPlainError) error.standsIn(key);
  return error;
}

/** A value that has no place in a state tree; the message says where it stands. */
class NotPlainError extends TypeError {
  readonly what: string;
  readonly path: (string | number)[] = [];

  constructor(what: string) {
    super();
    this.what = what;
    this.tell();
  }

  standsIn(key: string | number): void {
    this.path.unshift(key);
    this.tell();
  }

  private tell(): void {
    const place = this.path.length > 0 ? this.path.join('.') : 'the tree itself';
    this.message = `${place}: ${this.what} cannot be saved; a state tree holds plain data and tables only`;
  }
}

function escaped(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

function nameOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor.name}`;
  return typeof value === 'number' ? String(value) : `a ${typeof value}`;
}
