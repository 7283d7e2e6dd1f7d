import { escaped, find, findAll, textOf, type XmlElement } from './xml.ts';

/** A role and what bounds it. Roles are those of the release: `auditor`, `security_admin`, `super_user` … */
export interface RoleAssignment {
  readonly role: string;
  /** Object ids such as `edge-1`; default: `globalroot-0`, everything. Only some roles have a scope. */
  readonly scope?: readonly string[];
}

/** What the manager says of a role that was assigned. */
export interface AssignedRole {
  readonly role: string;
  /** Empty for roles without a scope. */
  readonly scope: readonly { readonly id: string; readonly name: string }[];
}

/** Somebody with a role. */
export interface NsxvUser {
  /** The login; `DOMAIN\user` for those of vCenter on some releases. */
  readonly name: string;
  readonly objectId: string | undefined;
  /** An account of the appliance's own CLI, which vCenter does not know. */
  readonly isCli: boolean;
  readonly isGroup: boolean;
  readonly isEnabled: boolean;
  readonly role: AssignedRole | undefined;
}

/** The body of a role assignment. */
export function assignmentXml({ role, scope = ['globalroot-0'] }: RoleAssignment): string {
  const resources = scope.map((id) => `<resource><resourceId>${escaped(id)}</resourceId></resource>`).join('');
  return `<accessControlEntry><role>${escaped(role)}</role>${resources}</accessControlEntry>`;
}

/** Reads an `accessControlEntry`, wherever it stands in a document. */
export function readRole(element: XmlElement | undefined): AssignedRole | undefined {
  const entry = find(element, 'accessControlEntry');
  const role = textOf(entry, 'role');
  if (entry === undefined || role === undefined) return undefined;
  const scope = findAll(entry, 'resource').map((one) => ({
    id: textOf(one, 'objectId') ?? '',
    name: textOf(one, 'name') ?? '',
  }));
  return { role, scope };
}

/** Reads a `userInfo`. Members are found by name: their order and number differ. */
export function readUser(element: XmlElement | undefined): NsxvUser {
  const isTrue = (name: string): boolean => textOf(element, name) === 'true';
  return {
    name: textOf(element, 'name') ?? textOf(element, 'userId') ?? '',
    objectId: textOf(element, 'objectId'),
    isCli: isTrue('isCli'),
    isGroup: isTrue('isGroup'),
    isEnabled: isTrue('isEnabled'),
    role: readRole(element),
  };
}
