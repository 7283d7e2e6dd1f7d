import { castDraft } from 'immer';
import { editConfig } from '../edit.ts';
import { groupKinds, type IdentityTable, isRound, isUsedIdentity } from '../identity.ts';
import { apiId, fromApiId } from '../interface-name.ts';
import { sameOperand } from '../objects.ts';
import { Refusal } from '../refusal.ts';
import { renameIdentity } from '../rename.ts';
import type { IdentityGroup } from '../state/objects.ts';
import type { Operand } from '../state/operand.ts';
import { collections, readMemberUser, readSecurity, shownIdentity, usersPath } from './identity.ts';
import { duplicate, listed } from './listed.ts';
import { pageOf } from './paging.ts';
import { type Call, type Item, invalid, json, missing, nameOf, type Route, text } from './wire.ts';

function groups(what: IdentityTable): Route[] {
  const { path, kind } = collections[what];
  const readMember = what === 'userGroups' ? readMemberUser : readSecurity;
  return listed<IdentityGroup>({
    path,
    category: 'Objects',
    evidence: 'recorded',
    entries: (config) => Object.entries(config[what]).sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    item: (name, { members, description }, _config, base) => ({
      kind,
      selfLink: `${base}${path}/${encodeURIComponent(name)}`,
      name,
      members: members.map((one) => shownIdentity(one, base)),
      ...(description !== undefined && { description }),
      objectId: name,
    }),
    write(call, body, before) {
      const { config } = call.device.state;
      const name = nameOf(body);
      if (name !== before?.[0] && Object.hasOwn(config[what], name)) throw duplicate(name);
      if (!Array.isArray(body.members)) throw invalid('members', 'members is a mandatory attribute');
      const members: Operand[] = [];
      for (const one of body.members.map((given) => readMember(given, 'members', config))) {
        if (isRound(config, what, before?.[0] ?? name, one))
          throw invalid('members', 'members: a group cannot hold itself');
        if (!members.some((other) => sameOperand(one, other))) members.push(one);
      }
      const description = text(body.description);
      const from = before?.[0];
      editConfig(call.device, call.user, (draft) => {
        if (from !== undefined && from !== name) {
          delete draft[what][from];
          renameIdentity(draft, config, { kind: groupKinds[what], objectId: from }, name);
        }
        draft[what][name] = castDraft({
          members,
          ...(description !== undefined && description !== '' && { description }),
        });
      });
      return name;
    },
    remove(call, name) {
      if (isUsedIdentity(call.device.state.config, { kind: groupKinds[what], objectId: name }))
        throw new Refusal(`Removing object-group (${name}) not allowed, it is being used.`);
      editConfig(call.device, call.user, ({ [what]: all }) => {
        delete all[name];
      });
    },
  });
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
