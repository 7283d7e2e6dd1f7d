import type { Endpoint, Login } from '../chassis/kind.ts';
import type { AsaDevice } from './asa.ts';
import { contextDevice } from './contexts/view.ts';
import { contextAt } from './endpoints.ts';
import { parseOptions } from './options.ts';
import { fits } from './password.ts';
import type { AaaMethod } from './state/aaa.ts';

/** Checks a name and password by the rule for one way in. */
export function checkAccount(
  device: AsaDevice,
  method: AaaMethod,
  user: string,
  password: string,
): Login | Promise<Login> {
  if (method.group !== 'LOCAL') {
    const remote = onServer(device, user, password);
    if (remote) return remote;
    // No server answers: LOCAL follows where the line says so.
    if (!method.local) return { ok: false, reason: 'not-allowed' };
  }
  const { users } = device.state.config;
  const account = Object.hasOwn(users, user) ? users[user] : undefined;
  if (account && account.hash === undefined) return { ok: true, user, roles: [String(account.privilege)] };
  const right = fits(account?.hash, password, user, device.name);
  const settle = (ok: boolean): Login => {
    if (!account) return { ok: false, reason: 'unknown' };
    return ok ? { ok: true, user, roles: [String(account.privilege)] } : { ok: false, reason: 'password' };
  };
  return right instanceof Promise ? right.then(settle) : settle(right);
}

/** What the lab's RADIUS servers say; `undefined` when none answers. */
function onServer(device: AsaDevice, user: string, password: string): Login | undefined {
  const { radius } = parseOptions(device.birth.options);
  if (!radius?.reachable) return undefined;
  const account = radius.users.find(({ name }) => name === user);
  if (!account) return { ok: false, reason: 'unknown' };
  return account.password === password
    ? { ok: true, user, roles: [String(account.privilege)] }
    : { ok: false, reason: 'password' };
}

/** The second of the `roles` of somebody whose session begins at the level of the account. */
export const autoEnabled = 'auto-enable';

/**
 * A password check for SSH, by the accounts of the context that was connected to. The level of the account stands in
 * `roles`, and {@link autoEnabled} behind it.
 */
export function login(
  box: AsaDevice,
  user: string,
  password: string,
  _from: string,
  endpoint?: Endpoint,
): Login | Promise<Login> {
  const context = contextAt(box, endpoint?.name);
  const device = context === undefined ? box : contextDevice(box, context);
  const { authentication, exec } = device.state.config.aaa;
  // Without `aaa authentication ssh console` there is no account that SSH could ask for (documented since 8.4).
  if (!authentication.ssh) return { ok: false, reason: 'not-allowed' };
  const checked = checkAccount(device, authentication.ssh, user, password);
  const settle = (found: Login): Login =>
    found.ok && exec?.autoEnable ? { ...found, roles: [...found.roles, autoEnabled] } : found;
  return checked instanceof Promise ? checked.then(settle) : settle(checked);
}
