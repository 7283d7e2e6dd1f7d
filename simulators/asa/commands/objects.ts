import { command, type Run } from '../../chassis/cli/command.ts';
import { addressWords, hostPrimitive, networkPrimitive, objectLine, settleAddress } from '../address.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { byNameif } from '../interface-name.ts';
import { putNetworkObject, putServiceObject, removeEntry, removeObject } from '../objects.ts';
import { Refusal } from '../refusal.ts';
import { renameReferences } from '../rename.ts';
import { serviceOfWords, serviceWords } from '../service.ts';
import type { NetworkObject, ServiceObject } from '../state/objects.ts';
import type { Primitive } from '../state/operand.ts';
import type { AsaState } from '../state.ts';

const inNetwork = { mode: 'config-network-object', evidence: 'recorded', source: 'reference 2.12' } as const;
const inService = { mode: 'config-service-object', evidence: 'recorded', source: 'reference 2.12' } as const;

function editNetwork(run: Run<AsaState>, change: (object: NetworkObject) => NetworkObject): void {
  const name = run.context('object');
  configure(run, (config) => putNetworkObject(config, name, change(config.networkObjects.get(name) ?? {})));
}

function editService(run: Run<AsaState>, change: (object: ServiceObject) => ServiceObject): void {
  const name = run.context('object');
  configure(run, (config) => putServiceObject(config, name, change(config.serviceObjects.get(name) ?? {})));
}

/** Sets what an object stands for, or takes it away. */
function host(run: Run<AsaState>, value: Primitive | undefined): void {
  const settled = value && settleAddress(value);
  if (!settled) {
    run.fail('ERROR: % Invalid address');
    return;
  }
  editNetwork(run, ({ host: _, ...rest }) => (run.negated ? rest : { host: settled, ...rest }));
}

/** Gives an object another name, and everything that refers to it the new one. */
function rename(run: Run<AsaState>, to: string): void {
  const from = run.context('object');
  const { config } = run.device.state;
  const service = run.mode.name === 'config-service-object';
  const what = service ? 'service' : 'network';
  configure(run, (draft) => {
    if ((service ? config.serviceObjects : config.networkObjects).has(to))
      throw new Refusal(`ERROR: object (${to}) already exists`, 'DUPLICATE', 'name');
    removeEntry(draft, what, from);
    renameReferences(draft, config, what, from, to);
    if (service) putServiceObject(draft, to, config.serviceObjects.get(from) ?? {});
    else putNetworkObject(draft, to, config.networkObjects.get(from) ?? {});
  });
  run.leave();
  run.enter(run.mode.name, { object: to });
}

/** Network objects. @source reference 2.12, 6.1 */
export const networkObjects: Feature = {
  words: ['object', 'object network'],
  commands: [
    command<AsaState>(
      'object network <name:word>',
      { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.12' },
      (run, args) => {
        const name = args.text('name');
        const { config } = run.device.state;
        if (run.negated) {
          configure(run, (draft) => removeObject(draft, config, 'network', name));
          return;
        }
        if (!config.networkObjects.has(name)) configure(run, (draft) => putNetworkObject(draft, name, {}));
        run.enter('config-network-object', { object: name });
      },
    ),
    command<AsaState>('host <address:word>', { ...inNetwork, no: true }, (run, args) =>
      host(run, hostPrimitive(args.text('address'))),
    ),
    command<AsaState>('subnet {<network:ipv4> <mask:ipv4>|<prefix:word>}', { ...inNetwork, no: true }, (run, args) =>
      host(
        run,
        args.has('network')
          ? networkPrimitive(args.text('network'), args.text('mask'))
          : { kind: 'IPv6Network', value: args.text('prefix') },
      ),
    ),
    command<AsaState>('range <from:word> <to:word>', { ...inNetwork, no: true }, (run, args) => {
      const [from, to] = [args.text('from'), args.text('to')];
      host(run, { kind: from.includes(':') ? 'IPv6Range' : 'IPv4Range', value: `${from}-${to}` });
    }),
    command<AsaState>('fqdn [v4|v6] <name:word>', { ...inNetwork, no: true }, (run, args) => {
      const family = args.which('v4', 'v6');
      host(run, {
        kind: family === 'v4' ? 'IPv4FQDN' : family === 'v6' ? 'IPv6FQDN' : 'FQDN',
        value: args.text('name'),
      });
    }),
    command<AsaState>('description <text:line>', { ...inNetwork, no: 'description [<text:line>]' }, (run, args) =>
      editNetwork(run, ({ description: _, ...rest }) =>
        run.negated ? rest : { ...rest, description: args.text('text').trim() },
      ),
    ),
    command<AsaState>('rename <name:word>', { ...inNetwork, evidence: 'documented' }, (run, args) =>
      rename(run, args.text('name')),
    ),
    command<AsaState>(
      'nat <pair:nat-pair> {static|dynamic} <to:word> [<flags:text>]',
      { ...inNetwork, no: 'nat [<pair:nat-pair> [<rest:text>]]', evidence: 'documented' },
      (run, args) => {
        if (run.negated) {
          editNetwork(run, ({ nat: _, ...rest }) => rest);
          return;
        }
        const [real = '', mapped = ''] = args.text('pair').slice(1, -1).split(',');
        const { config } = run.device.state;
        for (const name of [real, mapped]) {
          if (name !== 'any' && !byNameif(config, name) && run.session.transport !== 'file') {
            run.fail(`ERROR: interface ${name} does not exist`);
          }
        }
        const mode = args.has('static') ? 'static' : 'dynamic';
        const flags = (args.find('flags') ?? '').split(/\s+/).filter((word) => word !== '');
        editNetwork(run, (object) => ({ ...object, nat: { real, mapped, mode, to: args.text('to'), flags } }));
      },
    ),
  ],
  render: ({ networkObjects: objects }) =>
    [...objects].flatMap(([name, { host: value, description }]) => [
      `object network ${name}`,
      ...(value ? [` ${objectLine(value)}`] : []),
      ...(description === undefined ? [] : [` description ${description}`]),
    ]),
};

/** NAT that stands in objects, which the configuration writes far below them. */
export const objectNat: Feature = {
  commands: [],
  words: ['nat'],
  render: ({ networkObjects: objects }) =>
    [...objects].flatMap(([name, { nat }]) =>
      nat
        ? [
            '!',
            `object network ${name}`,
            ` nat (${nat.real},${nat.mapped}) ${[nat.mode, nat.to, ...nat.flags].join(' ')}`,
          ]
        : [],
    ),
};

/** Service objects. @source reference 2.12, 6.3 */
export const serviceObjects: Feature = {
  words: ['object', 'object service'],
  commands: [
    command<AsaState>(
      'object service <name:word>',
      { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.12' },
      (run, args) => {
        const name = args.text('name');
        const { config } = run.device.state;
        if (run.negated) {
          configure(run, (draft) => removeObject(draft, config, 'service', name));
          return;
        }
        if (!config.serviceObjects.has(name)) configure(run, (draft) => putServiceObject(draft, name, {}));
        run.enter('config-service-object', { object: name });
      },
    ),
    command<AsaState>('service <words:service>', { ...inService, no: 'service [<words:service>]' }, (run, args) => {
      const service = serviceOfWords(args.text('words', ''));
      if (!service && !run.negated) run.fail("ERROR: % Invalid input detected at '^' marker.");
      editService(run, ({ service: _, ...rest }) => (run.negated || !service ? rest : { service, ...rest }));
    }),
    command<AsaState>('description <text:line>', { ...inService, no: 'description [<text:line>]' }, (run, args) =>
      editService(run, ({ description: _, ...rest }) =>
        run.negated ? rest : { ...rest, description: args.text('text').trim() },
      ),
    ),
    command<AsaState>('rename <name:word>', { ...inService, evidence: 'documented' }, (run, args) =>
      rename(run, args.text('name')),
    ),
  ],
  render: ({ serviceObjects: objects }) =>
    [...objects].flatMap(([name, { service, description }]) => [
      `object service ${name}`,
      ...(service ? [` service ${serviceWords(service)} `] : []),
      ...(description === undefined ? [] : [` description ${description}`]),
    ]),
};

/** What a member of a network group is written like. */
export function memberWords(value: Primitive): string {
  return `network-object ${addressWords(value)}`;
}
