import type { FastifyRequest } from 'fastify';
import { connectionOf } from '../../chassis/connection.ts';
import type { Endpoint, Login } from '../../chassis/kind.ts';
import type { Report } from '../../chassis/web/repeats.ts';
import type { NxosDevice } from '../nxos.ts';
import { issueCookie, readCookie, redeemCookie } from './cookie.ts';

/** Who asks, and the cookie to hand out when none that is valid was shown. */
export interface Caller {
  readonly user: string;
  readonly roles: readonly string[];
  /** Client address: with the user it names the CLI session that NX-API keeps. */
  readonly from: string;
  readonly setCookie?: string;
  /** What the journal was told of the login, where there was one. */
  readonly report?: Report;
}

/**
 * Finds out who sends a request: a valid cookie first (Basic is not looked at then), else Basic. A cookie that is unknown
 * or too old does no harm beside a right password.
 *
 * @returns `undefined` for 401
 * @source NX-API reference 1.5
 */
export function authenticate(
  device: NxosDevice,
  request: FastifyRequest,
): Caller | undefined | Promise<Caller | undefined> {
  const { from } = connectionOf(request.raw.socket);
  const value = readCookie(request.headers.cookie);
  const cookie = value === undefined ? undefined : redeemCookie(device, value);
  if (cookie) return { user: cookie.user, roles: cookie.roles, from };
  const basic = readBasic(request.headers.authorization);
  if (!basic) return undefined;
  const checked = device.kind.login(device, basic.user, basic.password, from);
  const { endpoint } = request;
  return checked instanceof Promise
    ? checked.then((login) => admit(device, endpoint, basic.user, from, login))
    : admit(device, endpoint, basic.user, from, checked);
}

function admit(device: NxosDevice, endpoint: Endpoint, user: string, from: string, login: Login): Caller | undefined {
  const outcome = login.ok ? 'ok' : login.reason;
  const report: Report = { kind: 'login', endpoint: endpoint.name, user, operation: 'Basic', outcome };
  device.report(report);
  if (!login.ok) return undefined;
  const setCookie = issueCookie(device, { user: login.user, roles: login.roles, from }, endpoint.tls !== undefined);
  return { user: login.user, roles: login.roles, from, setCookie, report };
}

function readBasic(header: string | undefined): { user: string; password: string } | undefined {
  const match = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? '');
  if (!match?.[1]) return undefined;
  const text = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
