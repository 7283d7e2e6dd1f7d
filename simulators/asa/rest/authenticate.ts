import type { FastifyRequest } from 'fastify';
import { connectionOf } from '../../chassis/connection.ts';
import type { Login } from '../../chassis/kind.ts';
import type { Report } from '../../chassis/web/repeats.ts';
import type { AsaDevice } from '../asa.ts';
import { usualBasicClients } from '../commands/management-access.ts';
import { checkAccount } from '../login.ts';
import { parseOptions } from '../options.ts';
import { fits } from '../password.ts';
import { useToken } from './tokens.ts';

/** Who asks. */
export interface Caller {
  readonly user: string;
  readonly privilege: number;
  readonly from: string;
  /** The token that was shown. */
  readonly token?: string;
  /** What the journal was told of the login. */
  readonly report?: Report;
}

/** Why nobody is let in: 401, or 400 for credentials that cannot be read. */
export type Refused = 401 | 400;

/**
 * Finds out who sends a request: a token first, and Basic only where there is no token.
 * @param device in multiple mode the context that was connected to, whose accounts are asked
 * @param chosen the context that the request names
 * @source documented: reference 3.5
 */
export function authenticate(
  device: AsaDevice,
  request: FastifyRequest,
  chosen = device,
): Caller | Refused | Promise<Caller | Refused> {
  const { from } = connectionOf(request.raw.socket);
  const key = request.headers['x-auth-token'];
  if (typeof key === 'string' && key !== '') {
    // A token of the admin context is good for all; one that was made for another context is good for that.
    const token = useToken(device, key) ?? (chosen === device ? undefined : useToken(chosen, key));
    return token ? { user: token.user, privilege: token.privilege, from, token: key } : 401;
  }
  const header = request.headers.authorization;
  if (header === undefined) return 401;
  const basic = readBasic(header);
  if (!basic) return 400;
  if (!mayUseBasic(device, request.headers['user-agent'])) return 401;
  const checked = check(device, basic.user, basic.password);
  const settle = (login: Login): Caller | Refused => {
    const outcome = login.ok ? 'ok' : login.reason;
    const endpoint = request.endpoint.name;
    const report = { kind: 'login', endpoint, user: basic.user, operation: 'Basic', outcome } as const;
    device.report(report);
    return login.ok ? { user: login.user, privilege: Number(login.roles[0] ?? 0), from, report } : 401;
  };
  return checked instanceof Promise ? checked.then(settle) : settle(checked);
}

/** Without a rule for HTTP the enable password lets anybody in. @source documented: reference 2.6 */
function check(device: AsaDevice, user: string, password: string): Login | Promise<Login> {
  const { aaa, enableHash } = device.state.config;
  if (aaa.authentication.http) return checkAccount(device, aaa.authentication.http, user, password);
  const right = enableHash === undefined ? password === '' : fits(enableHash, password, '', device.name);
  const settle = (ok: boolean): Login =>
    ok ? { ok: true, user: 'enable_15', roles: ['15'] } : { ok: false, reason: 'password' };
  return right instanceof Promise ? right.then(settle) : settle(right);
}

/** The list of user agents, where the box has one. @source documented: reference 3.11; the way of comparing is a knob */
function mayUseBasic(device: AsaDevice, agent = ''): boolean {
  const { userAgentGate } = parseOptions(device.birth.options);
  if (userAgentGate === 'off') return true;
  const known = [...usualBasicClients, ...device.state.config.http.basicAuthClients];
  return known.some((name) => (userAgentGate === 'exact' ? agent === name : agent.startsWith(name)));
}

function readBasic(header: string): { user: string; password: string } | undefined {
  const match = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header);
  if (!match?.[1]) return undefined;
  const decoded = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
