import type { CaseContext } from '../../context.ts';
import { equal, holds } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, each, indexOf, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, postman } from './sources.ts';

async function drive(t: CaseContext) {
  const { get, post, remove, run } = await own(t);
  await run('username Bella password Secret-1 privilege 5', 'username anna password Secret-1 privilege 15');
  const users = await get('/api/objects/localusers/');
  const anna = await get('/api/objects/localusers/anna');
  const hosts = await get('/api/mgmtaccess/hosts/');
  const allowed = await post('/api/mgmtaccess/hosts', {
    type: 'ssh',
    ip: { kind: 'IPv4Address', value: '198.51.100.0' },
    netmask: { kind: 'IPv4NetMask', value: '255.255.255.0' },
    interface: { kind: 'objectRef#Interface', name: 'management' },
  });
  const sshLines = await run('show running-config ssh');
  return {
    users,
    anna,
    hosts,
    allowed,
    sshLines,
    userGone: await remove('/api/objects/localusers/Bella'),
    usersAfter: await get('/api/objects/localusers'),
  };
}

const rule = rulesOver<typeof drive>();
const capture = postman('localusers collection');
const hostCapture = postman('hosts of RotateCiscoASAPasswordsAndVault.py');

/** Users, and who may manage the box. */
export const managers = topic({
  id: 'ASA-USER-HOSTS',
  title: 'Local users and managing hosts are listed, made and deleted',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-USER-0001', 'user-kind', 'The collection of users is a collection#LocalUserObj.', capture, ({ users }) =>
      equal('collection#LocalUserObj', at(users, 'kind')),
    ),
    rule(
      'ASA-USER-0002',
      'user-enable',
      'The user enable_15 is listed, though no such user was made.',
      capture,
      ({ users }) => holds(indexOf(users, 'name', 'enable_15') >= 0, 'enable_15', each(users, 'name')),
    ),
    rule(
      'ASA-USER-0003',
      'user-order',
      'Users are listed in order of their names, capitals or not.',
      capture,
      ({ users }) => {
        const names = each(users, 'name').map(String);
        return equal(
          [true, [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))],
          [names.length > 2, names],
        );
      },
    ),
    rule(
      'ASA-USER-0004',
      'user-members',
      'A user has kind, selfLink, name, MSCHAPauthenticated, privilegeLevel, ASDM_CLIAccessType and objectId, no password.',
      capture,
      ({ anna }) =>
        equal(
          ['kind', 'selfLink', 'name', 'MSCHAPauthenticated', 'privilegeLevel', 'ASDM_CLIAccessType', 'objectId'],
          namesAt(anna),
        ),
    ),
    rule(
      'ASA-USER-0005',
      'user-values',
      'A user of privilege 15 that was typed has privilegeLevel 15 and Full access.',
      capture,
      ({ anna }) =>
        equal(
          [15, 'Full', false],
          [at(anna, 'privilegeLevel'), at(anna, 'ASDM_CLIAccessType'), at(anna, 'MSCHAPauthenticated')],
        ),
    ),
    rule(
      'ASA-USER-0006',
      'user-deleted',
      'A user that was deleted is not listed.',
      about('Local users'),
      ({ userGone, usersAfter }) => equal([204, -1], [userGone.status, indexOf(usersAfter, 'name', 'Bella')]),
    ),
    rule(
      'ASA-MGMT-0001',
      'host-kind',
      'The collection of managing hosts is a collection#DevMgmtTraffic.',
      hostCapture,
      ({ hosts }) => equal('collection#DevMgmtTraffic', at(hosts, 'kind')),
    ),
    rule(
      'ASA-MGMT-0002',
      'host-members',
      'A managing host has kind, selfLink, type, ip, netmask, interface and objectId.',
      hostCapture,
      ({ hosts }) =>
        equal(['kind', 'selfLink', 'type', 'ip', 'netmask', 'interface', 'objectId'], namesAt(hosts, 'items', 0)),
    ),
    rule(
      'ASA-MGMT-0003',
      'host-anybody',
      'Who may come from anywhere has AnyIPAddress any and the netmask 0.0.0.0.',
      hostCapture,
      ({ hosts }) => {
        const index = indexOf(hosts, 'type', 'http');
        return equal(
          [
            { kind: 'AnyIPAddress', value: 'any' },
            { kind: 'IPv4NetMask', value: '0.0.0.0' },
          ],
          [at(hosts, 'items', index, 'ip'), at(hosts, 'items', index, 'netmask')],
        );
      },
    ),
    rule(
      'ASA-MGMT-0004',
      'host-id',
      'The id of a managing host is a decimal number of 32 bits.',
      hostCapture,
      ({ hosts }) =>
        equal(
          [true, []],
          [
            each(hosts, 'objectId').length > 0,
            each(hosts, 'objectId').filter((id) => !/^\d{1,10}$/.test(String(id)) || Number(id) >= 2 ** 32),
          ],
        ),
    ),
    rule(
      'ASA-MGMT-0005',
      'host-line',
      'A managing host that REST makes stands in the running configuration.',
      about('Management access'),
      ({ allowed, sshLines }) =>
        equal([201, true], [allowed.status, /^ssh 198\.51\.100\.0 255\.255\.255\.0 management$/m.test(sshLines)]),
    ),
  ],
});
