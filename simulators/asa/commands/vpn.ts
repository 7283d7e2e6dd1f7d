import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import type { GroupPolicy, Ikev1Policy } from '../state/vpn.ts';
import type { AsaState } from '../state.ts';

/** What a policy has where no line says otherwise. @source documented: the command reference */
export const usualIkev1: Ikev1Policy = {
  authentication: 'pre-share',
  encryption: '3des',
  hash: 'sha',
  group: 2,
  lifetime: 86_400,
};

const inIkev1 = { mode: 'config-ikev1-policy', evidence: 'documented', source: 'reference 6.21' } as const;
const inPolicy = { mode: 'config-group-policy', evidence: 'documented', source: 'reference 6.21' } as const;

function editIkev1(run: Run<AsaState>, change: Partial<Ikev1Policy>): void {
  const priority = run.context('priority');
  configure(run, ({ ikev1 }) => {
    const policy = ikev1[priority];
    if (policy) ikev1[priority] = { ...policy, ...change };
  });
}

function editPolicy(run: Run<AsaState>, change: (policy: GroupPolicy) => GroupPolicy): void {
  const name = run.context('policy');
  const policy = run.device.state.config.groupPolicies[name];
  if (!policy) return;
  const next = change(policy);
  configure(run, ({ groupPolicies }) => {
    groupPolicies[name] = castDraft(next);
  });
}

/** `WORD VALUE` of a group policy, or `WORD none`. */
function limit(word: string, key: 'maxConnectTime' | 'idleTimeout') {
  return command<AsaState>(
    `${word} {none|<minutes:1-4473924>}`,
    { ...inPolicy, no: `${word} [none|<minutes:1-4473924>]` },
    (run, args) =>
      editPolicy(run, ({ [key]: _, ...rest }) =>
        run.negated ? rest : { ...rest, [key]: args.has('none') ? 'none' : String(args.number('minutes')) },
      ),
  );
}

function attributeLines(name: string, policy: GroupPolicy): string[] {
  const { protocols, filter, maxConnectTime, idleTimeout } = policy;
  const lines = [
    ...(idleTimeout === undefined ? [] : [` vpn-idle-timeout ${idleTimeout}`]),
    ...(maxConnectTime === undefined ? [] : [` vpn-session-timeout ${maxConnectTime}`]),
    ...(filter === undefined ? [] : [` vpn-filter value ${filter}`]),
    ...(protocols ? [` vpn-tunnel-protocol ${protocols.join(' ')} `] : []),
  ];
  return lines.length > 0 ? [`group-policy ${name} attributes`, ...lines] : [];
}

/** IKEv1 policies and group policies; no tunnel is ever built. @source reference 6.21 */
export const vpn: Feature = {
  words: ['crypto', 'crypto ikev1', 'group-policy'],
  commands: [
    command<AsaState>(
      'crypto ikev1 policy <priority:1-65535>',
      { mode: 'config', no: true, evidence: 'documented' },
      (run, args) => {
        const priority = String(args.number('priority'));
        configure(run, ({ ikev1 }) => {
          if (run.negated) delete ikev1[priority];
          else ikev1[priority] ??= usualIkev1;
        });
        if (!run.negated) run.enter('config-ikev1-policy', { priority });
      },
    ),
    command<AsaState>('authentication {pre-share|rsa-sig|crack}', inIkev1, (run, args) =>
      editIkev1(run, { authentication: args.which('pre-share', 'rsa-sig', 'crack') ?? 'pre-share' }),
    ),
    command<AsaState>('encryption {des|3des|aes|aes-192|aes-256}', inIkev1, (run, args) =>
      editIkev1(run, { encryption: args.which('des', '3des', 'aes', 'aes-192', 'aes-256') ?? 'aes' }),
    ),
    command<AsaState>('hash {md5|sha}', inIkev1, (run, args) =>
      editIkev1(run, { hash: args.which('md5', 'sha') ?? 'sha' }),
    ),
    command<AsaState>('group {1|2|5}', inIkev1, (run, args) =>
      editIkev1(run, { group: Number(args.which('1', '2', '5') ?? 2) }),
    ),
    command<AsaState>('lifetime <seconds:120-2147483647>', inIkev1, (run, args) =>
      editIkev1(run, { lifetime: args.number('seconds') }),
    ),
    command<AsaState>(
      'group-policy <name:word> {internal|external}',
      { mode: 'config', evidence: 'documented' },
      (run, args) => {
        const name = args.text('name');
        const type = args.which('internal', 'external') ?? 'internal';
        configure(run, ({ groupPolicies }) => {
          groupPolicies[name] = { ...groupPolicies[name], type };
        });
      },
    ),
    command<AsaState>(
      'no group-policy <name:word> [internal|external|attributes]',
      { mode: 'config', evidence: 'documented' },
      (run, args) => {
        const name = args.text('name');
        configure(run, ({ groupPolicies }) => {
          const policy = groupPolicies[name];
          if (policy && args.has('attributes')) groupPolicies[name] = { type: policy.type };
          else delete groupPolicies[name];
        });
      },
    ),
    command<AsaState>(
      'group-policy <name:word> attributes',
      { mode: 'config', evidence: 'recorded', source: 'reference 7.2' },
      (run, args) => {
        const name = args.text('name');
        if (!Object.hasOwn(run.device.state.config.groupPolicies, name))
          run.fail(`ERROR: The group-policy ${name} does not exist`);
        run.enter('config-group-policy', { policy: name });
      },
    ),
    command<AsaState>(
      'vpn-tunnel-protocol <protocols:line>',
      { ...inPolicy, no: 'vpn-tunnel-protocol [<protocols:line>]' },
      (run, args) =>
        editPolicy(run, ({ protocols: _, ...rest }) =>
          run.negated ? rest : { ...rest, protocols: args.text('protocols').trim().split(/\s+/) },
        ),
    ),
    command<AsaState>(
      'vpn-filter value <acl:word>',
      { ...inPolicy, no: 'vpn-filter [value <acl:word>]' },
      (run, args) =>
        editPolicy(run, ({ filter: _, ...rest }) => (run.negated ? rest : { ...rest, filter: args.text('acl') })),
    ),
    limit('vpn-session-timeout', 'maxConnectTime'),
    limit('vpn-idle-timeout', 'idleTimeout'),
  ],
  render: ({ ikev1, groupPolicies }) => [
    ...Object.entries(ikev1).flatMap(([priority, { authentication, encryption, hash, group, lifetime }]) => [
      `crypto ikev1 policy ${priority}`,
      ` authentication ${authentication}`,
      ` encryption ${encryption}`,
      ` hash ${hash}`,
      ` group ${group}`,
      ` lifetime ${lifetime}`,
    ]),
    ...Object.entries(groupPolicies).flatMap(([name, policy]) => [
      `group-policy ${name} ${policy.type}`,
      ...attributeLines(name, policy),
    ]),
  ],
};
