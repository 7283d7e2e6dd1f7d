import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import { type Exchange, header } from '../../oracle/http.ts';
import type { Credentials } from '../../oracle/ssh.ts';
import type { DeviceOptions } from '../../target.ts';
import { listAt } from './json.ts';

/** The endpoint that the agent is behind. */
export const door = 'https';

/** Where the walkthrough ends. */
export const standingOptions = { configured: 'rest' } as const;

export const objects = '/api/objects/networkobjects';

/** An answer as far as it is judged; tokens stay out of it. */
export interface Seen {
  readonly status: number;
  readonly body: string;
  readonly type: string;
  readonly location: string;
}

export function seen(exchange: Exchange): Seen {
  return {
    status: exchange.status,
    body: exchange.body,
    type: header(exchange, 'content-type') ?? '',
    location: header(exchange, 'location') ?? '',
  };
}

function basic({ username, password }: Credentials): readonly [string, string] {
  return ['Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`];
}

/** Who asks: somebody with a password, a token, or nobody. */
export type Who = Credentials | { readonly token: string } | null;

/** Asks on a connection of its own, as the device's user unless told. */
export function put(
  device: Device,
  method: string,
  path: string,
  body?: unknown,
  who: Who = device,
): Promise<Exchange> {
  const credentials = who === null ? [] : 'token' in who ? [['X-Auth-Token', who.token] as const] : [basic(who)];
  return device.request(door, {
    method,
    path,
    headers: [['User-Agent', 'REST API Agent'], ['Content-Type', 'application/json'], ...credentials],
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** {@link put}, and what is judged of the answer. */
export async function ask(device: Device, method: string, path: string, body?: unknown, who?: Who): Promise<Seen> {
  return seen(await put(device, method, path, body, who));
}

/** Runs commands by `/api/cli`; each text that came back. */
export async function cli(device: Device, ...commands: string[]): Promise<readonly string[]> {
  return listAt(await ask(device, 'POST', '/api/cli', { commands }), 'response').map(String);
}

/** A box to talk to. */
export interface Box {
  readonly device: Device;
  get(path: string): Promise<Seen>;
  post(path: string, body?: unknown): Promise<Seen>;
  put(path: string, body: unknown): Promise<Seen>;
  patch(path: string, body: unknown): Promise<Seen>;
  remove(path: string): Promise<Seen>;
  /** Runs commands by `/api/cli` and gives all that they printed. */
  run(...commands: string[]): Promise<string>;
}

/** Talks to a device as one user, its own unless told. */
export function talk(device: Device, who?: Who): Box {
  return {
    device,
    get: (path) => ask(device, 'GET', path, undefined, who),
    post: (path, body) => ask(device, 'POST', path, body, who),
    put: (path, body) => ask(device, 'PUT', path, body, who),
    patch: (path, body) => ask(device, 'PATCH', path, body, who),
    remove: (path) => ask(device, 'DELETE', path, undefined, who),
    run: async (...commands) => (await cli(device, ...commands)).join(''),
  };
}

/** A box of the case's own, its agent running. */
export async function own(t: CaseContext, options: DeviceOptions = {}): Promise<Box> {
  return talk(await t.fresh({ ...standingOptions, ...options }));
}

/** The path that an answer's Location names. */
export function pathOf({ location }: Seen): string {
  return location.replace(/^https:\/\/[^/]+/, '') || '/api/nowhere';
}

/** A reference to an object. */
export const reference = (kind: string, objectId: string) => ({ kind: `objectRef#${kind}`, objectId });

/** A network object of one address. */
export function host(name: string, value = '192.0.2.8', kind = 'IPv4Address') {
  return { kind: 'object#NetworkObj', name, host: { kind, value } };
}
