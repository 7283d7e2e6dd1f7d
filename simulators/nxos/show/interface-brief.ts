import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { interfaceClass, shortName } from '../interface-name.ts';
import { type Link, membersOf, speedWord } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import type { NxosState } from '../state.ts';
import { scalars, table } from '../structured.ts';
import { row, rule, text } from './columns.ts';
import { type Wanted, wantedLinks } from './interface-status.ts';

/**
 * `show interface brief`.
 * @source recorded for management and Ethernet rows, inferred for the others: reference 4.4, files `show_interface_brief.*`
 */
export function showInterfaceBrief(device: NxosDevice, wanted: Wanted): Shown {
  const links = wantedLinks(device, wanted);
  const release = releaseOf(device.release);
  return {
    tree: () =>
      scalars(
        release,
        table(
          'interface',
          links.map((link) => briefRow(device.state, link, release.nxosKeys ? 'oper_proto' : 'proto')),
        ),
      ),
    text: () => {
      const of = (...kinds: readonly string[]) => links.filter(({ name }) => kinds.includes(interfaceClass(name)));
      return text([
        ...management(of('mgmt')),
        ...ethernet(of('Ethernet', 'subinterface')),
        ...bundles(device.state, of('port-channel')),
        ...loopbacks(of('loopback')),
        ...vlans(of('Vlan')),
      ]);
    },
  };
}

/** The columns that Ethernet ports and bundles share. */
export function switchedColumns({ port: { switchport, speed: told }, up, reason, speed }: Link) {
  return {
    vlan: switchport ? String(switchport.mode === 'trunk' ? switchport.nativeVlan : switchport.accessVlan) : '--',
    type: 'eth',
    portmode: switchport?.mode ?? 'routed',
    state: up ? 'up' : 'down',
    state_rsn_desc: reason ?? 'none',
    speed: up || told !== undefined ? speedWord(speed) : 'auto',
    ratemode: 'D',
  };
}

function briefRow(state: NxosState, link: Link, protocolKey: string): JsonObject {
  const { name, port, up, reason } = link;
  switch (interfaceClass(name)) {
    case 'mgmt':
      return {
        interface: name,
        state: up ? 'up' : 'down',
        ...(port.address !== undefined && { ip_addr: addressOf(port.address) }),
        speed: String(link.speed),
        mtu: port.mtu ?? 1500,
      };
    case 'Vlan':
      return { interface: name, svi_admin_state: up ? 'up' : 'down', svi_rsn_desc: reason ?? '--' };
    case 'loopback':
      return { interface: name, state: up ? 'up' : 'down', state_rsn_desc: reason ?? 'none' };
    case 'port-channel':
      return { interface: name, ...switchedColumns(link), [protocolKey]: protocolOf(state, name) };
    default:
      return {
        interface: name,
        ...switchedColumns(link),
        ...(port.channelGroup && { portchan: port.channelGroup.number }),
      };
  }
}

function addressOf(prefix: string): string {
  return prefix.slice(0, prefix.indexOf('/'));
}

/** `lacp` where the members speak it. */
export function protocolOf(state: NxosState, bundle: string): 'lacp' | 'none' {
  const [first] = membersOf(state, bundle);
  const mode = first === undefined ? 'on' : state.config.interfaces[first]?.channelGroup?.mode;
  return mode === 'on' ? 'none' : 'lacp';
}

function management(links: readonly Link[]): string[] {
  if (links.length === 0) return [];
  return [
    '',
    rule(),
    'Port   VRF          Status IP Address                              Speed    MTU',
    rule(),
    ...links.map(({ name, port, up, speed }) =>
      row(
        [7, 13, 7, 40, 9],
        name,
        '--',
        up ? 'up' : 'down',
        port.address === undefined ? '--' : addressOf(port.address),
        speed,
        port.mtu ?? 1500,
      ),
    ),
  ];
}

function ethernet(links: readonly Link[]): string[] {
  if (links.length === 0) return [];
  return [
    '',
    rule(),
    'Ethernet      VLAN    Type Mode   Status  Reason                   Speed     Port',
    'Interface                                                                    Ch #',
    rule(),
    ...links.map((link) => {
      const { vlan, type, portmode, state, state_rsn_desc, speed, ratemode } = switchedColumns(link);
      return row(
        [14, 8, 5, 7, 8, 24, -10, 1],
        shortName(link.name),
        vlan,
        type,
        portmode,
        state,
        state_rsn_desc,
        `${speed}(${ratemode})`,
        ' ',
        link.port.channelGroup?.number ?? '--',
      );
    }),
  ];
}

function bundles(state: NxosState, links: readonly Link[]): string[] {
  if (links.length === 0) return [];
  return [
    '',
    rule(),
    'Port-channel VLAN    Type Mode   Status  Reason                    Speed   Protocol',
    'Interface                                                                 ',
    rule(),
    ...links.map((link) => {
      const { vlan, type, portmode, state: status, state_rsn_desc, speed, ratemode } = switchedColumns(link);
      const cells = [shortName(link.name), vlan, type, portmode, status, state_rsn_desc, `a-${speed}(${ratemode})`];
      return row([13, 8, 5, 7, 8, 24, -10, 2], ...cells, '  ', protocolOf(state, link.name));
    }),
  ];
}

function loopbacks(links: readonly Link[]): string[] {
  if (links.length === 0) return [];
  return [
    '',
    rule(),
    'Interface     Status     Description',
    rule(),
    ...links.map(({ name, port, up }) => row([14, 11], shortName(name), up ? 'up' : 'down', port.description ?? '--')),
  ];
}

function vlans(links: readonly Link[]): string[] {
  if (links.length === 0) return [];
  return [
    '',
    rule(79),
    'Interface Secondary VLAN(Type)                    Status Reason                ',
    rule(79),
    ...links.map(({ name, up, reason }) => row([10, 40, 7, 22], name, '--', up ? 'up' : 'down', reason ?? '--')),
  ];
}
