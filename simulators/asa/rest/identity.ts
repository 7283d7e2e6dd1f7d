import { groupKinds, type IdentityTable, isTag, qualified, userKind } from '../identity.ts';
import { apiId, fromApiId } from '../interface-name.ts';
import { isReference, type Operand, type Reference } from '../state/operand.ts';
import type { AsaConfig } from '../state.ts';
import { referredName } from './operands.ts';
import { invalid, isObject, type Problem, text } from './wire.ts';

export const collections = {
  userGroups: { path: '/api/objects/localusergroups', kind: 'object#LocalUserObjGroup' },
  securityGroups: { path: '/api/objects/securityobjectgroups', kind: 'object#SecurityObjGroup' },
} as const;

export const usersPath = '/api/objects/userobjects';

/** A user, a group of users or of security groups, as answers have them. */
export function shownIdentity(one: Operand, base: string): object {
  if (!isReference(one)) return { kind: one.kind, value: one.value };
  const user = one.kind === userKind;
  const path = user
    ? usersPath
    : one.kind === groupKinds.userGroups
      ? collections.userGroups.path
      : collections.securityGroups.path;
  const objectId = user ? apiId(one.objectId) : one.objectId;
  return { kind: one.kind, refLink: `${base}${path}/${encodeURIComponent(objectId)}`, objectId };
}

/** What a body names, with its kind and value. */
function named(given: unknown): { readonly kind: string; readonly name: string; readonly value: string } {
  const kind = isObject(given) ? (text(given.kind) ?? '') : '';
  return { kind, name: referredName(given) ?? '', value: isObject(given) ? (text(given.value) ?? '') : '' };
}

function readGroup(given: unknown, what: IdentityTable, attribute: string, config: AsaConfig): Reference | undefined {
  const { kind, name } = named(given);
  if (kind.toLowerCase() !== groupKinds[what].toLowerCase()) return undefined;
  if (!Object.hasOwn(config[what], name)) throw invalid(attribute, `${attribute}: ${name.slice(0, 80)} does not exist`);
  return { kind: groupKinds[what], objectId: name };
}

function other(given: unknown, attribute: string): Problem {
  const { kind } = named(given);
  return invalid(attribute, `${attribute}: '${kind.slice(0, 40)}' with this value cannot stand there`);
}

/** A user or a group of users. @throws Problem */
export function readMemberUser(given: unknown, attribute: string, config: AsaConfig): Operand {
  const group = readGroup(given, 'userGroups', attribute, config);
  if (group) return group;
  const { kind, name } = named(given);
  if (kind.toLowerCase() !== userKind.toLowerCase() || name === '') throw other(given, attribute);
  const user = qualified(fromApiId(name));
  if (user.startsWith('LOCAL\\') && !Object.hasOwn(config.users, user.slice(6)))
    throw invalid(attribute, `${attribute}: user ${user.slice(0, 80)} does not exist`);
  return { kind: userKind, objectId: user };
}

/** Whom a rule is for: as a member of a group, or anybody, or nobody. @throws Problem */
export function readUser(given: unknown, attribute: string, config: AsaConfig): Operand {
  const { kind } = named(given);
  if (kind === 'AnyUser') return { kind, value: 'any' };
  return kind === 'NoneUser' ? { kind, value: 'none' } : readMemberUser(given, attribute, config);
}

/** A security group by name, tag or object-group. @throws Problem */
export function readSecurity(given: unknown, attribute: string, config: AsaConfig): Operand {
  const group = readGroup(given, 'securityGroups', attribute, config);
  if (group) return group;
  const { kind, value } = named(given);
  if (kind === 'SecurityName' && value !== '' && !/\s/.test(value)) return { kind, value };
  if (kind === 'SecurityTag' && isTag(value)) return { kind, value };
  throw other(given, attribute);
}
