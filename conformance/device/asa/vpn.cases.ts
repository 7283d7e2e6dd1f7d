import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, indexOf, listAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, commands, schema } from './sources.ts';

const policies = '/api/vpn/ikev1policy';
const groups = '/api/vpn/grouppolicies';

async function drive(t: CaseContext) {
  const { get, post, put, patch, remove, run } = await own(t);
  const policy = {
    kind: 'object#ikev1policy',
    priority: 10,
    authentication: 'preshared',
    encryption: 'aes-256',
    hash: 'sha',
    dhgroup: 2,
    lifetimeInSecs: 86_400,
  };
  const group = {
    name: 'suite-gp',
    type: 'internal',
    attributes: { tunnelingProtocols: ['ikev1'], idleTimeout: '30' },
  };
  return {
    policy,
    made: await post(policies, policy),
    item: await get(`${policies}/10`),
    lines: await run('show running-config crypto ikev1'),
    changed: await patch(`${policies}/10`, { dhgroup: 5 }),
    after: await get(`${policies}/10`),
    deleted: await remove(`${policies}/10`),
    gone: await get(`${policies}/10`),
    groupMade: await post(groups, group),
    group: await get(`${groups}/suite-gp`),
    groups: await get(groups),
    groupLine: await run('show running-config group-policy'),
    groupChanged: await put(`${groups}/suite-gp`, { ...group, attributes: { ...group.attributes, idleTimeout: '45' } }),
    groupAfter: await get(`${groups}/suite-gp`),
    groupDeleted: await remove(`${groups}/suite-gp`),
    groupGone: await get(`${groups}/suite-gp`),
  };
}

const rule = rulesOver<typeof drive>();
const module = client('networklore/ansible-cisco-asa', 'library, IKEv1 policies');
const model = schema('vpn/grouppolicies');
const methods = about('REST API methods');

/** Policies of VPN. */
export const vpn = topic({
  id: 'ASA-VPN-LIFE',
  title: 'IKEv1 policies and group policies are made, changed and deleted',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-VPN-0001', 'made', 'A POST that makes an IKEv1 policy is answered 201.', module, ({ made }) =>
      equal(201, made.status),
    ),
    rule('ASA-VPN-0002', 'item', 'An IKEv1 policy is found by its priority, with all that was given.', module, (o) =>
      equal(o.policy, Object.fromEntries(Object.keys(o.policy).map((name) => [name, at(o.item, name)]))),
    ),
    rule('ASA-VPN-0003', 'changed', 'A PATCH of an IKEv1 policy changes only what it names.', module, (o) =>
      equal([204, 5, 'aes-256'], [o.changed.status, at(o.after, 'dhgroup'), at(o.after, 'encryption')]),
    ),
    rule('ASA-VPN-0004', 'gone', 'An IKEv1 policy that was deleted with 204 is answered 404.', module, (o) =>
      equal([204, 404], [o.deleted.status, o.gone.status]),
    ),
    rule(
      'ASA-VPN-0005',
      'line',
      'An IKEv1 policy that REST makes stands in the running configuration under its priority.',
      commands('crypto ikev1 policy'),
      ({ lines }) => matches(/^crypto ikev1 policy 10\n/m, lines, 'crypto ikev1 policy 10'),
    ),
    rule('ASA-VPN-0006', 'group', 'A POST that makes a group policy is answered 201.', model, ({ groupMade }) =>
      equal(201, groupMade.status),
    ),
    rule('ASA-VPN-0007', 'group-item', 'A group policy has a name, a type and attributes.', model, ({ group }) =>
      equal(['suite-gp', 'internal', 'object'], [at(group, 'name'), at(group, 'type'), typeof at(group, 'attributes')]),
    ),
    rule('ASA-VPN-0008', 'group-listed', 'A group policy is listed.', model, ({ groups: listed }) =>
      equal(
        [200, true],
        [listed.status, indexOf(listed, 'name', 'suite-gp') >= 0 && listAt(listed, 'items').length > 0],
      ),
    ),
    rule('ASA-VPN-0009', 'group-changed', 'A PUT of a group policy changes its attributes.', methods, (o) =>
      equal([204, '45'], [o.groupChanged.status, String(at(o.groupAfter, 'attributes', 'idleTimeout'))]),
    ),
    rule('ASA-VPN-0010', 'group-gone', 'A group policy that was deleted with 204 is answered 404.', methods, (o) =>
      equal([204, 404], [o.groupDeleted.status, o.groupGone.status]),
    ),
    rule(
      'ASA-VPN-0011',
      'group-line',
      'A group policy that REST makes stands in the running configuration.',
      commands('group-policy'),
      ({ groupLine }) => matches(/^group-policy suite-gp internal$/m, groupLine, 'group-policy suite-gp internal'),
    ),
  ],
});
