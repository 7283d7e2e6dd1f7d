import { principalName, scopeObjects, shownName } from '../directory.ts';
import { entryOf, putEntry, removeEntry } from '../entries.ts';
import type { NsxvDevice } from '../nsxv.ts';
import type { Release } from '../release.ts';
import { isRole, type Role, takesScope } from '../roles.ts';
import type { Entry, Origin } from '../state.ts';
import { all, textOf } from './body.ts';
import type { Document, Fields } from './document.ts';
import { failures } from './failure.ts';
import { managedObject } from './managed-object.ts';
import { type Call, flag, type Operation } from './operation.ts';

const base = '/api/2.0/services/usermgmt';
const accounts = 'urm.user_account_management';
const objects = 'urm.object_access_control';

/** Users, their roles and scopes. Users are named by login, never by `userinfo-N`. @source NSX-v reference 2 */
export const usermgmt: readonly Operation[] = [
  {
    route: `GET ${base}/user/:userId`,
    name: 'userMgmtUserRead',
    feature: accounts,
    answer: (call) => ({ document: { root: 'userInfo', value: userInfo(call.device, existing(call)) } }),
  },
  {
    route: `DELETE ${base}/user/:userId`,
    name: 'userMgmtUserDelete',
    feature: accounts,
    answer(call) {
      const entry = changeable(call, existing(call));
      call.change((draft) => removeEntry(draft, entry), { ...about(entry), operation: 'DELETE' });
      return {};
    },
  },
  {
    route: `PUT ${base}/user/:userId/enablestate/:value`,
    name: 'userMgmtStateUpdate',
    feature: accounts,
    answer(call) {
      const { value } = call.parameters;
      if (value !== '0' && value !== '1') throw failures.invalid(`Invalid value ${value} for enablestate.`);
      const entry = existing(call);
      if (value === '0') changeable(call, entry);
      call.change((draft) => putEntry(draft, { ...entry, enabled: value === '1', revision: entry.revision + 1 }), {
        ...about(entry),
        operation: 'UPDATE',
      });
      return {};
    },
  },
  {
    // Two specifications print the path without a user, and clients made from them send it so: it does nothing (inferred).
    route: `PUT ${base}/enablestate/:value`,
    name: 'userMgmtStateUpdate',
    feature: accounts,
    exists: (release) => release.shortEnableState,
    answer: () => ({}),
  },
  {
    route: `GET ${base}/role/:userId`,
    name: 'userRoleMgmtRead',
    feature: objects,
    answer: (call) => ({ document: accessControlEntry(call.device, assigned(call)) }),
  },
  {
    route: `POST ${base}/role/:userId`,
    name: 'userRoleMgmtCreate',
    feature: accounts,
    takes: { root: 'accessControlEntry' },
    answer(call) {
      const { userId = '' } = call.parameters;
      if (userId.includes('\\')) throw failures.noSuchRole(userId);
      const login = principalName(userId);
      const isCli = flag(call.query, 'isCli');
      if (entryOf(call.device.state, login)) throw failures.alreadyPresent();
      if (isCli && !Object.hasOwn(call.device.state.config.users, login)) throw failures.noSuchRole(login);
      const origin = isCli ? 'cli' : 'vc';
      const { role, scope } = wanted(call, origin);
      const entry: Entry = {
        id: `userinfo-${call.device.state.store.nextUser}`,
        login,
        origin,
        group: origin === 'vc' && flag(call.query, 'isGroup'),
        enabled: true,
        role,
        scope,
        revision: 1,
      };
      call.change(
        (draft) => {
          draft.store.nextUser++;
          putEntry(draft, entry);
        },
        { ...about(entry), operation: 'CREATE' },
      );
      return {};
    },
  },
  {
    route: `PUT ${base}/role/:userId`,
    name: 'userRoleMgmtUpdate',
    feature: accounts,
    takes: { root: 'accessControlEntry' },
    answer(call) {
      const entry = changeable(call, assigned(call));
      const next = { ...entry, ...wanted(call, entry.origin), revision: entry.revision + 1 };
      call.change((draft) => putEntry(draft, next), { ...about(entry), operation: 'UPDATE' });
      return { document: accessControlEntry(call.device, next) };
    },
  },
  {
    route: `DELETE ${base}/role/:userId`,
    name: 'userRoleMgmtDelete',
    feature: accounts,
    answer(call) {
      const entry = changeable(call, existing(call));
      // The role of a local user is changed, never taken away. @source documented: NSX API guide
      if (entry.origin === 'cli') throw failures.notPermitted();
      call.change((draft) => removeEntry(draft, entry), { ...about(entry), operation: 'DELETE' });
      return {};
    },
  },
  {
    route: `GET ${base}/users/vsm`,
    name: 'userNSXManagerInfoRead',
    feature: accounts,
    answer({ device }) {
      const users = Object.values(device.state.store.entries).map((entry) => userInfo(device, entry));
      return { document: { root: 'users', value: { userInfo: users }, json: { users } } };
    },
  },
  {
    route: `GET ${base}/roles`,
    name: 'userMgmtRolesRead',
    feature: 'urm.feature_access_control',
    answer: ({ release }) => ({
      document: { root: 'list', value: { string: release.roles }, json: { list: release.roles } },
    }),
  },
  {
    route: `GET ${base}/scopingobjects`,
    name: 'userScopingObjectsRead',
    feature: objects,
    answer({ device }) {
      const found = scopeObjects(device).map((one) => managedObject(device, one));
      return { document: { root: 'scopingObjects', value: { object: found } } };
    },
  },
];

/**
 * The entry that a path names. It takes `user@domain` alone: whoever writes `domain\user` there names nobody.
 * @source documented: NSX API guide 6.3 and 6.4, user management
 */
function named({ device, parameters: { userId = '' } }: Call): Entry | undefined {
  return userId.includes('\\') ? undefined : entryOf(device.state, userId);
}

/** @throws ApiError 404 */
function existing(call: Call): Entry {
  const entry = named(call);
  if (!entry) throw failures.notFound(call.parameters.userId ?? '');
  return entry;
}

/** As {@link existing}, with the status that asking for a role has. @throws ApiError 400 */
function assigned(call: Call): Entry {
  const entry = named(call);
  if (!entry) throw failures.noSuchRole(call.parameters.userId ?? '');
  return entry;
}

/** The built-in `admin` is neither changed, disabled nor deleted. @throws ApiError 400 */
function changeable(_call: Call, entry: Entry): Entry {
  if (entry.login === 'admin') throw failures.notPermitted();
  return entry;
}

function about({ login, id }: Entry): { module: string; resource: string; resourceId: string } {
  return { module: 'ACCESS_CONTROL', resource: login, resourceId: id };
}

/** Role and scope that a body asks for. @throws ApiError 400, 404 */
function wanted({ body, release, device }: Call, origin: Origin): { role: Role; scope: readonly string[] } {
  const text = textOf(body, 'role') ?? '';
  const role = allowed(release, text, origin);
  const ids = all(body, 'resource').map((resource) => textOf(resource, 'resourceId') ?? '');
  const known = scopeObjects(device);
  const missing = ids.find((id) => !known.some((one) => one.id === id));
  if (missing !== undefined) throw failures.notFound(missing);
  if (!takesScope(role)) return { role, scope: [] };
  return { role, scope: ids.length > 0 ? [...new Set(ids)] : ['globalroot-0'] };
}

/** @throws ApiError 400 for a role that there is not, or not for accounts of the CLI */
function allowed({ roles, cliRoles }: Release, text: string, origin: Origin): Role {
  if (!isRole(text) || !roles.includes(text)) throw failures.invalid(`Invalid role ${text}.`);
  if (origin === 'cli' && !cliRoles.includes(text)) {
    throw failures.invalid(`Role ${text} cannot be assigned to a CLI user. Valid roles are ${cliRoles.join(', ')}.`);
  }
  return text;
}

/**
 * A role with the objects that it is bounded by; the request's `resourceId` is not repeated.
 * @source recorded: sneaku.com, "How to create a NSX-v API Only User Account"
 */
function accessControlEntry(device: NsxvDevice, entry: Entry): Document {
  return { root: 'accessControlEntry', value: access(device, entry) };
}

function access(device: NsxvDevice, { role, scope }: Entry): Fields {
  const known = scopeObjects(device).filter((one) => scope.includes(one.id));
  return { role, ...(known.length > 0 && { resource: known.map((one) => managedObject(device, one)) }) };
}

/** Names of elements as clients read them; their order is inferred. */
function userInfo(device: NsxvDevice, entry: Entry): Fields {
  const { id, login, origin, group, enabled, scope, revision } = entry;
  const { clientHandle, extendedAttributes, isUniversal, universalRevision, name, ...head } = managedObject(device, {
    id,
    type: 'UserInfo',
    name: origin === 'vc' ? shownName(login) : login,
    revision,
  });
  return {
    ...head,
    name: name ?? login,
    userId: login,
    clientHandle: clientHandle ?? '',
    extendedAttributes: extendedAttributes ?? {},
    isUniversal: isUniversal ?? false,
    universalRevision: universalRevision ?? 0,
    fullname: '',
    email: '',
    isGroup: group,
    isEnabled: enabled,
    isCli: origin === 'cli',
    hasGlobalObjectAccess: scope.length === 0 || scope.includes('globalroot-0'),
    accessControlEntry: access(device, entry),
  };
}
