import type { Device } from '../../device.ts';
import { type Asked, type Connection, type Exchange, header } from '../../oracle/http.ts';
import type { Credentials } from '../../oracle/ssh.ts';
import type { Door } from '../../target.ts';

/** The message types that the walkthrough needs. */
export type MessageType = 'cli_show' | 'cli_show_ascii' | 'cli_conf';

/** One element of `outputs`, as far as it has members. */
export interface Output {
  /** The names of all members, in their order on the wire. */
  readonly members: readonly string[];
  readonly input?: unknown;
  readonly msg?: unknown;
  readonly code?: unknown;
  readonly body?: unknown;
  readonly clierror?: unknown;
}

/** A reply of `/ins`, taken apart without assuming that it is a good one. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  /** The members of `ins_api` in their order on the wire; empty when the reply is no such message. */
  readonly members: readonly string[];
  readonly sid?: unknown;
  /** Whether `output` is an array. */
  readonly many: boolean;
  readonly outputs: readonly Output[];
  readonly text: string;
}

/** The value of an `Authorization` header. */
export function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A message, its members in the order in which clients send them. */
export function message(type: MessageType, input: string, sid: string | null = '1'): string {
  return JSON.stringify({ ins_api: { version: '1.0', type, chunk: '0', sid, input, output_format: 'json' } });
}

/** What else may be said in a request. */
export interface AskOptions {
  /** Who logs in; null for nobody. Default: the device's own user. */
  readonly as?: Credentials | null;
  /** The whole value of a `Cookie` header. */
  readonly cookie?: string;
  readonly path?: string;
  readonly sid?: string | null;
}

/** The request that puts a message to `/ins`. */
export function asked(device: Credentials, type: MessageType, input: string, options: AskOptions = {}): Asked {
  const who = options.as === undefined ? device : options.as;
  return {
    method: 'POST',
    path: options.path ?? '/ins',
    headers: [
      ['Content-Type', 'application/json'],
      ...(who === null ? [] : [['Authorization', basic(who)] as const]),
      ...(options.cookie === undefined ? [] : [['Cookie', options.cookie] as const]),
    ],
    body: message(type, input, options.sid),
  };
}

/** Puts one message on a connection of its own. */
export function put(
  device: Device,
  door: Door,
  type: MessageType,
  input: string,
  options: AskOptions & { readonly over?: 'tls' | 'plain' } = {},
): Promise<Exchange> {
  return device.request(door, asked(device, type, input, options), options.over);
}

/** Puts one message on an open connection and takes the reply apart. */
export async function say(on: Connection, device: Device, type: MessageType, input: string): Promise<Reply> {
  return reply(await on.send(asked(device, type, input)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function output(value: unknown): Output {
  return isObject(value) ? { ...value, members: Object.keys(value) } : { members: [] };
}

/** Takes a reply apart. */
export function reply(exchange: Exchange): Reply {
  const base = { status: exchange.status, contentType: header(exchange, 'content-type') ?? '', text: exchange.body };
  let parsed: unknown;
  try {
    parsed = JSON.parse(exchange.body);
  } catch {
    parsed = undefined;
  }
  const envelope = isObject(parsed) ? parsed.ins_api : undefined;
  if (!isObject(envelope)) return { ...base, members: [], many: false, outputs: [] };
  const given = isObject(envelope.outputs) ? envelope.outputs.output : undefined;
  const many = Array.isArray(given);
  const outputs = (Array.isArray(given) ? given : given === undefined ? [] : [given]).map(output);
  return { ...base, members: Object.keys(envelope), sid: envelope.sid, many, outputs };
}

/** The first output of a reply; one without members where there is none. */
export function only({ outputs }: Reply): Output {
  return outputs[0] ?? { members: [] };
}

/** The `nxapi_auth` cookie of a reply as it was set, attributes included; undefined when none was set. */
export function cookieOf(exchange: Exchange): string | undefined {
  return exchange.rawHeaders.find(
    (value, i) =>
      i % 2 === 1 && exchange.rawHeaders[i - 1]?.toLowerCase() === 'set-cookie' && value.startsWith('nxapi_auth='),
  );
}
