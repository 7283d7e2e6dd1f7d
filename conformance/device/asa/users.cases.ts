import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own, reference } from './agent.ts';
import { at, indexOf, listAt, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, payloads, schema } from './sources.ts';

const users = '/api/objects/localusers';
const userGroups = '/api/objects/localusergroups';
const securityGroups = '/api/objects/securityobjectgroups';

const carl = {
  kind: 'object#LocalUserObj',
  name: 'carl',
  password: 'Secret-1',
  privilegeLevel: 5,
  ASDM_CLIAccessType: 'Cli',
};
const member = reference('UserObj', 'LOCAL_API_BACK_SLASH_carl');
const named = { kind: 'SecurityName', value: 'Lab' };
const tagged = { kind: 'SecurityTag', value: '17' };

async function drive(t: CaseContext) {
  const { get, post, put, remove, run } = await own(t);
  const made = await post(users, carl);
  const seen = {
    made,
    item: await get(`${users}/carl`),
    twice: await post(users, carl),
    line: await run('show running-config username'),
    changed: await put(`${users}/carl`, { ...carl, privilegeLevel: 15, ASDM_CLIAccessType: 'Full' }),
    after: await get(`${users}/carl`),
    missing: await put(`${users}/nobody`, { ...carl, name: 'nobody' }),
    stillMissing: await get(`${users}/nobody`),
    user: await get('/api/objects/userobjects'),
    groupMade: await post(userGroups, { kind: 'object#LocalUserObjGroup', name: 'people', members: [member] }),
    group: await get(`${userGroups}/people`),
    groupDeleted: await remove(`${userGroups}/people`),
    groupGone: await get(`${userGroups}/people`),
  };
  const security = { kind: 'object#SecurityObjGroup', name: 'lab-groups', members: [named, tagged] };
  return {
    ...seen,
    securityMade: await post(securityGroups, security),
    security: await get(`${securityGroups}/lab-groups`),
    securityChanged: await put(`${securityGroups}/lab-groups`, { ...security, members: [tagged] }),
    securityAfter: await get(`${securityGroups}/lab-groups`),
    securityDeleted: await remove(`${securityGroups}/lab-groups`),
    securityGone: await get(`${securityGroups}/lab-groups`),
    predefined: await get('/api/objects/predefinednetworkservices'),
  };
}

const rule = rulesOver<typeof drive>();
const methods = about('REST API methods');
const statuses = about('HTTP status codes');
const model = schema('objects/localusers');

/** Users, groups of users and of security groups. */
export const userLife = topic({
  id: 'ASA-USER-LIFE',
  title: 'Users and groups of users and of security groups are made, changed and deleted',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-USER-0007', 'made', 'A POST that makes a user is answered 201.', model, ({ made }) =>
      equal(201, made.status),
    ),
    rule('ASA-USER-0008', 'location', 'The answer to it names the user in Location.', methods, ({ made }) =>
      matches(/^https:\/\/[^/]+\/api\/objects\/localusers\/carl$/, made.location, 'the URL of the user'),
    ),
    rule('ASA-USER-0009', 'item', 'A user comes back with the level and access that were given.', model, ({ item }) =>
      equal([5, 'Cli'], [at(item, 'privilegeLevel'), at(item, 'ASDM_CLIAccessType')]),
    ),
    rule(
      'ASA-USER-0010',
      'line',
      'A user whom REST makes stands in the running configuration with the privilege.',
      about('Overview'),
      ({ line }) => matches(/^username carl .*privilege 5 ?$/m, line, 'username carl … privilege 5'),
    ),
    rule('ASA-USER-0011', 'twice', 'A user of a name that is taken is refused with 400.', statuses, ({ twice }) =>
      equal(400, twice.status),
    ),
    rule('ASA-USER-0012', 'changed', 'A PUT of a user changes the level.', methods, ({ changed, after }) =>
      equal([204, 15, 'Full'], [changed.status, at(after, 'privilegeLevel'), at(after, 'ASDM_CLIAccessType')]),
    ),
    rule(
      'ASA-USER-0013',
      'missing',
      'A PUT of a user who is not there is answered 404, and makes nobody.',
      methods,
      ({ missing, stillMissing }) => equal([404, 404], [missing.status, stillMissing.status]),
    ),
    rule(
      'ASA-USER-0014',
      'object',
      'A local user is a user object with userName, localUserObjectId and value.',
      payloads('user objects'),
      ({ user }) => {
        const names = namesAt(user, 'items', indexOf(user, 'userName', 'carl'));
        return equal(
          [],
          ['userName', 'localUserObjectId', 'value'].filter((name) => !names.includes(name)),
        );
      },
    ),
    rule(
      'ASA-USER-0015',
      'group',
      'A POST that makes a group of users is answered 201.',
      payloads('local user groups'),
      ({ groupMade }) => equal(201, groupMade.status),
    ),
    rule(
      'ASA-USER-0016',
      'group-member',
      'The member of a group of users is a reference, with _API_BACK_SLASH_ in the place of the backslash.',
      payloads('local user groups'),
      ({ group }) =>
        equal(
          [1, member.kind, member.objectId],
          [listAt(group, 'members').length, at(group, 'members', 0, 'kind'), at(group, 'members', 0, 'objectId')],
        ),
    ),
    rule(
      'ASA-USER-0017',
      'group-gone',
      'A group of users that was deleted with 204 is answered 404.',
      methods,
      ({ groupDeleted, groupGone }) => equal([204, 404], [groupDeleted.status, groupGone.status]),
    ),
    rule(
      'ASA-SEC-0001',
      'security',
      'A POST that makes a group of security groups is answered 201.',
      payloads('security object groups'),
      ({ securityMade }) => equal(201, securityMade.status),
    ),
    rule(
      'ASA-SEC-0002',
      'security-members',
      'A group of security groups comes back with its names and tags.',
      payloads('security object groups'),
      ({ security }) => equal([named, tagged], listAt(security, 'members')),
    ),
    rule(
      'ASA-SEC-0003',
      'security-replaced',
      'A PUT of a group of security groups replaces its members.',
      methods,
      ({ securityChanged, securityAfter }) =>
        equal([204, [tagged]], [securityChanged.status, listAt(securityAfter, 'members')]),
    ),
    rule(
      'ASA-SEC-0004',
      'security-gone',
      'A group of security groups that was deleted with 204 is answered 404.',
      methods,
      ({ securityDeleted, securityGone }) => equal([204, 404], [securityDeleted.status, securityGone.status]),
    ),
    rule(
      'ASA-SVC-0017',
      'predefined',
      'The services that have a name without anybody giving it are a collection with a total.',
      client('networklore/rasa', 'rasa/constants.py'),
      ({ predefined }) =>
        equal(
          [200, true, 'number'],
          [predefined.status, listAt(predefined, 'items').length > 0, typeof at(predefined, 'rangeInfo', 'total')],
        ),
    ),
  ],
});
