import type { Device } from '../../device.ts';
import { type Exchange, headers } from '../../oracle/http.ts';
import type { Credentials } from '../../oracle/ssh.ts';
import type { Door } from '../../target.ts';

/** A managed object in a reply, as far as it has the shape of one. */
export interface Managed {
  readonly cls: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly Managed[];
}

/** A reply of NX-API REST, taken apart without assuming that it is a good one. */
export interface RestReply {
  readonly status: number;
  readonly contentType: string;
  readonly totalCount?: unknown;
  /** Whether there is an `imdata` array. */
  readonly wrapped: boolean;
  readonly objects: readonly Managed[];
  /** Code and text of the first object, where it is an error. */
  readonly error?: { readonly code: unknown; readonly text: unknown };
  readonly text: string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function managed(value: unknown): Managed[] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([cls, content]) => {
    const { attributes, children } = isObject(content) ? content : {};
    return {
      cls,
      attributes: isObject(attributes) ? attributes : {},
      children: Array.isArray(children) ? children.flatMap(managed) : [],
    };
  });
}

/** Takes a reply apart. */
export function restReply(exchange: Exchange): RestReply {
  const base = {
    status: exchange.status,
    contentType: headers(exchange, 'content-type')[0] ?? '',
    text: exchange.body,
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(exchange.body);
  } catch {
    parsed = undefined;
  }
  const { imdata, totalCount } = isObject(parsed) ? parsed : {};
  const objects = Array.isArray(imdata) ? imdata.flatMap(managed) : [];
  const [first] = objects;
  const error = first?.cls === 'error' ? { code: first.attributes.code, text: first.attributes.text } : undefined;
  return { ...base, totalCount, wrapped: Array.isArray(imdata), objects, ...(error && { error }) };
}

/** A body of one object. */
export function body(
  cls: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly object[] = [],
): object {
  return { [cls]: { attributes, ...(children.length > 0 && { children }) } };
}

/** Logs in; the exchange holds the token, so it never goes into observations. */
export function restLogin(
  device: Device,
  door: Door,
  who: Credentials = device,
  path = '/api/aaaLogin.json',
): Promise<Exchange> {
  const content = JSON.stringify(body('aaaUser', { name: who.username, pwd: who.password }));
  return device.request(door, { method: 'POST', path, headers: [['Content-Type', 'application/json']], body: content });
}

/** The `APIC-cookie` pair of a reply; undefined when none was set. */
export function tokenCookie(exchange: Exchange): string | undefined {
  return headers(exchange, 'set-cookie')
    .find((value) => value.startsWith('APIC-cookie='))
    ?.split(';')[0];
}

/** What asks with a token. */
export type Rest = (method: string, path: string, content?: object) => Promise<RestReply>;

/** Asks below `/api`, with a cookie or without. */
export function restWith(device: Device, door: Door, cookie: string | undefined): Rest {
  return async (method, path, content) =>
    restReply(
      await device.request(door, {
        method,
        path: `/api/${path}`,
        headers: [['Content-Type', 'application/json'], ...(cookie === undefined ? [] : [['Cookie', cookie] as const])],
        ...(content && { body: JSON.stringify(content) }),
      }),
    );
}
