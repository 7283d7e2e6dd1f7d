import { sameOperand } from './objects.ts';
import { isReference, type Operand, type Reference } from './state/operand.ts';
import type { AsaConfig } from './state.ts';

/** The two kinds of groups that are not of addresses: of users, and of TrustSec security groups. */
export const identityTables = ['userGroups', 'securityGroups'] as const;

export type IdentityTable = (typeof identityTables)[number];

/** The reference to a group of each kind. */
export const groupKinds = {
  userGroups: 'objectRef#LocalUserObjGroup',
  securityGroups: 'objectRef#SecurityObjGroup',
} as const;

/** The reference to a user; its name is `DOMAIN\name`. */
export const userKind = 'objectRef#UserObj';

/** Whether a group or a rule names this user or group. */
export function isUsedIdentity({ userGroups, securityGroups, accessLists }: AsaConfig, wanted: Reference): boolean {
  const is = (one: Operand | undefined) => one !== undefined && sameOperand(one, wanted);
  for (const groups of [userGroups, securityGroups]) {
    if (Object.values(groups).some(({ members }) => members.some(is))) return true;
  }
  for (const { aces } of accessLists.values()) {
    if (aces.some((ace) => is(ace.user) || is(ace.sourceSecurity) || is(ace.destinationSecurity))) return true;
  }
  return false;
}

/** Whether a group of users or a rule names a local user. */
export function isUsedUser(config: AsaConfig, user: string): boolean {
  return isUsedIdentity(config, { kind: userKind, objectId: qualified(user) });
}

/** Whether `group` would hold itself, when it had this member. */
export function isRound(config: AsaConfig, what: IdentityTable, group: string, member: Operand): boolean {
  if (!isReference(member) || member.kind !== groupKinds[what]) return false;
  if (member.objectId === group) return true;
  return config[what][member.objectId]?.members.some((one) => isRound(config, what, group, one)) ?? false;
}

/** A user without a domain is a local one. */
export function qualified(name: string): string {
  return name.includes('\\') ? name : `LOCAL\\${name}`;
}

/** A TrustSec tag. */
export function isTag(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_533;
}
