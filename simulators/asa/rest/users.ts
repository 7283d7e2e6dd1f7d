import { editConfig } from '../edit.ts';
import { isUsedUser } from '../identity.ts';
import { hashOf } from '../password.ts';
import { Refusal } from '../refusal.ts';
import { releaseOf } from '../release.ts';
import type { User } from '../state/aaa.ts';
import { texts } from '../texts.ts';
import { duplicate, listed } from './listed.ts';
import { invalid, nameOf, text, whole } from './wire.ts';

const accessTypes: Readonly<Record<string, User['serviceType']>> = {
  Full: 'admin',
  Cli: 'nas-prompt',
  None: 'remote-access',
};

/** Local users; the enable password is listed as one. @source recorded: reference 6.11; the pairing of types inferred */
export const users = listed<User>({
  path: '/api/objects/localusers',
  category: 'Objects',
  evidence: 'recorded',
  entries(config) {
    const all: (readonly [string, User])[] = Object.entries(config.users);
    if (config.enableHash !== undefined) all.push(['enable_15', { hash: config.enableHash, privilege: 15 }]);
    return all.sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  },
  item: (name, { privilege, serviceType }, _config, base) => ({
    kind: 'object#LocalUserObj',
    selfLink: `${base}/api/objects/localusers/${encodeURIComponent(name)}`,
    name,
    MSCHAPauthenticated: false,
    privilegeLevel: privilege,
    ASDM_CLIAccessType:
      Object.entries(accessTypes).find(([, type]) => type === (serviceType ?? 'admin'))?.[0] ?? 'Full',
    objectId: name,
  }),
  write(call, body, before) {
    const name = nameOf(body);
    const { config } = call.device.state;
    if (name !== before?.[0] && Object.hasOwn(config.users, name)) throw duplicate(name);
    const privilege = whole(body.privilegeLevel) ?? before?.[1].privilege ?? 2;
    if (privilege < 0 || privilege > 15) throw invalid('privilegeLevel', 'privilegeLevel must be 0 to 15');
    const password = text(body.password);
    const hash =
      password === undefined ? before?.[1].hash : hashOf(password, name, releaseOf(call.device.release).pbkdf2);
    const serviceType = accessTypes[text(body.ASDM_CLIAccessType) ?? ''];
    editConfig(call.device, call.user, (draft) => {
      if (before && before[0] !== name) delete draft.users[before[0]];
      draft.users[name] = {
        ...(hash !== undefined && { hash }),
        privilege,
        ...(serviceType !== undefined && serviceType !== 'admin' && { serviceType }),
      };
    });
    return name;
  },
  remove(call, name) {
    if (isUsedUser(call.device.state.config, name)) throw new Refusal(texts.userUsed(name));
    editConfig(call.device, call.user, (config) => {
      delete config.users[name];
    });
  },
});
