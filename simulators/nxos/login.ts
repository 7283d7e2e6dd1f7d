import type { Login } from '../chassis/kind.ts';
import { administrator } from './factory.ts';
import type { NxosDevice } from './nxos.ts';
export function login(device: NxosDevice, user: string, password: string, _from: string): Login {
  const account = device.state.config.users[user];
  if (!account) return { ok: false, reason: 'unknown' };
  if (password !== administrator.password) return { ok: false, reason: 'password' };
  return { ok: true, user, roles: account.roles };
}
