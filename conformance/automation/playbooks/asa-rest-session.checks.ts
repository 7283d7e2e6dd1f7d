import { holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { returnsTokens, savesAtTheEnd } from '../asa-policies.checks.ts';
import { printed, tokensGiven } from '../asa-trace.ts';
import type { Evidence } from '../evidence.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities, swappedLater } from '../policies.checks.ts';
import { exchanges } from '../trace.ts';
import { never } from '../words.ts';

const device = 'asa-1';
const objects = '/api/objects/networkobjects';

const done = ({ end }: Evidence): Judgement =>
  holds(
    printed(end.answers.running).includes('host 10.1.1.10') && printed(end.answers.running).includes('host 10.1.1.11'),
    'the network objects web1 (10.1.1.10) and web2 (10.1.1.11)',
    printed(end.answers.running).trim() || 'neither of them',
  );

/** @source asa-rest-api */
export const asaRestSession = definePlaybook({
  id: 'asa-rest-session',
  title: 'Change an ASA in one session by token',
  release: '1.3.2',
  task: `On ${device} make the network objects web1 (host 10.1.1.10) and web2 (host 10.1.1.11) by the REST API, in a session by token.
They are still there after a reload, and no token is left open.`,
  devices: [{ name: device, kind: 'asa', release: '1.3.2', options: { configured: 'rest' } }],
  questions: [
    {
      name: 'running',
      device,
      ask: { method: 'POST', path: '/api/cli', body: { commands: ['show running-config object network'] } },
    },
  ],
  adversities: [
    ...commonAdversities,
    swappedLater,
    {
      name: 'second-change-refused',
      title: 'the box refuses the second object',
      expect: 'failure',
      faults: [{ at: 'request', act: 'status', status: 400, skip: 1, match: { operation: `POST ${objects}*` } }],
    },
    {
      name: 'no-token-left',
      title: 'all tokens of the box are taken',
      expect: 'failure',
      faults: [{ at: 'request', act: 'status', status: 503, match: { operation: 'POST /api/tokenservices' } }],
    },
    {
      name: 'no-effect',
      title: 'the second object is said to be made and is not',
      expect: 'failure',
      faults: [{ at: 'change', act: 'accept-without-effect', skip: 1, match: { operation: `POST ${objects}*` } }],
    },
    {
      name: 'lost-reply',
      title: 'the answer to the first object is lost, after its effect',
      expect: 'either',
      faults: [{ at: 'response', act: 'lose-reply', atMost: 1, match: { operation: `POST ${objects}*` } }],
    },
  ],
  rules: [
    ...common('The network objects web1 and web2 are there.', done),
    savesAtTheEnd,
    returnsTokens,
    rule({
      name: 'goes-by-its-token',
      id: 'ASA-AUTO-0003',
      says: 'After a token was given, requests go by it and not by the password, tokens themselves aside.',
      source: cite('Cisco ASA REST API Quick Start Guide', 'Token authentication'),
      level: 'should',
      origin: 'policy',
      arises: ({ trace }) => tokensGiven(trace).length > 0,
      judge: ({ trace }) => {
        const since = tokensGiven(trace)[0]?.seq ?? 0;
        return never(
          exchanges(trace).filter(
            ({ seq, credential, path }) =>
              seq > since && credential === 'basic' && !path.startsWith('/api/tokenservices'),
          ),
          {
            expected: 'X-Auth-Token after the token was given',
            observed: ({ method, path }) => `${method} ${path} with the password`,
            next: 'send the token: a password that is sent once is sent once too often already',
          },
        );
      },
    }),
  ],
});
