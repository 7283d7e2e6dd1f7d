import type { Json, JsonObject } from '../../chassis/json.ts';
import type { Endpoint } from '../../chassis/kind.ts';
import type { NxosDevice } from '../nxos.ts';
import type { Cookie } from '../state.ts';
import { RestError, refusals } from './error.ts';
import { type LoggedIn, logIn, refresh } from './login.ts';
import { answerQuery, placesOf, readQuery } from './query.ts';
import { readToken, redeemToken, revokeToken } from './token.ts';
import { classNamed, locateDn } from './tree.ts';
import { deleteObject, writeObjects } from './write.ts';

/** A request of NX-API REST. */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As sent, with its query. */
  readonly url: string;
  /** The whole Cookie header. */
  readonly cookie: string | undefined;
  readonly body: Buffer;
  readonly endpoint: Endpoint;
  /** Client address. */
  readonly from: string;
}

/** What it is answered with, and what the journal says of it. */
export interface RestAnswer {
  readonly status: number;
  readonly body: string;
  readonly setCookie?: string;
  readonly user?: string;
  readonly operation?: string;
  /** The switch's own code, where it refused. */
  readonly outcome?: string;
}

/** What a path asks for. */
interface Aim {
  readonly what: 'mo' | 'class' | 'aaaLogin' | 'aaaRefresh' | 'aaaLogout';
  /** DN or class; empty for the root. */
  readonly of: string;
}

const sessionCalls = ['aaaLogin', 'aaaRefresh', 'aaaLogout'] as const;

/** Answers a request below `/api`. Never throws what the switch would not say. @source NX-API reference 8 */
export async function answerRest(device: NxosDevice, request: RestRequest): Promise<RestAnswer> {
  try {
    return await work(device, request);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { status: error.status, body: errorBody(error), outcome: error.code };
  }
}

async function work(device: NxosDevice, request: RestRequest): Promise<RestAnswer> {
  const question = request.url.indexOf('?');
  const path = question < 0 ? request.url : request.url.slice(0, question);
  const { what, of } = aimOf(path);
  if (what === 'aaaLogin') {
    return loggedIn(what, await logIn(device, request.endpoint, request.from, readJson(request.body)));
  }
  const value = readToken(request.cookie);
  if (value === undefined) throw refusals.noToken();
  const token = redeemToken(device, value);
  if (!token) throw refusals.badToken();
  if (what === 'aaaRefresh') return loggedIn(what, refresh(device, token.user, token.roles));
  if (what === 'aaaLogout') {
    revokeToken(device, value);
    return { status: 200, body: done, user: token.user, operation: what };
  }
  const reply = objects(
    device,
    request,
    { what, of },
    token,
    new URLSearchParams(question < 0 ? '' : request.url.slice(question)),
  );
  return { status: 200, body: reply ? JSON.stringify(reply) : done, user: token.user };
}

const done = '{"imdata":[]}';

function loggedIn(operation: string, { user, token, body }: LoggedIn): RestAnswer {
  return {
    status: 200,
    body: JSON.stringify(body),
    setCookie: `APIC-cookie=${token}; path=/; HttpOnly`,
    user,
    operation,
  };
}

function objects(
  device: NxosDevice,
  { method, from, body }: RestRequest,
  { what, of }: Aim,
  { user, roles }: Cookie,
  parameters: URLSearchParams,
): JsonObject | undefined {
  if (method === 'GET') {
    const query = readQuery(parameters);
    if (what === 'class') {
      const cls = classNamed(of);
      if (!cls) throw refusals.unknownClass(of);
      return answerQuery(device, placesOf(device, of), query);
    }
    const place = locateDn(of);
    return answerQuery(device, place ? [place] : [], query);
  }
  if (what === 'class') throw refusals.malformed('a class can only be read');
  const who = { user, roles, from };
  if (method === 'DELETE') deleteObject(device, who, of);
  else writeObjects(device, who, of, readJson(body));
  return undefined;
}

/** @throws RestError 400 for a path that leads nowhere */
function aimOf(path: string): Aim {
  const match = /^\/api\/(?:node\/)?(.*)\.json$/s.exec(path);
  const inside = match?.[1];
  if (inside === undefined) throw refusals.malformed(`${path} is not a JSON resource`);
  const bare = inside.startsWith('mo/') ? inside.slice(3) : inside;
  const call = sessionCalls.find((name) => name === bare);
  if (call) return { what: call, of: '' };
  const [first = ''] = inside.split('/', 1);
  if (first !== 'mo' && first !== 'class') throw refusals.malformed(`${path} is not a resource`);
  return { what: first, of: decoded(inside.slice(first.length + 1)) };
}

/** Brackets and slashes arrive raw or percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusals.malformed(`${text} is not percent-encoded well`);
  }
}

function readJson(body: Buffer): Json {
  try {
    const parsed: Json = JSON.parse(body.toString('utf8'));
    return parsed;
  } catch {
    throw refusals.malformed('Request body is not JSON');
  }
}

/** Blanks and escaped slashes as the switch writes them. @source recorded: CiscoDevNet/terraform-provider-nxos, issues 92 and 287 */
function errorBody({ code, message }: RestError): string {
  const text = JSON.stringify(message).replaceAll('/', '\\/');
  return `{"imdata":[{"error": {"attributes": {"code": "${code}","text": ${text}}}}]}`;
}
