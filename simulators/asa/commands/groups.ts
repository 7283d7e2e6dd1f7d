import { command, type Run } from '../../chassis/cli/command.ts';
import { hostPrimitive, networkPrimitive, settleAddress } from '../address.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { isCircle, putNetworkGroup, putServiceGroup, removeObject, sameOperand } from '../objects.ts';
import { portsOfWords, restPorts, serviceOfWords, serviceWords } from '../service.ts';
import type { ServiceGroup } from '../state/objects.ts';
import { isReference, type Operand, type Reference } from '../state/operand.ts';
import type { AsaState } from '../state.ts';
import { memberWords } from './objects.ts';

const inNetwork = {
  mode: 'config-network-object-group',
  no: true,
  evidence: 'recorded',
  source: 'reference 2.12',
} as const;
const inService = {
  mode: 'config-service-object-group',
  no: true,
  evidence: 'recorded',
  source: 'reference 2.12',
} as const;

type What = 'networkGroups' | 'serviceGroups';

/** Adds a member to the group at hand or takes it away. @source recorded: the texts of reference 2.12 */
function member(run: Run<AsaState>, what: What, one: Operand | undefined): string | undefined {
  const name = run.context('group');
  const { config } = run.device.state;
  if (!one) return run.fail('ERROR: % Invalid input');
  const members = config[what].get(name)?.members ?? [];
  const words = run.line.trim().replace(/^no /, '');
  const there = members.some((other) => sameOperand(one, other));
  if (run.negated) {
    if (!there) return `WARNING: Removing obj (${words}) from grp (${name}) failed; object does not exist\n`;
  } else {
    if (there) return `WARNING: Adding obj (${words}) to grp (${name}) failed; object already exists\n`;
    if (run.session.transport !== 'file') exists(run, what, one);
    if (isCircle(config, what, name, one))
      run.fail(`ERROR: Adding obj (${words}) to grp (${name}) failed; loop detected`);
  }
  const next = run.negated ? members.filter((other) => !sameOperand(one, other)) : [...members, one];
  configure(run, (draft) => {
    if (what === 'networkGroups') putNetworkGroup(draft, name, { ...draft.networkGroups.get(name), members: next });
    else putServiceGroup(draft, name, { ...draft.serviceGroups.get(name), members: next });
  });
  return undefined;
}

function exists({ device, fail }: Run<AsaState>, what: What, one: Operand): void {
  if (!isReference(one)) return;
  const { config } = device.state;
  const group = /Group$/.test(one.kind);
  const table =
    what === 'networkGroups'
      ? group
        ? config.networkGroups
        : config.networkObjects
      : group
        ? config.serviceGroups
        : config.serviceObjects;
  if (!table.has(one.objectId))
    fail(`ERROR: specified ${group ? 'object group' : 'object'} <${one.objectId}> not found`);
}

function describe(run: Run<AsaState>, what: What, text: string | undefined): void {
  const name = run.context('group');
  configure(run, (draft) => {
    if (what === 'networkGroups') {
      const { description: _, ...rest } = draft.networkGroups.get(name) ?? { members: [] };
      putNetworkGroup(draft, name, text === undefined ? rest : { ...rest, description: text });
    } else {
      const { description: _, ...rest } = draft.serviceGroups.get(name) ?? { members: [] };
      putServiceGroup(draft, name, text === undefined ? rest : { ...rest, description: text });
    }
  });
}

function reference(kind: string, objectId: string): Reference {
  return { kind, objectId };
}

/** Network object groups. @source reference 2.12, 6.2 */
export const networkGroups: Feature = {
  words: ['object-group', 'object-group network'],
  commands: [
    command<AsaState>(
      'object-group network <name:word>',
      { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.12' },
      (run, args) => {
        const name = args.text('name');
        const { config } = run.device.state;
        if (run.negated) {
          configure(run, (draft) => removeObject(draft, config, 'network-group', name));
          return;
        }
        if (!config.networkGroups.has(name)) configure(run, (draft) => putNetworkGroup(draft, name, { members: [] }));
        run.enter('config-network-object-group', { group: name });
      },
    ),
    command<AsaState>('network-object host <address:word>', inNetwork, (run, args) =>
      member(run, 'networkGroups', hostPrimitive(args.text('address'))),
    ),
    command<AsaState>('network-object object <name:word>', inNetwork, (run, args) =>
      member(run, 'networkGroups', reference('objectRef#NetworkObj', args.text('name'))),
    ),
    command<AsaState>('network-object <network:ipv4> <mask:ipv4>', inNetwork, (run, args) =>
      member(run, 'networkGroups', networkPrimitive(args.text('network'), args.text('mask'))),
    ),
    command<AsaState>('network-object <prefix:ipv6-prefix>', inNetwork, (run, args) =>
      member(run, 'networkGroups', settleAddress({ kind: 'IPv6Network', value: args.text('prefix') })),
    ),
    command<AsaState>('group-object <name:word>', inNetwork, (run, args) =>
      member(run, 'networkGroups', reference('objectRef#NetworkObjGroup', args.text('name'))),
    ),
    command<AsaState>('description <text:line>', { ...inNetwork, no: 'description [<text:line>]' }, (run, args) =>
      describe(run, 'networkGroups', run.negated ? undefined : args.text('text').trim()),
    ),
  ],
  render: ({ networkGroups: groups }) =>
    [...groups].flatMap(([name, { members, description }]) => [
      `object-group network ${name}`,
      ...(description === undefined ? [] : [` description ${description}`]),
      ...members.map((one) =>
        isReference(one)
          ? one.kind === 'objectRef#NetworkObjGroup'
            ? ` group-object ${one.objectId}`
            : ` network-object object ${one.objectId}`
          : ` ${memberWords(one)}`,
      ),
    ]),
};

/** Service object groups. @source reference 2.12, 6.4 */
export const serviceGroups: Feature = {
  words: ['object-group', 'object-group service'],
  commands: [
    command<AsaState>(
      'object-group service <name:word> [tcp|udp|tcp-udp]',
      { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.12' },
      (run, args) => {
        const name = args.text('name');
        const { config } = run.device.state;
        if (run.negated) {
          configure(run, (draft) => removeObject(draft, config, 'service-group', name));
          return;
        }
        const protocol = args.which('tcp', 'udp', 'tcp-udp');
        if (!config.serviceGroups.has(name)) {
          configure(run, (draft) => putServiceGroup(draft, name, { ...(protocol && { protocol }), members: [] }));
        }
        run.enter('config-service-object-group', { group: name });
      },
    ),
    command<AsaState>('service-object object <name:word>', inService, (run, args) =>
      member(run, 'serviceGroups', reference('objectRef#TcpUdpServiceObj', args.text('name'))),
    ),
    command<AsaState>('service-object <words:service>', inService, (run, args) =>
      member(run, 'serviceGroups', serviceOfWords(args.text('words'))),
    ),
    command<AsaState>('port-object {eq <port:word>|range <from:word> <to:word>}', inService, (run, args) => {
      const protocol = run.device.state.config.serviceGroups.get(run.context('group'))?.protocol;
      if (protocol === undefined) return run.fail("ERROR: % Invalid input detected at '^' marker.");
      const words = args.has('port') ? `eq ${args.text('port')}` : `range ${args.text('from')} ${args.text('to')}`;
      const ports = portsOfWords(protocol, words);
      return member(
        run,
        'serviceGroups',
        ports && { kind: 'TcpUdpService', value: `${protocol}/${restPorts(protocol, ports)}` },
      );
    }),
    command<AsaState>('group-object <name:word>', inService, (run, args) =>
      member(run, 'serviceGroups', reference('objectRef#NetworkServiceGroup', args.text('name'))),
    ),
    command<AsaState>('description <text:line>', { ...inService, no: 'description [<text:line>]' }, (run, args) =>
      describe(run, 'serviceGroups', run.negated ? undefined : args.text('text').trim()),
    ),
  ],
  render: ({ serviceGroups: groups }) =>
    [...groups].flatMap(([name, group]) => [
      `object-group service ${name}${group.protocol === undefined ? '' : ` ${group.protocol}`}`,
      ...(group.description === undefined ? [] : [` description ${group.description}`]),
      ...group.members.map((one) => ` ${serviceMemberWords(group, one)}`),
    ]),
};

function serviceMemberWords({ protocol }: ServiceGroup, one: Operand): string {
  if (isReference(one)) {
    return one.kind === 'objectRef#NetworkServiceGroup'
      ? `group-object ${one.objectId}`
      : `service-object object ${one.objectId} `;
  }
  const words = serviceWords(one);
  const ports = protocol !== undefined && /^\S+ destination (.+)$/.exec(words)?.[1];
  return ports ? `port-object ${ports}` : `service-object ${words} `;
}
