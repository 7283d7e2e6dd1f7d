import { randomBytes } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import type { Endpoint } from '../../chassis/kind.ts';
import type { NxosDevice } from '../nxos.ts';
import { refusals } from './error.ts';
import { issueToken, tokenLife } from './token.ts';

/** A login that succeeded. */
export interface LoggedIn {
  readonly user: string;
  readonly token: string;
  readonly body: JsonObject;
}

/**
 * `aaaLogin`: the same accounts and the same lockout as everywhere else on the switch.
 * @throws RestError 400 for what is no `aaaUser`, 401 for a wrong name or password
 * @source recorded: reference 8.1, file `dme/aaaLogin.json`
 */
export async function logIn(device: NxosDevice, endpoint: Endpoint, from: string, body: Json): Promise<LoggedIn> {
  const user = isJsonObject(body) ? body.aaaUser : undefined;
  const attributes = isJsonObject(user) ? user.attributes : undefined;
  const { name, pwd } = isJsonObject(attributes) ? attributes : {};
  if (typeof name !== 'string' || typeof pwd !== 'string') throw refusals.malformed('aaaUser has no name and pwd');
  const login = await device.kind.login(device, name, pwd, from);
  const outcome = login.ok ? 'ok' : login.reason;
  device.report({ kind: 'login', endpoint: endpoint.name, user: name, operation: 'aaaLogin', outcome });
  if (!login.ok) throw refusals.badLogin();
  return session(device, 'aaaLogin', login.user, login.roles);
}

/** `aaaRefresh`: another token for who has one; the reply names itself so, which is where a Go client looks for it. */
export function refresh(device: NxosDevice, user: string, roles: readonly string[]): LoggedIn {
  return session(device, 'aaaRefresh', user, roles);
}

function session(device: NxosDevice, cls: string, user: string, roles: readonly string[]): LoggedIn {
  const token = issueToken(device, user, roles);
  const now = String(Math.floor(device.now() / 1000));
  const attributes = {
    token,
    siteFingerprint: '',
    refreshTimeoutSeconds: String(tokenLife),
    guiIdleTimeoutSeconds: '1200',
    restTimeoutSeconds: '0',
    creationTime: now,
    firstLoginTime: now,
    userName: user,
    remoteUser: 'false',
    unixUserId: '0',
    sessionId: randomBytes(16).toString('base64'),
    lastName: '',
    firstName: '',
    version: '0.9(14HEAD4e03)',
    buildTime: 'Fri Jul 20 06:20:20 PDT 2018',
  };
  const role = roles.map((name) => ({ role: { attributes: { name } } }));
  const rights = [{ aaaReadRoles: { attributes: {} } }, { aaaWriteRoles: { attributes: {}, children: role } }];
  const domain = { aaaUserDomain: { attributes: { name: 'all', rolesR: 'admin', rolesW: 'admin' }, children: rights } };
  return { user, token, body: { imdata: [{ [cls]: { attributes, children: [domain] } }] } };
}
