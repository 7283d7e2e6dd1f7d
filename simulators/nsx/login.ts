import { afterFailure, afterSuccess, type LockoutPolicy, lockedUntil } from '../chassis/accounts/lockout.ts';
import { verify } from '../chassis/accounts/verify.ts';
import type { Endpoint, Login } from '../chassis/kind.ts';
import { changeRun } from './change.ts';
import type { NsxDevice } from './nsx.ts';
import { edgeOf, placeOf } from './site.ts';
import type { Settings, Site, User } from './state.ts';

/** A hash that nothing fits: an unknown name takes as long as a known one. */
const nobody = '$5$RACKLESS$Er5mLlaBAlYzBMutZoK5b/AC/FVKPt3P.d1m.gzthxA';

/** Where and how somebody logs in: failures are counted for each node and for each of the two apart. */
export interface Door {
  readonly site: string;
  /** The node's name, or an edge's. */
  readonly node: string;
  readonly via: 'api' | 'cli';
  /** Client address. */
  readonly from: string;
}

/** SSH. @source NSX reference 3.1, 10.1: `root` has no NSX CLI */
export function login(
  device: NsxDevice,
  user: string,
  password: string,
  from: string,
  endpoint?: Endpoint,
): Login | Promise<Login> {
  const [first] = Object.values(device.state.store.sites);
  const name = endpoint?.node ?? first?.nodes[0]?.name ?? '';
  const place = placeOf(device, name);
  const site = place?.site ?? edgeOf(device, name)?.site;
  if (!site || user === 'root') return { ok: false, reason: 'not-allowed' };
  const node = place?.node.name ?? name;
  return checkPassword(device, { site: site.name, node, via: 'cli', from }, user, password);
}

/** Checks a password against the local accounts. Synchronous for a pair that was right before. */
export function checkPassword(device: NsxDevice, door: Door, name: string, password: string): Login | Promise<Login> {
  const site = device.state.store.sites[door.site];
  if (!site) return { ok: false, reason: 'unknown' };
  const failures = device.state.run.sites[door.site]?.failures[`${door.node} ${door.via}`] ?? {};
  if (lockedUntil(failures, name, device.now()) !== undefined) return { ok: false, reason: 'locked' };
  const user = Object.hasOwn(site.users, name) ? site.users[name] : undefined;
  const fits = verify(user?.hash ?? nobody, password, device.name);
  return fits instanceof Promise
    ? fits.then((right) => settle(device, site, door, name, user, right))
    : settle(device, site, door, name, user, fits);
}

function settle(
  device: NsxDevice,
  site: Site,
  door: Door,
  name: string,
  user: User | undefined,
  right: boolean,
): Login {
  const known = user?.hash === undefined ? undefined : user;
  if (!isImmune(site.apiService, door)) {
    const subject = `${door.node} ${door.via}`;
    const policy = policyOf(site.authPolicy, door.via);
    changeRun(device, site.name, (run) => {
      const before = run.failures[subject] ?? {};
      const after = right && known ? afterSuccess(before, name) : afterFailure(before, name, policy, device.now());
      return after === before ? run : { ...run, failures: { ...run.failures, [subject]: after } };
    });
  }
  if (!known) return { ok: false, reason: 'unknown' };
  return right ? { ok: true, user: name, roles: known.roles } : { ok: false, reason: 'password' };
}

function isImmune({ lockout_immune_addresses: immune }: Settings, { via, from }: Door): boolean {
  return via === 'api' && Array.isArray(immune) && immune.includes(from.replace(/^::ffff:/, ''));
}

function policyOf(policy: Settings, via: Door['via']): LockoutPolicy {
  const number = (name: string, otherwise: number): number => {
    const value = policy[name];
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    attempts: number(`${via}_max_auth_failures`, 5),
    // The CLI has no time after which a failure is forgotten; its lockout period stands in (inferred).
    window: number(via === 'api' ? 'api_failed_auth_reset_period' : 'cli_failed_auth_lockout_period', 900) * 1000,
    block: number(`${via}_failed_auth_lockout_period`, 900) * 1000,
  };
}
