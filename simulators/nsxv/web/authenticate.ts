import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { verify } from '../../chassis/accounts/verify.ts';
import { audit } from '../audit.ts';
import { askVcenter, type Principal, principalName } from '../directory.ts';
import { entriesFor, entryOf } from '../entries.ts';
import type { NsxvDevice } from '../nsxv.ts';
import { releaseOf } from '../release.ts';
import type { Entry } from '../state.ts';
import { PageError } from './failure.ts';
import type { Caller } from './operation.ts';
import { badCredentials, noRole } from './pages.ts';
import { callerOfToken } from './token.ts';

/** Lab ms after which an unused session is over, and a login is a new one. */
const sessionLife = 30 * 60_000;
/** A session's last use is noted to the minute, so that most requests change nothing. */
const noted = 60_000;
/** A hash that nothing fits: an unknown name takes as long as a known one. */
const nobody = '$5$RACKLESS$Er5mLlaBAlYzBMutZoK5b/AC/FVKPt3P.d1m.gzthxA';

/** Who was let in, and the cookie to hand out where none that is good was shown. */
export interface Admitted {
  readonly caller: Caller;
  readonly setCookie?: string;
}

/**
 * Finds out who asks: Basic first (looked at anew at each request), else a token, else a session cookie.
 *
 * @throws PageError: 401 without credentials or with a token that is none, 403 for bad ones, 403 without a role
 * @source NSX-v reference 3.1
 */
export async function authenticate(device: NsxvDevice, request: FastifyRequest): Promise<Admitted> {
  const { authorization } = request.headers;
  const release = releaseOf(device.release);
  if (release.tokens && /^AUTHTOKEN\s/i.test(authorization ?? '')) {
    const caller = callerOfToken(device, (authorization ?? '').slice(10).trim());
    if (!caller) throw new PageError(401);
    return { caller };
  }
  const basic = readBasic(authorization);
  if (!basic) {
    const cookie = cookieOf(request);
    const login = Object.entries(device.state.run.sessions).find(
      ([, session]) => session.id === cookie && device.now() - session.used < sessionLife,
    )?.[0];
    const entry = login === undefined ? undefined : entryOf(device.state, login);
    if (login === undefined || !entry?.enabled) throw new PageError(401);
    touch(device, login);
    return { caller: { login, roles: [entry.role], origin: entry.origin } };
  }
  if (device.state.store.basicDisabled) throw new PageError(403, badCredentials);
  const caller = await admit(device, basic, request.endpoint.name);
  const session = device.state.run.sessions[principalName(caller.login)];
  if (!session || cookieOf(request) === session.id) return { caller };
  return { caller, setCookie: `JSESSIONID=${session.id}; Path=/; Secure; HttpOnly` };
}

/**
 * Checks a name and password for the API, and notes the login.
 * @throws PageError 403
 */
export async function admit(device: NsxvDevice, { user, password }: Basic, endpoint?: string): Promise<Caller> {
  const identity = await identify(device, user, password);
  const entries = identity ? entriesFor(device.state, identity.login, identity.principal) : [];
  const enabled = entries.filter((entry) => entry.enabled);
  const refused = !identity || (entries.length > 0 && enabled.length === 0);
  const outcome = refused ? 'password' : enabled.length === 0 ? 'no role' : 'ok';
  device.report({ kind: 'login', ...(endpoint !== undefined && { endpoint }), user, operation: 'Basic', outcome });
  if (!identity || refused) throw new PageError(403, badCredentials);
  const [first] = enabled;
  if (!first) throw new PageError(403, noRole);
  noteLogin(device, identity.login, first);
  return { login: identity.login, roles: enabled.map((entry) => entry.role), origin: first.origin };
}

interface Identity {
  readonly login: string;
  readonly principal?: Principal;
}

/**
 * An entry of vCenter origin sends its user to vCenter, whatever CLI account has the same name; without one, a name with
 * a domain is vCenter's and any other is the appliance's own, which needs the web-interface privilege.
 */
async function identify(device: NsxvDevice, user: string, password: string): Promise<Identity | undefined> {
  const entry = entryOf(device.state, user);
  if (entry ? entry.origin === 'vc' : /[@\\]/.test(user)) {
    const principal = askVcenter(device, user, password);
    return principal && { login: principal.name, principal };
  }
  const { users } = device.state.config;
  const account = Object.hasOwn(users, user) ? users[user] : undefined;
  const right = await verify(account?.hash ?? nobody, password, device.name);
  return right && account?.web ? { login: user } : undefined;
}

/** A login that is the first in half an hour is one in the audit log, written by `System`. */
function noteLogin(device: NsxvDevice, login: string, entry: Entry): void {
  const session = device.state.run.sessions[login];
  if (session && device.now() - session.used < sessionLife) {
    touch(device, login);
    return;
  }
  device.change((draft) => {
    draft.run.sessions[login] = { id: randomBytes(16).toString('hex').toUpperCase(), used: device.now() };
    audit(device, draft, {
      userName: 'System',
      module: 'ACCESS_CONTROL',
      operation: 'LOGIN',
      resource: login,
      resourceId: entry.id,
    });
  });
}

function touch(device: NsxvDevice, login: string): void {
  const session = device.state.run.sessions[login];
  const now = device.now();
  if (!session || now - session.used < noted) return;
  device.change((draft) => {
    draft.run.sessions[login] = { id: session.id, used: now };
  });
}

/** A name and its password. */
export interface Basic {
  readonly user: string;
  readonly password: string;
}

function readBasic(header: string | undefined): Basic | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function cookieOf(request: FastifyRequest): string | undefined {
  return /(?:^|;\s*)JSESSIONID=([^;\s]+)/.exec(request.headers.cookie ?? '')?.[1];
}
