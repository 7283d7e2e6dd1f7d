import type { JsonObject } from '../../chassis/json.ts';
import type { AsaDevice } from '../asa.ts';
import type { Refusal } from '../refusal.ts';

/** What a request is, once it is known who sends it. */
export interface Call {
  /** The box; in multiple mode the context, or the system execution space, that the request is for. */
  readonly device: AsaDevice;
  /** Multiple mode: the context that was connected to. */
  readonly seat?: string;
  readonly user: string;
  readonly privilege: number;
  readonly method: string;
  /** `https://192.0.2.1:8443`, as the client named the box: links begin so. */
  readonly base: string;
  /** Path and query as they came. */
  readonly uri: string;
  readonly query: URLSearchParams;
  /** What stands for `{…}` in the route's path, decoded. */
  readonly params: readonly string[];
  /** Parsed; `undefined` for an empty body. */
  readonly body: unknown;
  readonly from: string;
}

/** What is answered. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, compact; empty where absent. */
  readonly body?: string;
  /** The body as it goes out, where it is remembered. */
  readonly bytes?: Buffer;
  /** Another type than JSON. */
  readonly type?: string;
  /** For the journal: the device's own code. */
  readonly outcome?: string;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

/** An item of a collection, before it is written. */
export interface Item {
  readonly kind: string;
  readonly [member: string]: unknown;
}

/** One path and what may be done with it: what is routed, and what `/doc` shows. */
export interface Route {
  readonly path: string;
  /** As in the left column of `/doc`. */
  readonly category: string;
  readonly methods: Readonly<Partial<Record<Method, Handler>>>;
  /** Works in multiple mode. @source documented: reference 10 */
  readonly multiple?: true;
  /** Not by the agent of every release. */
  readonly needs?: 'certificates';
  readonly evidence: 'documented' | 'recorded' | 'client' | 'inferred';
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A reason to answer with an error object. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly attribute: string | undefined;

  constructor(status: number, code: string, details: string, attribute?: string) {
    super(details);
    this.status = status;
    this.code = code;
    this.attribute = attribute;
  }
}

/** 400 for a value that cannot be. */
export function invalid(attribute: string, details: string): Problem {
  return new Problem(400, 'INVALID-INPUT', details, attribute);
}

/** 404 for what is not there. @source client: the code stands in the text, for go-ciscoasa and terraform */
export function missing(what: string): Problem {
  return new Problem(404, 'RESOURCE-NOT-FOUND', `RESOURCE-NOT-FOUND: ${what}`);
}

/** A refusal of the configuration as REST says it. */
export function refused({ code, attribute, message }: Refusal): Problem {
  if (code === 'RESOURCE-NOT-FOUND') return new Problem(404, code, `${code}: ${message}`);
  return new Problem(400, code, message, attribute);
}

/** The error object. @source recorded: reference 3.7; the order of members inferred */
export function problemBody({ code, attribute, message }: Problem): string {
  const entry = { level: 'Error', code, ...(attribute !== undefined && { context: attribute }), details: message };
  return JSON.stringify({ messages: [entry] });
}

export function json(value: object): Answer {
  return { status: 200, body: JSON.stringify(value) };
}

export function created(call: Call, path: string): Answer {
  return { status: 201, headers: { location: `${call.base}${path}` } };
}

/** 204, with the place where the thing now is. @source client: go-ciscoasa takes the id from it (reference 4.7) */
export function changed(call: Call, path: string): Answer {
  return { status: 204, headers: { location: `${call.base}${path}` } };
}

export const done: Answer = { status: 204 };

/** A body that is an object. @throws Problem 400 */
export function objectBody(body: unknown): JsonObject {
  if (isObject(body)) return body;
  throw new Problem(400, 'INVALID-INPUT', 'A JSON object is expected in the request body');
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Texts are taken for booleans. @source recorded: reference 4.8 */
export function flag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** Texts are taken for numbers. */
export function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A name that has to be there. @throws Problem */
export function nameOf(body: JsonObject): string {
  const name = text(body.name);
  if (name === undefined || name === '') throw invalid('name', 'name is a mandatory attribute');
  return name;
}
