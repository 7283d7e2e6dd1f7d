import type { Device } from '../../device.ts';
import { type Exchange, header } from '../../oracle/http.ts';
import type { Credentials } from '../../oracle/ssh.ts';

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
  const { response } = parsed((await ask(device, 'POST', '/api/cli', { commands })).body);
  return Array.isArray(response) ? response.map(String) : [];
}

/** A body as an object; an empty one where it is none. */
export function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}

/** The first message of an error object. */
export function message(body: string): Readonly<Record<string, unknown>> {
  const { messages } = parsed(body);
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  return typeof first === 'object' && first !== null ? { ...first } : {};
}

/** A network object of one address. */
export function host(name: string, value = '192.0.2.8', kind = 'IPv4Address') {
  return { kind: 'object#NetworkObj', name, host: { kind, value } };
}
