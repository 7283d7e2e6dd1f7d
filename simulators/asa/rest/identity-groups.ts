import { castDraft } from 'immer';
import { groupKinds, type IdentityTable, isHeld, isRound, qualified, userKind } from '../commands/identity-groups.ts';
import { editConfig } from '../edit.ts';
import { apiId, fromApiId } from '../interface-name.ts';
import { sameOperand } from '../objects.ts';
import { Refusal } from '../refusal.ts';
import { type AsaConfig, type IdentityGroup, isReference, type Operand } from '../state.ts';
import { duplicate, listed } from './listed.ts';
import { referredName } from './operands.ts';
import { pageOf } from './paging.ts';
import { type Call, type Item, invalid, isObject, json, missing, nameOf, type Route, text } from './wire.ts';

const collections = {
  userGroups: { path: '/api/objects/localusergroups', kind: 'object#LocalUserObjGroup' },
  securityGroups: { path: '/api/objects/securityobjectgroups', kind: 'object#SecurityObjGroup' },
} as const;

const usersPath = '/api/objects/userobjects';

function shownMember(one: Operand, base: string): object {
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

/** @throws Problem for what no group of the kind may hold */
function readMember(given: unknown, what: IdentityTable, config: AsaConfig): Operand {
  const kind = isObject(given) ? (text(given.kind) ?? '') : '';
  const name = referredName(given) ?? '';
  const value = isObject(given) ? (text(given.value) ?? '') : '';
  if (kind.toLowerCase() === groupKinds[what].toLowerCase()) {
    if (!config[what][name]) throw invalid('members', `members: ${name.slice(0, 80)} does not exist`);
    return { kind: groupKinds[what], objectId: name };
  }
  if (what === 'userGroups' && kind.toLowerCase() === userKind.toLowerCase() && name !== '') {
    const user = qualified(fromApiId(name));
    if (user.startsWith('LOCAL\\') && !Object.hasOwn(config.users, user.slice(6)))
      throw invalid('members', `members: user ${user.slice(0, 80)} does not exist`);
    return { kind: userKind, objectId: user };
  }
  if (what === 'securityGroups' && kind === 'SecurityName' && value !== '') return { kind, value };
  if (what === 'securityGroups' && kind === 'SecurityTag' && /^\d{1,5}$/.test(value)) return { kind, value };
  throw invalid('members', `members: '${kind.slice(0, 40)}' with this value cannot be in such a group`);
}

function groups(what: IdentityTable): Route[] {
  const { path, kind } = collections[what];
  return listed<IdentityGroup>({
    path,
    category: 'Objects',
    evidence: 'recorded',
    entries: (config) => Object.entries(config[what]).sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    item: (name, { members, description }, _config, base) => ({
      kind,
      selfLink: `${base}${path}/${encodeURIComponent(name)}`,
      name,
      members: members.map((one) => shownMember(one, base)),
      ...(description !== undefined && { description }),
      objectId: name,
    }),
    write(call, body, before) {
      const { config } = call.device.state;
      const name = nameOf(body);
      if (name !== before?.[0] && Object.hasOwn(config[what], name)) throw duplicate(name);
      if (!Array.isArray(body.members)) throw invalid('members', 'members is a mandatory attribute');
      const members: Operand[] = [];
      for (const one of body.members.map((given) => readMember(given, what, config))) {
        if (isRound(config, what, before?.[0] ?? name, one))
          throw invalid('members', 'members: a group cannot hold itself');
        if (!members.some((other) => sameOperand(one, other))) members.push(one);
      }
      const description = text(body.description);
      const from = before?.[0];
      editConfig(call.device, call.user, ({ [what]: all }) => {
        if (from !== undefined && from !== name) {
          delete all[from];
          for (const group of Object.values(all)) {
            group.members = castDraft(group.members.map((one) => renamed(one, groupKinds[what], from, name)));
          }
        }
        all[name] = castDraft({ members, ...(description !== undefined && description !== '' && { description }) });
      });
      return name;
    },
    remove(call, name) {
      if (isHeld(call.device.state.config, what, name))
        throw new Refusal(`Removing object-group (${name}) not allowed, it is being used.`);
      editConfig(call.device, call.user, ({ [what]: all }) => {
        delete all[name];
      });
    },
  });
}

function renamed(one: Operand, kind: string, from: string, to: string): Operand {
  return isReference(one) && one.kind === kind && one.objectId === from ? { ...one, objectId: to } : one;
}

function userItem(name: string, base: string): Item {
  const value = `LOCAL\\${name}`;
  const id = apiId(value);
  return {
    kind: 'object#UserObj',
    selfLink: `${base}${usersPath}/${encodeURIComponent(id)}`,
    userName: name,
    localUserObjectId: name,
    value,
    objectId: id,
  };
}

function userAt({ device, params: [id = ''], base }: Call): Item {
  const name = fromApiId(id).replace(/^LOCAL\\/, '');
  if (!Object.hasOwn(device.state.config.users, name)) throw missing(id);
  return userItem(name, base);
}

/** Users as rules and groups name them: the local ones, which are made and removed as local users. @source recorded payloads: reference 6.11 */
const userObjects: readonly Route[] = [
  {
    path: usersPath,
    category: 'Objects',
    evidence: 'recorded',
    methods: {
      GET: (call) =>
        pageOf(
          call,
          Object.keys(call.device.state.config.users).map((name) => userItem(name, call.base)),
        ),
    },
  },
  {
    path: `${usersPath}/{id}`,
    category: 'Objects',
    evidence: 'recorded',
    methods: { GET: (call) => json(userAt(call)) },
  },
];

/** Groups of users and of security groups, and the users themselves. @source reference 6.11 */
export const identityRoutes: readonly Route[] = [...groups('userGroups'), ...groups('securityGroups'), ...userObjects];
