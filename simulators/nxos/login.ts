import { castDraft } from 'immer';
import { afterFailure, afterSuccess, type LockoutPolicy, lockedUntil } from '../chassis/accounts/lockout.ts';
import { verify } from '../chassis/accounts/verify.ts';
import type { Login } from '../chassis/kind.ts';
import type { NxosDevice } from './nxos.ts';
import type { User } from './state.ts';

/** Without `aaa authentication rejected …` nobody is ever locked out. */
const never: LockoutPolicy = { attempts: 0, window: 0, block: 0 };

/** A hash that nothing fits: an unknown name takes as long as a known one. */
const nobody = '$5$RACKLESS$Er5mLlaBAlYzBMutZoK5b/AC/FVKPt3P.d1m.gzthxA';

/** Checks a password against the local accounts. Synchronous for a pair that was right before. */
export function login(device: NxosDevice, name: string, password: string): Login | Promise<Login> {
  const { config, run } = device.state;
  if (lockedUntil(run.failures, name, device.now()) !== undefined) return { ok: false, reason: 'locked' };
  const user = Object.hasOwn(config.users, name) ? config.users[name] : undefined;
  const fits = verify(user?.hash ?? nobody, password, device.name);
  return fits instanceof Promise
    ? fits.then((right) => settle(device, name, user, right))
    : settle(device, name, user, fits);
}

function settle(device: NxosDevice, name: string, user: User | undefined, right: boolean): Login {
  const { failures } = device.state.run;
  const policy = device.state.config.lockout ?? never;
  const next = right && user ? afterSuccess(failures, name) : afterFailure(failures, name, policy, device.now());
  if (next !== failures) {
    device.change((draft) => {
      draft.run.failures = castDraft(next);
    });
  }
  if (!user) return { ok: false, reason: 'unknown' };
  return right ? { ok: true, user: name, roles: user.roles } : { ok: false, reason: 'password' };
}
