import { holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { returnsTokens, savesAtTheEnd } from '../asa-policies.checks.ts';
import { answeredJson } from '../asa-trace.ts';
import type { Evidence } from '../evidence.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities, swappedLater } from '../policies.checks.ts';
import { exchanges, member, succeeded } from '../trace.ts';

const device = 'asa-1';
const group = '/api/objects/networkobjectgroups/servers';
const host = (value: string) => ({ kind: 'IPv4Address', value });

/** The addresses in the group, as it stands at the end. */
function membersOf({ end }: Evidence): readonly unknown[] {
  const members = member(answeredJson(end.answers.group), 'members');
  return Array.isArray(members) ? members.map((one) => member(one, 'value')) : [];
}

const done = (evidence: Evidence): Judgement =>
  holds(
    membersOf(evidence).includes('10.1.1.30') && membersOf(evidence).includes('10.1.1.10'),
    'the group holds 10.1.1.30 beside 10.1.1.10',
    `it holds ${membersOf(evidence).join(', ') || 'nothing'}`,
  );

/** @source asa-rest-api: a few final things you need to know */
export const asaObjects = definePlaybook({
  id: 'asa-objects',
  title: 'Change an object that others change, too',
  release: '1.3.2',
  task: `The network object group servers of ${device} holds hosts. Add the host 10.1.1.30 to it. Whatever others have added stays, also what
comes while you work. It is still so after a reload.`,
  devices: [{ name: device, kind: 'asa', release: '1.3.2', options: { configured: 'rest' } }],
  setup: [
    {
      device,
      method: 'POST',
      path: '/api/objects/networkobjectgroups',
      body: { kind: 'object#NetworkObjGroup', name: 'servers', members: [host('10.1.1.10'), host('10.1.1.11')] },
    },
    { device, method: 'POST', path: '/api/commands/writemem' },
  ],
  questions: [{ name: 'group', device, ask: { method: 'GET', path: group } }],
  adversities: [
    ...commonAdversities,
    swappedLater,
    {
      name: 'another-administrator',
      title: 'another administrator adds 10.1.1.20 between your look and your change',
      expect: 'success',
      meanwhile: [
        {
          before: { method: 'P*', path: `${group}*` },
          act: { device, method: 'PATCH', path: group, body: { 'members.add': [host('10.1.1.20')] } },
        },
      ],
    },
    {
      name: 'no-effect',
      title: 'the change is said to be done and is not',
      expect: 'failure',
      faults: [{ at: 'change', act: 'accept-without-effect', match: { operation: `P* ${group}*` } }],
    },
  ],
  rules: [
    ...common('The group holds the new host beside those that it held.', done),
    savesAtTheEnd,
    returnsTokens,
    rule({
      name: 'keeps-the-work-of-others',
      id: 'ASA-AUTO-0004',
      says: 'What another administrator changed meanwhile is still there.',
      source: cite('Using the ASA REST API', 'a few final things you need to know: other administrators'),
      origin: 'policy',
      ofAutomation: true,
      arises: ({ run, trace }) =>
        run === 'another-administrator' &&
        trace.some(({ kind, operation }) => kind === 'stage' && operation === 'another administrator') &&
        exchanges(trace).some((one) => one.method.startsWith('P') && one.path.startsWith(group) && succeeded(one)),
      judge: (evidence) =>
        holds(
          membersOf(evidence).includes('10.1.1.20'),
          'the group still holds 10.1.1.20, which came meanwhile',
          `it holds ${membersOf(evidence).join(', ') || 'nothing'}`,
          'add to what is there (members.add) instead of replacing what was read earlier',
        ),
    }),
  ],
});
