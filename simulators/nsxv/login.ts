import { verify } from '../chassis/accounts/verify.ts';
import type { Login } from '../chassis/kind.ts';
import type { NsxvDevice } from './nsxv.ts';

/** A hash that nothing fits: an unknown name takes as long as a known one. */
const nobody = '$5$RACKLESS$Er5mLlaBAlYzBMutZoK5b/AC/FVKPt3P.d1m.gzthxA';

/**
 * A login at the appliance itself, by SSH: CLI accounts only, never vCenter's. On the CLI every account is a full
 * administrator.
 * @source documented: VMware KB 330320; sneaku.com on logging in to the manager
 */
export function login(device: NsxvDevice, name: string, password: string): Login | Promise<Login> {
  const { users } = device.state.config;
  const user = Object.hasOwn(users, name) ? users[name] : undefined;
  const settle = (right: boolean): Login => {
    if (!user) return { ok: false, reason: 'unknown' };
    return right ? { ok: true, user: name, roles: ['cli'] } : { ok: false, reason: 'password' };
  };
  const fits = verify(user?.hash ?? nobody, password, device.name);
  return fits instanceof Promise ? fits.then(settle) : settle(fits);
}
