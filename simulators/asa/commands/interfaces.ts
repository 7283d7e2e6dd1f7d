import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import { maskLength } from '../address.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { byInterface, byNameif, parentInterface } from '../interface-name.ts';
import type { Interface } from '../state/interfaces.ts';
import type { AsaConfig, AsaState } from '../state.ts';
import { texts } from '../texts.ts';

/** Changes the interface that the session stands in. */
function port(run: Run<AsaState>, change: (port: Interface, config: AsaConfig) => Interface): void {
  const name = run.context('interface');
  const now = run.device.state.config.interfaces[name];
  if (!now) return;
  const next = change(now, run.device.state.config);
  configure(run, (config) => {
    config.interfaces[name] = castDraft(next);
  });
}

function without<K extends keyof Interface>(one: Interface, ...keys: readonly K[]): Interface {
  const next: Partial<Record<keyof Interface, unknown>> = { ...one };
  for (const key of keys) delete next[key];
  return next as Interface;
}

const mode = 'config-if';
const documented = { mode, evidence: 'documented' } as const;

/** Interfaces: names, levels, addresses. @source reference 2.8, 6.7 */
export const interfaces: Feature = {
  words: ['interface'],
  commands: [
    command<AsaState>(
      'interface <name:interface>',
      { mode: 'config', no: true, evidence: 'documented' },
      (run, args) => {
        const name = args.text('name');
        const { config } = run.device.state;
        const parent = parentInterface(name);
        const there = Object.hasOwn(config.interfaces, name);
        if (config.isContext && (run.negated || !there)) run.fail(texts.noHardware);
        if (run.negated) {
          if (!there || (parent === undefined && /Ethernet|Management/.test(name)))
            run.fail("ERROR: can't delete physical interface");
          configure(run, (draft) => {
            delete draft.interfaces[name];
          });
          return;
        }
        if (!there) {
          const made =
            parent === undefined ? /^(Port-channel|Redundant)/.test(name) : Object.hasOwn(config.interfaces, parent);
          if (!made) run.fail(texts.noHardware);
          configure(run, (draft) => {
            draft.interfaces[name] = { shutdown: parent === undefined };
          });
        }
        run.enter(mode, { interface: name });
      },
    ),
    command<AsaState>('nameif <name:word>', { ...documented, no: 'nameif [<name:word>]' }, (run, args) => {
      const name = args.find('name') ?? '';
      if (
        !run.negated &&
        byNameif(run.device.state.config, name) &&
        run.device.state.config.interfaces[run.context('interface')]?.nameif !== name
      ) {
        run.fail(`ERROR: Name "${name}" has been assigned to another interface`);
      }
      const told = run.device.state.config.interfaces[run.context('interface')]?.securityLevel === undefined;
      port(run, (one) => {
        if (run.negated) return without(one, 'nameif', 'securityLevel', 'ip');
        return { ...one, nameif: name, securityLevel: one.securityLevel ?? (name === 'inside' ? 100 : 0) };
      });
      if (run.negated || !told || run.session.transport === 'file') return;
      return `INFO: Security level for "${name}" set to ${name === 'inside' ? 100 : 0} by default.\n`;
    }),
    command<AsaState>(
      'security-level <level:0-100>',
      { ...documented, no: 'security-level [<level:0-100>]' },
      (run, args) =>
        port(run, (one) =>
          run.negated ? without(one, 'securityLevel') : { ...one, securityLevel: args.number('level') },
        ),
    ),
    command<AsaState>(
      'ip address {dhcp [setroute]|<address:ipv4> [<mask:ipv4>] [standby <standby:ipv4>]}',
      { ...documented, no: 'ip address [<address:ipv4> [<mask:ipv4>]]' },
      (run, args) => {
        if (run.negated) {
          port(run, (one) => without(one, 'ip'));
          return;
        }
        if (args.has('dhcp')) {
          port(run, (one) => ({ ...one, ip: args.has('setroute') ? 'dhcp-setroute' : 'dhcp' }));
          return;
        }
        const mask = args.text('mask', '255.255.255.0');
        if (maskLength(mask) === undefined) run.fail(`ERROR: ${mask} is not a valid mask`);
        const standby = args.find('standby');
        port(run, (one) => ({
          ...one,
          ip: { address: args.text('address'), mask, ...(standby !== undefined && { standby }) },
        }));
      },
    ),
    command<AsaState>('ipv6 address <address:word>', { ...documented, no: true }, (run, args) => {
      const address = args.text('address');
      port(run, (one) => {
        const others = (one.ipv6 ?? []).filter((other) => other !== address);
        const ipv6 = run.negated ? others : [...others, address];
        return ipv6.length > 0 ? { ...one, ipv6 } : without(one, 'ipv6');
      });
    }),
    command<AsaState>('shutdown', { ...documented, no: true }, (run) =>
      port(run, (one) => ({ ...one, shutdown: !run.negated })),
    ),
    command<AsaState>('description <text:line>', { ...documented, no: 'description [<text:line>]' }, (run, args) =>
      port(run, (one) =>
        run.negated ? without(one, 'description') : { ...one, description: args.text('text').trim() },
      ),
    ),
    command<AsaState>('management-only', { ...documented, no: true }, (run) =>
      port(run, (one) => (run.negated ? without(one, 'managementOnly') : { ...one, managementOnly: true })),
    ),
    command<AsaState>('vlan <vlan:1-4094>', { ...documented, no: 'vlan [<vlan:1-4094>]' }, (run, args) =>
      port(run, (one) => (run.negated ? without(one, 'vlan') : { ...one, vlan: args.number('vlan') })),
    ),
    command<AsaState>('speed {auto|10|100|1000}', { ...documented, no: 'speed' }, (run, args) => {
      const speed = args.which('10', '100', '1000');
      port(run, (one) => (run.negated || speed === undefined ? without(one, 'speed') : { ...one, speed }));
    }),
    command<AsaState>('duplex {auto|full|half}', { ...documented, no: 'duplex' }, (run, args) => {
      const duplex = args.which('full', 'half');
      port(run, (one) => (run.negated || duplex === undefined ? without(one, 'duplex') : { ...one, duplex }));
    }),
    command<AsaState>('dhcprelay server <address:ipv4>', { ...documented, no: true }, (run, args) => {
      const address = args.text('address');
      port(run, (one) => {
        const others = (one.dhcprelay ?? []).filter((other) => other !== address);
        const dhcprelay = run.negated ? others : [...others, address];
        return dhcprelay.length > 0 ? { ...one, dhcprelay } : without(one, 'dhcprelay');
      });
    }),
  ],
  render: ({ interfaces: ports, contexts, isContext }) =>
    Object.entries(ports)
      .sort(([a], [b]) => byInterface(a, b))
      .flatMap(([name, one]) => {
        const lines = [
          ...(isContext ? contextLines(one) : hardwareLines(name, one)),
          ...(contexts ? [] : usedLines(one)),
        ];
        return ['!', `interface ${name}`, ...lines.map((line) => ` ${line}`)];
      }),
};

/** What a context says of an interface beside its use: hardware is the system's. */
function contextLines({ description, shutdown }: Interface): string[] {
  return [...(description === undefined ? [] : [`description ${description}`]), ...(shutdown ? ['shutdown'] : [])];
}

/** @source recorded: order and trailing blanks of reference 2.8 */
function hardwareLines(name: string, one: Interface): string[] {
  return [
    ...(one.description === undefined ? [] : [`description ${one.description}`]),
    ...(one.shutdown
      ? ['shutdown']
      : parentInterface(name) === undefined && /^(Port|Red)/.test(name)
        ? ['no shutdown']
        : []),
    ...(one.vlan === undefined ? (parentInterface(name) === undefined ? [] : ['no vlan']) : [`vlan ${one.vlan}`]),
    ...(one.speed === undefined ? [] : [`speed ${one.speed}`]),
    ...(one.duplex === undefined ? [] : [`duplex ${one.duplex}`]),
    ...(one.managementOnly ? ['management-only'] : []),
  ];
}

function usedLines(one: Interface): string[] {
  const { ip } = one;
  const standby = typeof ip === 'object' && ip.standby !== undefined ? `standby ${ip.standby} ` : '';
  return [
    one.nameif === undefined ? 'no nameif' : `nameif ${one.nameif}`,
    one.securityLevel === undefined ? 'no security-level' : `security-level ${one.securityLevel}`,
    ip === undefined
      ? 'no ip address'
      : typeof ip === 'string'
        ? `ip address dhcp ${ip === 'dhcp' ? '' : 'setroute '}`
        : `ip address ${ip.address} ${ip.mask} ${standby}`,
    ...(one.ipv6 ?? []).map((address) => `ipv6 address ${address}`),
    ...(one.dhcprelay ?? []).map((address) => `dhcprelay server ${address}`),
  ];
}

/** Largest packets, by interface name. */
export const mtu: Feature = {
  words: ['mtu'],
  commands: [
    command<AsaState>(
      'mtu <name:word> <bytes:64-9198>',
      { mode: 'config', no: 'mtu <name:word> [<bytes:64-9198>]', evidence: 'documented' },
      (run, args) => {
        const found = byNameif(run.device.state.config, args.text('name'));
        if (!found) {
          run.fail(`ERROR: % Invalid interface name`);
          return;
        }
        configure(run, (config) => {
          const bytes = run.negated ? 1_500 : args.number('bytes');
          const { mtu: _, ...rest } = found[1];
          config.interfaces[found[0]] = castDraft(bytes === 1_500 ? rest : { ...rest, mtu: bytes });
        });
      },
    ),
  ],
  render: ({ interfaces: ports }) =>
    Object.entries(ports)
      .sort(([a], [b]) => byInterface(a, b))
      .flatMap(([, one]) => (one.nameif === undefined ? [] : [`mtu ${one.nameif} ${one.mtu ?? 1_500}`])),
};
