import { castDraft } from 'immer';
import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { byInterface, interfaceClass, isPermanent, splitName } from '../interface-name.ts';
import type { Interface, NxosState } from '../state.ts';
import { interfaceAddressCommands, maskLength } from './interface-addresses.ts';
import { editPorts, interfaceModes } from './interface-edit.ts';
import { interfaceLineCommands, interfaceLines } from './interface-lines.ts';
import { channelGroupCommand, switchportCommands, switchportLines } from './switchport.ts';

export { maskLength };

/**
 * An interface as it is right after it was made.
 * @source inferred from the running configurations of reference 5.11: what is usual is not written
 */
export function newInterface(name: string): Interface {
  switch (interfaceClass(name)) {
    case 'Vlan':
    case 'subinterface':
      return { shutdown: true };
    case 'port-channel':
      return { shutdown: false, switchport: { mode: 'access', accessVlan: 1, nativeVlan: 1 } };
    default:
      return { shutdown: false };
  }
}

/** Routed ports, VLAN interfaces and subinterfaces are down until told otherwise; `show running-config` writes the rest. */
function usuallyDown(name: string, port: Interface): boolean {
  const kind = interfaceClass(name);
  return kind === 'Vlan' || kind === 'subinterface' || (kind === 'Ethernet' && !port.switchport);
}

/** Interfaces: which there are, what they are called, whether they are up. */
export const interfaces: Feature = {
  words: ['interface'],
  commands: [
    command<NxosState>(
      'interface {<if:interface>|<range:interfaces>}',
      { mode: 'config', no: true, evidence: 'documented' },
      ({ device, change, enter, negated, fail }, args) => {
        const names = (args.find('if') ?? args.text('range')).split(',');
        const { interfaces: there, features } = device.state.config;
        for (const name of names) {
          if (negated && isPermanent(name)) fail('ERROR: Cannot delete a physical interface');
          if (negated || Object.hasOwn(there, name)) continue;
          if (isPermanent(name)) fail('% Invalid interface');
          if (name.startsWith('Vlan') && !features['interface-vlan']) fail('% Invalid interface');
          const [parent = ''] = name.split('.');
          if (parent !== name && there[parent]?.switchport) fail('ERROR: Interface is not L3');
        }
        change(({ config }) => {
          for (const name of names) {
            if (!negated) config.interfaces[name] ??= castDraft(newInterface(name));
            else {
              delete config.interfaces[name];
              const [, number] = splitName(name);
              if (!name.startsWith('port-channel')) continue;
              for (const port of Object.values(config.interfaces)) {
                if (String(port.channelGroup?.number) === number) delete port.channelGroup;
              }
            }
          }
        });
        if (negated) return;
        const [only = ''] = names;
        const mode = names.length > 1 ? 'config-if-range' : only.includes('.') ? 'config-subif' : 'config-if';
        enter(mode, { interface: names.join(',') });
      },
    ),
    command<NxosState>(
      'default interface {<if:interface>|<range:interfaces>}',
      { mode: 'config', evidence: 'documented' },
      ({ change, device, fail }, args) => {
        const names = (args.find('if') ?? args.text('range')).split(',');
        for (const name of names) if (!Object.hasOwn(device.state.config.interfaces, name)) fail('% Invalid interface');
        change(({ config }) => {
          for (const name of names) {
            config.interfaces[name] = name.startsWith('Ethernet')
              ? castDraft(newInterface('port-channel1'))
              : castDraft(newInterface(name));
          }
        });
      },
    ),
    command<NxosState>(
      'description <text:line>',
      { mode: interfaceModes, no: 'description [<text:line>]', evidence: 'documented' },
      (run, args) =>
        editPorts(run, (port) => {
          if (run.negated) delete port.description;
          else port.description = args.text('text');
        }),
    ),
    command<NxosState>('shutdown', { mode: interfaceModes, no: true, evidence: 'documented' }, (run) =>
      editPorts(run, (port) => {
        port.shutdown = !run.negated;
      }),
    ),
    ...interfaceAddressCommands,
    ...switchportCommands,
    channelGroupCommand,
    command<NxosState>(
      'mtu <bytes:576-9216>',
      { mode: interfaceModes, no: 'mtu [<bytes:576-9216>]', evidence: 'documented' },
      (run, args) =>
        editPorts(run, (port) => {
          if (run.negated || args.number('bytes') === 1500) delete port.mtu;
          else port.mtu = args.number('bytes');
        }),
    ),
    command<NxosState>(
      'speed {10|100|1000|2500|5000|10000|25000|40000|50000|100000|200000|400000|auto}',
      { mode: interfaceModes, no: 'speed [<speed:word>]', evidence: 'documented' },
      (run, args) => {
        const speed = args.taken.at(-1)?.name;
        editPorts(run, (port) => {
          if (run.negated || speed === undefined || speed === 'auto') delete port.speed;
          else port.speed = speed;
        });
      },
    ),
    command<NxosState>(
      'duplex {full|half|auto}',
      { mode: interfaceModes, no: 'duplex [<duplex:word>]', evidence: 'documented' },
      (run, args) => {
        const duplex = args.which('full', 'half');
        editPorts(run, (port) => {
          if (run.negated || duplex === undefined) delete port.duplex;
          else port.duplex = duplex;
        });
      },
    ),
    ...interfaceLineCommands,
  ],
  render: ({ interfaces: all }) =>
    Object.entries(all)
      .sort(([a], [b]) => byInterface(a, b))
      .flatMap(([name, port]) => ['', `interface ${name}`, ...portLines(name, port)]),
};

function portLines(name: string, port: Interface): string[] {
  const lines: string[] = [];
  if (port.description !== undefined) lines.push(`  description ${port.description}`);
  if (['Ethernet', 'port-channel'].includes(interfaceClass(name))) lines.push(...switchportLines(port));
  if (port.mtu !== undefined) lines.push(`  mtu ${port.mtu}`);
  if (port.speed !== undefined) lines.push(`  speed ${port.speed}`);
  if (port.duplex !== undefined) lines.push(`  duplex ${port.duplex}`);
  if (port.vrf !== undefined) lines.push(`  vrf member ${port.vrf}`);
  if (port.address !== undefined) lines.push(`  ip address ${port.address}`);
  for (const address of port.secondary ?? []) lines.push(`  ip address ${address} secondary`);
  for (const address of port.ipv6 ?? []) lines.push(`  ipv6 address ${address}`);
  lines.push(...interfaceLines(port));
  if (port.channelGroup) {
    const { number, mode } = port.channelGroup;
    lines.push(`  channel-group ${number}${mode === 'on' ? '' : ` mode ${mode}`}`);
  }
  if (port.shutdown !== usuallyDown(name, port)) lines.push(port.shutdown ? '  shutdown' : '  no shutdown');
  return lines;
}
