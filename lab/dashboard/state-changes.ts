import type { Json } from '../../simulators/chassis/json.ts';
import type { DeviceState } from '../../simulators/chassis/kind.ts';
import { encode } from '../../simulators/chassis/saved/encoding.ts';
import { Table } from '../../simulators/chassis/table.ts';

/** One place of a state tree that has changed. */
export interface StateChange {
  /** `config.nxapi.https.port` */
  readonly path: string;
  /** Absent where there was nothing. */
  readonly before?: Json;
  /** Absent where there is nothing any more. */
  readonly after?: Json;
}

/** So many are told of one step. */
const mostChanges = 200;

/**
 * Where two trees of one device differ in what is configured and stored. Private keys and what belongs to passwords are
 * not told, only that they changed.
 */
export function stateChanges(before: DeviceState, after: DeviceState): StateChange[] {
  return [
    ...differences('config', before.config, after.config),
    ...differences('store', before.store, after.store),
  ].slice(0, mostChanges);
}

function differences(path: string, before: unknown, after: unknown): StateChange[] {
  // Trees share what did not change, so that equal parts are mostly the same object.
  if (before === after) return [];
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  if (was && is) {
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) =>
      differences(`${path}.${key}`, was.get(key), is.get(key)),
    );
  }
  if (JSON.stringify(plain(before)) === JSON.stringify(plain(after))) return [];
  const [old, next] = [told(path, before), told(path, after)];
  return [{ path, ...(old !== undefined && { before: old }), ...(next !== undefined && { after: next }) }];
}

/** What may be looked into: a table, or an object with names. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value instanceof Table) return new Map(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

const secret = '‹not told›';

function plain(value: unknown): Json | undefined {
  return value === undefined ? undefined : encode(value);
}

function told(path: string, value: unknown): Json | undefined {
  const known = plain(value);
  if (known === undefined) return undefined;
  return isSecret(path) ? secret : masked(known);
}

/** Parts that came or went whole are told whole, without what is secret in them. */
function masked(value: Json): Json {
  if (typeof value === 'string') return value.includes('PRIVATE KEY') ? secret : value;
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, isSecret(key) ? secret : masked(field)]));
}

/** Whether a name on the way says so; rather one too many. */
function isSecret(path: string): boolean {
  return /password|passphrase|secret|hash|token|communit|\bkeys?\b/i.test(path) || /Keys?\b/.test(path);
}
