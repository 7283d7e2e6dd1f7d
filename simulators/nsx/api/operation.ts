import type { Evidence } from '../../chassis/cli/command.ts';
import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import type { NsxDevice } from '../nsx.ts';
import type { Release } from '../release.ts';
import type { Area } from '../roles.ts';
import type { ManagerNode, Site } from '../state.ts';
import { refusals } from '../texts.ts';
import type { BackEnd } from './error.ts';

/** Who asks. */
export interface Caller {
  readonly user: string;
  readonly roles: readonly string[];
}

/** One request to an operation. */
export interface Call {
  readonly device: NsxDevice;
  readonly release: Release;
  readonly siteName: string;
  /** The node that answers; for the VIP the one that has it. */
  readonly node: ManagerNode;
  /** It was asked at the virtual IP. */
  readonly isVip: boolean;
  readonly caller: Caller;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** Values of the path by name. */
  readonly params: Readonly<Record<string, string>>;
  /** `X-Allow-Overwrite: true` was sent. */
  readonly overwrite: boolean;
}

/** What an operation answers; 200 and no body where nothing is said. */
export interface Answer {
  readonly status?: number;
  readonly json?: Json;
  /** Instead of JSON. */
  readonly text?: string;
  /** How JSON is written; the operation's own back end unless told. */
  readonly backEnd?: Exclude<BackEnd, 'proxy'>;
}

/** What an operation is known by and who may use it. */
export interface OperationOptions {
  /** Roles are defined for areas; `system` unless told. */
  readonly area?: Area;
  /** Reading unless the method says otherwise; a GET that starts something would say `true`. */
  readonly writes?: boolean;
  /** Answered without credentials. */
  readonly open?: boolean;
  readonly backEnd?: Exclude<BackEnd, 'proxy'>;
  /** The releases that have it; all unless told. */
  readonly releases?: (release: Release) => boolean;
  /** `Warning: 299 - "Deprecated API"`, in the releases that say so. */
  readonly deprecated?: (release: Release) => boolean;
  readonly evidence?: Evidence;
  readonly source?: string;
}

/** An operation of the API: one line that names it as the vendor does, and one function. */
export interface Operation extends OperationOptions {
  readonly method: string;
  /** `/api/v1/trust-management/certificates/{cert-id}` in parts. */
  readonly segments: readonly string[];
  readonly action: string | undefined;
  /** The whole line: its identity. */
  readonly name: string;
  answer(call: Call): Answer | Promise<Answer>;
}

/**
 * Makes an operation.
 * @param name `POST /api/v1/trust-management/certificates/{cert-id}?action=apply_certificate`
 */
export function operation(
  name: string,
  options: OperationOptions,
  answer: (call: Call) => Answer | Promise<Answer>,
): Operation {
  const [, method = '', path = '', action] = /^(\S+) ([^?]+)(?:\?action=(.+))?$/.exec(name) ?? [];
  return { ...options, name, method, segments: path.slice(1).split('/'), action, answer };
}

/** The site of a call as it stands now. */
export function siteOf({ device, siteName }: Pick<Call, 'device' | 'siteName'>): Site {
  const site = device.state.store.sites[siteName];
  if (!site) throw new Error(`site ${siteName} is gone`);
  return site;
}

/**
 * The body as an object; an empty one where there is none, or where a client sends an empty text.
 * @throws ApiError for what is no JSON (a raw newline in a string, a missing comma)
 */
export function bodyOf({ body }: Pick<Call, 'body'>): JsonObject {
  const text = body
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  if (text === '' || text === '""') return {};
  let read: Json;
  try {
    read = JSON.parse(text);
  } catch {
    throw refusals.badJson();
  }
  if (!isJsonObject(read)) throw refusals.badJson();
  return read;
}

/** A text member; numbers and booleans become texts, as the device has it. */
export function textIn(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A text member that must be there. @throws ApiError */
export function neededText(object: JsonObject, name: string): string {
  const value = textIn(object, name);
  if (value === undefined || value === '') throw refusals.field(`${name} is required`);
  return value;
}

/** A boolean, also as text in any case. */
export function flag(value: Json | undefined | string, otherwise = false): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return otherwise;
  return /^true$/i.test(value) || (!/^false$/i.test(value) && otherwise);
}
