import { sameText } from '../chassis/accounts/verify.ts';
import type { NsxvDevice } from './nsxv.ts';
import { parseOptions } from './options.ts';

/** A person whom vCenter's single sign-on knows. */
export interface Principal {
  /** `ops@corp.local`, in lower case. */
  readonly name: string;
  readonly groups: readonly string[];
}

/** A principal's name as paths and entries have it: the domain and the name do not care for case. */
export function principalName(login: string): string {
  const backslash = login.indexOf('\\');
  const upn = backslash > 0 ? `${login.slice(backslash + 1)}@${login.slice(0, backslash)}` : login;
  return upn.includes('@') ? upn.toLowerCase() : upn;
}

/** `DOMAIN\name`, as answers show a principal. @source client: PowerShell role functions of ps1code */
export function shownName(login: string): string {
  const at = login.lastIndexOf('@');
  return at < 0 ? login : `${login.slice(at + 1).toUpperCase()}\\${login.slice(0, at)}`;
}

/** Asks single sign-on. `undefined`: nobody there, or a wrong password. */
export function askVcenter(device: NsxvDevice, login: string, password: string): Principal | undefined {
  if (!device.state.store.vcenter) return undefined;
  const name = principalName(login);
  const user = parseOptions(device.birth.options).vcenter?.users.find((one) => one.name.toLowerCase() === name);
  if (!user || !sameText(user.password, password)) return undefined;
  return { name, groups: user.groups.map((group) => group.toLowerCase()) };
}

/** An object that a scope may name. */
export interface ScopeObject {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** The whole inventory as one object. @source recorded: sneaku.com, "How to create a NSX-v API Only User Account" */
export const globalRoot: ScopeObject = { id: 'globalroot-0', type: 'GlobalRoot', name: 'Global' };

/** All that a scope may name. */
export function scopeObjects(device: NsxvDevice): readonly ScopeObject[] {
  return [globalRoot, ...(parseOptions(device.birth.options).vcenter?.objects ?? [])];
}
