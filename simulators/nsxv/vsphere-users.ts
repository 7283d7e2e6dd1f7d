import { scopeObjects, shownName } from './directory.ts';
import type { NsxvDevice } from './nsxv.ts';
import { releaseOf } from './release.ts';
import { type Role, roleLabels } from './roles.ts';
import type { Entry } from './state.ts';

/** A line of the Users view of the vSphere client. */
export interface ListedUser {
  /** As the view has it: `api`, `CORP.LOCAL\\ops`. */
  readonly user: string;
  readonly login: string;
  /** `userinfo-N`. */
  readonly id: string;
  /** @source documented: sneaku.com, "How to create a NSX-v API Only User Account" (`vCenter` for a group: inferred) */
  readonly origin: 'NSX CLI User' | 'vCenter';
  readonly group: boolean;
  readonly role: Role;
  /** What the view calls the role. */
  readonly label: string;
  /** Names of the objects that bound the role; `Global` is no bound. */
  readonly scope: readonly string[];
  readonly status: 'Enabled' | 'Disabled';
  /** HTTP sessions of the user that go on. */
  readonly sessions: number;
  /** What the view offers to change; `admin` cannot be edited. */
  readonly edit?: RoleEdit;
}

/** The view's dialogue for another role. */
export interface RoleEdit {
  /** `super_user` is never among them: only the API gives that. */
  readonly roles: readonly Role[];
  /** What is asked before the change is made. */
  readonly warning: string;
}

/**
 * All users with a role, as the Users view of the vSphere client lists them. An account of the CLI without a role is not
 * there. What the dialogue warns of is documented, its words are inferred.
 */
export function listedUsers(device: NsxvDevice): readonly ListedUser[] {
  const objects = scopeObjects(device);
  const { entries } = device.state.store;
  return Object.values(entries).map((entry) => {
    const { id, login, origin, group, role, enabled, scope } = entry;
    const names = scope.map((one) => objects.find((object) => object.id === one)?.name ?? one);
    const edit = roleEdit(device, entry);
    return {
      user: origin === 'vc' ? shownName(login) : login,
      login,
      id,
      origin: origin === 'cli' ? 'NSX CLI User' : 'vCenter',
      group,
      role,
      label: roleLabels[role],
      scope: names.length > 0 ? names : ['Global'],
      status: enabled ? 'Enabled' : 'Disabled',
      sessions: sessionsOf(device, entry),
      ...(edit && { edit }),
    };
  });
}

/** @source documented: administration guide 6.4 (admin is not edited); bridgetocloud.com (no super_user in the view) */
function roleEdit(device: NsxvDevice, { login, origin }: Entry): RoleEdit | undefined {
  if (login === 'admin') return undefined;
  const { roles, cliRoles } = releaseOf(device.release);
  return {
    roles: (origin === 'cli' ? cliRoles : roles).filter((role) => role !== 'super_user'),
    warning: `All ongoing sessions of the user ${login} will be terminated. Do you want to proceed?`,
  };
}

function sessionsOf({ state }: NsxvDevice, { login, group }: Entry): number {
  // The members of a group are vCenter's to know: sessions of those without an entry of their own end with its change.
  return Object.keys(state.run.sessions).filter(
    (name) => name === login || (group && !Object.hasOwn(state.store.entries, name)),
  ).length;
}
