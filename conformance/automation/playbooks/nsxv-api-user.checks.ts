import { all, holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { control, type Evidence } from '../evidence.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities, swappedLater } from '../policies.checks.ts';
import { type Exchange, exchanges, type Happening, type Line, lines, succeeded } from '../trace.ts';
import { afterLast, closes, never, precedes } from '../words.ts';

const device = 'nsxv-1';
const usermgmt = '/api/2.0/services/usermgmt';
const article = 'How to create a NSX-v API Only User Account';

const assigned = (trace: readonly Happening[]): readonly Exchange[] =>
  exchanges(trace).filter(({ method, path }) => method === 'POST' && path.startsWith(`${usermgmt}/role/`));
const typed = (trace: readonly Happening[], pattern: RegExp): readonly Line[] =>
  lines(trace).filter(({ ok, line }) => ok && pattern.test(line));
const changes = (trace: readonly Happening[]): readonly Line[] => typed(trace, /^(?:no )?user /);

/** The user is one of the CLI with the role, and gets in with the given password. */
function done({ end }: Evidence): Judgement {
  const { user = '', own = '' } = end.answers;
  return all(
    holds(
      /<isCli>true</.test(user),
      'the user monitor with the origin CLI',
      user.includes('<isCli>') ? 'a user of vCenter' : 'no such user',
    ),
    holds(/<role>auditor</.test(user), 'the role auditor', /<role>[^<]*/.exec(user)?.[0].slice(6) ?? 'no role'),
    holds(
      /^200\n/.test(own),
      'the user gets in with the password given',
      `its own request is answered ${own.split('\n')[0] || 'by nobody'}`,
    ),
  );
}

/** @source nsx-v-api-only-user */
export const nsxvApiUser = definePlaybook({
  id: 'nsxv-api-user',
  title: 'Make a user for the API alone',
  release: '6.4.4',
  task: `On the NSX-v Manager ${device} make the user monitor with the password in RACKLESS_USER_PASSWORD_FILE. It may use the API as an auditor and
cannot log in to vCenter. All of it is still so after a restart.`,
  devices: [{ name: device, kind: 'nsxv', release: '6.4.4' }],
  values: { user: 'monitor', userPasswordFile: 'Monitor.2026' },
  questions: [
    { name: 'user', device, ask: { method: 'GET', path: `${usermgmt}/user/monitor` } },
    {
      name: 'own',
      device,
      ask: { method: 'GET', path: '/api/2.0/auditlog?pageSize=1' },
      as: { user: 'user', passwordFile: 'userPasswordFile' },
    },
  ],
  adversities: [
    ...commonAdversities,
    swappedLater,
    {
      name: 'role-refused',
      title: 'the manager refuses to give the role',
      expect: 'failure',
      faults: [{ at: 'request', act: 'status', status: 400, match: { operation: `POST ${usermgmt}/role/*` } }],
    },
    {
      name: 'lost-reply',
      title: 'the answer to the giving of the role is lost, after its effect',
      expect: 'either',
      faults: [{ at: 'response', act: 'lose-reply', atMost: 1, match: { operation: `POST ${usermgmt}/role/*` } }],
    },
    {
      name: 'no-effect',
      title: 'the role is said to be given and is not',
      expect: 'failure',
      faults: [{ at: 'change', act: 'accept-without-effect', match: { operation: `POST ${usermgmt}/role/*` } }],
    },
  ],
  rules: [
    ...common('The user monitor is an auditor of CLI origin, and gets in with the given password.', done),
    rule({
      name: 'account-before-role',
      id: 'NSXV-AUTO-0001',
      says: 'The CLI account exists, with the privilege web-interface, before the API gives it a role.',
      source: cite(article, 'create the CLI user, assign web-interface privileges, then the role'),
      arises: ({ trace }) => assigned(trace).length > 0,
      judge: ({ trace }) => {
        const saying = {
          expected: '`user NAME password …` and `user NAME privilege web-interface`, then the role',
          observed: ({ path }: Exchange) => `POST ${path} first`,
          next: 'make the account on the CLI first: without it the name is one of vCenter',
        };
        const of = (pattern: string) => typed(trace, new RegExp(`^user \\S+ ${pattern}`));
        const mine = (a: Line, b: Exchange) => b.path.endsWith(`/${a.line.split(' ')[1]}`);
        return all(
          precedes(of('password '), assigned(trace), mine, saying),
          precedes(of('privilege web-interface'), assigned(trace), mine, saying),
        );
      },
    }),
    rule({
      name: 'origin-cli',
      id: 'NSXV-AUTO-0002',
      says: 'The role is given with isCli=true, so that the name is not looked for in vCenter.',
      source: cite(article, 'create the user with an origin of NSX CLI User'),
      arises: ({ trace }) => assigned(trace).length > 0,
      judge: ({ trace }) =>
        never(
          assigned(trace).filter(({ query }) => query.get('isCli') !== 'true'),
          {
            expected: 'isCli=true in the query',
            observed: ({ method, path }) => `${method} ${path} without it`,
            next: 'without it the user can log in to vCenter, which is what nobody wanted',
          },
        ),
    }),
    rule({
      name: 'says-is-group',
      id: 'NSXV-AUTO-0003',
      says: 'The request that gives a role says whether the name is that of a group (isGroup).',
      source: cite('NSX for vSphere API Guide', 'User management: add role to user, required parameter isGroup'),
      arises: ({ trace }) => assigned(trace).length > 0,
      judge: ({ trace }) =>
        never(
          assigned(trace).filter(({ query }) => !query.has('isGroup')),
          {
            expected: 'isGroup=false in the query',
            observed: ({ method, path }) => `${method} ${path} without it`,
            next: 'the guide calls the parameter required; releases differ in what they assume',
          },
        ),
    }),
    rule({
      name: 'tries-the-new-user',
      id: 'NSXV-AUTO-0004',
      says: 'After the role was given the automation asks something as the new user.',
      source: cite(article, 'now you should be able to use the new credentials'),
      origin: 'policy',
      level: 'should',
      settles: 'at-end',
      arises: ({ run, trace }) => run === control && assigned(trace).some(succeeded),
      judge: ({ trace }) =>
        afterLast(
          assigned(trace).filter(succeeded),
          trace.filter(({ kind, user, outcome }) => kind === 'login' && user === 'monitor' && outcome === 'ok'),
          {
            expected: 'a login as monitor after its role was given',
            observed: () => 'nobody tried',
            next: 'ask for the audit log as the new user',
          },
        ),
    }),
    rule({
      name: 'saves-at-the-end',
      id: 'NSXV-AUTO-0005',
      says: 'The CLI configuration is written after the last change to accounts.',
      source: cite(article, 'now save the configuration'),
      pack: 'save',
      settles: 'at-end',
      arises: ({ run, trace }) => run === control && changes(trace).length > 0,
      judge: ({ trace }) =>
        afterLast(changes(trace), typed(trace, /^(?:write memory|copy running-config startup-config)$/), {
          expected: '`write memory` after the last `user …`',
          observed: ({ line }) => `nothing was written after \`${line}\``,
          next: 'accounts of the CLI are gone after a restart unless they are written',
        }),
    }),
    rule({
      name: 'leaves-configuration-mode',
      id: 'NSXV-AUTO-0006',
      says: 'Configuration mode is left again: its lock outlives a lost connection.',
      source: cite('NSX for vSphere, recorded sessions', 'VTY configuration is locked by other VTY'),
      evidence: 'recorded',
      pack: 'logout',
      settles: 'at-end',
      arises: ({ run, trace }) => run === control && typed(trace, /^configure terminal$/).length > 0,
      judge: ({ trace }) =>
        closes(typed(trace, /^configure terminal$/), typed(trace, /^(?:exit|end|quit)$/), () => true, {
          expected: '`exit` after `configure terminal`',
          observed: () => 'configuration mode was never left',
          next: 'leave it whatever happens: nobody else gets in until SSH is stopped and started',
        }),
    }),
  ],
});
