import type { Shown } from '../../chassis/cli/printed.ts';
import { interfaceAddress } from '../addresses.ts';
import { interfaceClass, shortName, splitName } from '../interface-name.ts';
import { carries, linkOf, linksOf, membersOf } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { stanzas } from '../stanza.ts';
import { scalars, table } from '../structured.ts';
import { row, rule, text } from './columns.ts';
import { protocolOf } from './interface-brief.ts';

function bundlesOf(device: NxosDevice) {
  const { state } = device;
  return linksOf(state)
    .filter(({ name }) => interfaceClass(name) === 'port-channel')
    .map(({ name, port, up }) => ({
      name,
      group: splitName(name)[1],
      layer: port.switchport ? 'S' : 'R',
      status: up ? 'U' : 'D',
      protocol: protocolOf(state, name) === 'lacp' ? 'LACP' : 'NONE',
      members: membersOf(state, name).map((member) => ({ name: member, status: linkOf(state, member).up ? 'P' : 'D' })),
    }));
}

/** `show port-channel summary`. @source recorded keys: file `show_port_channel_summary`; the text documented */
export function showBundles(device: NxosDevice): Shown {
  const found = bundlesOf(device);
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table(
          'channel',
          found.map(({ name, group, layer, status, protocol, members }) => ({
            group,
            'port-channel': name,
            layer,
            status,
            type: 'Eth',
            prtcl: protocol,
            ...table(
              'member',
              members.map((member) => ({ port: member.name, 'port-status': member.status })),
            ),
          })),
        ),
      ),
    text: () =>
      text(
        'Flags:  D - Down        P - Up in port-channel (members)',
        '        I - Individual  H - Hot-standby (LACP only)',
        '        s - Suspended   r - Module-removed',
        '        b - BFD Session Wait',
        '        S - Switched    R - Routed',
        '        U - Up (port-channel)',
        '        p - Up in delay-lacp mode (member)',
        '        M - Not in use. Min-links not met',
        rule(80),
        'Group Port-       Type     Protocol  Member Ports',
        '      Channel',
        rule(80),
        found.map(({ name, group, layer, status, protocol, members }) =>
          row(
            [6, 12, 9, 10],
            group,
            `${shortName(name)}(${layer}${status})`,
            'Eth',
            protocol,
            members.map((member) => `${shortName(member.name)}(${member.status})`.padEnd(13)).join(''),
          ),
        ),
      ),
  };
}

/** `show spanning-tree`: this switch is the root of every VLAN. Keys and text inferred. */
export function showSpanningTree(device: NxosDevice, wanted?: number): Shown {
  const { state } = device;
  const address = interfaceAddress(state, 'Vlan1');
  const mst = stanzas(state.config, 'spanning-tree').some(({ text: line }) => line === 'spanning-tree mode mst');
  const trees = Object.keys(state.config.vlans)
    .map(Number)
    .filter((id) => wanted === undefined || id === wanted)
    .map((id) => ({
      id,
      ports: linksOf(state).filter(({ name, port, up }) => {
        const bundled = port.channelGroup !== undefined;
        return (
          up &&
          !bundled &&
          interfaceClass(name) !== 'Vlan' &&
          port.switchport !== undefined &&
          carries(port.switchport, id)
        );
      }),
    }))
    .filter(({ ports }) => ports.length > 0);
  const cost = (speed: number): number => Math.max(1, Math.round(20_000 / speed));
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        ...table(
          'tree',
          trees.map(({ id, ports }) => ({
            tree_id: id,
            tree_protocol: mst ? 'mstp' : 'rstp',
            bridge_priority: 32_768 + id,
            bridge_mac: address,
            ...table(
              'port',
              ports.map(({ name, speed }, index) => ({
                if_index: name,
                port_role: 'desg',
                port_state: 'forwarding',
                port_cost: cost(speed),
                port_priority: 128,
                port_num: index + 1,
              })),
            ),
          })),
        ),
      }),
    text: () =>
      text(
        trees.flatMap(({ id, ports }) => [
          '',
          `VLAN${String(id).padStart(4, '0')}`,
          `  Spanning tree enabled protocol ${mst ? 'mstp' : 'rstp'}`,
          `  Root ID    Priority    ${32_768 + id}`,
          `             Address     ${address}`,
          '             This bridge is the root',
          '             Hello Time  2  sec  Max Age 20 sec  Forward Delay 15 sec',
          '',
          `  Bridge ID  Priority    ${32_768 + id}  (priority 32768 sys-id-ext ${id})`,
          `             Address     ${address}`,
          '             Hello Time  2  sec  Max Age 20 sec  Forward Delay 15 sec',
          '',
          'Interface        Role Sts Cost      Prio.Nbr Type',
          '---------------- ---- --- --------- -------- --------------------------------',
          ...ports.map(({ name, speed }, index) =>
            row([17, 5, 4, 10, 9], shortName(name), 'Desg', 'FWD', cost(speed), `128.${index + 1}`, 'P2p '),
          ),
        ]),
        '',
      ),
  };
}

/** `show vpc brief`: the domain as it is configured, without a peer. Keys documented; the text documented */
export function showVpc(device: NxosDevice): Shown {
  const [domain] = stanzas(device.state.config, 'vpc');
  const id = domain?.text.split(' ')[2] ?? '<not configured>';
  const linked = Object.entries(device.state.config.interfaces).filter(([, { lines }]) => lines?.vpc !== undefined);
  const members = linked.filter(([, { lines }]) => lines?.vpc !== 'vpc peer-link');
  const [peer] = linked.find(([, { lines }]) => lines?.vpc === 'vpc peer-link') ?? [];
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        'vpc-domain-id': id,
        'vpc-peer-status': 'peer-link-down',
        'vpc-peer-status-reason': 'peer link not configured',
        'vpc-peer-keepalive-status': 'Disabled',
        'vpc-peer-consistency': 'inconsistent',
        'vpc-role': 'none-established',
        'num-of-vpcs': members.length,
        'peer-gateway': domain?.below?.['peer-gateway'] ? 'enabled' : 'disabled',
        'dual-active-excluded-vlans': '-',
        ...table(
          'peerlink',
          peer === undefined
            ? []
            : [
                {
                  'peer-link-id': 1,
                  'peerlink-ifindex': shortName(peer),
                  'peer-link-port-state': linkOf(device.state, peer).up ? 1 : 0,
                },
              ],
        ),
        ...table(
          'vpc',
          members.map(([name, { lines }]) => ({
            'vpc-id': Number(lines?.vpc?.split(' ')[1]),
            'vpc-ifindex': shortName(name),
            'vpc-port-state': linkOf(device.state, name).up ? 1 : 0,
            'vpc-consistency': 'consistent',
          })),
        ),
      }),
    text: () =>
      text(
        'Legend:',
        '                (*) - local vPC is down, forwarding via vPC peer-link',
        '',
        `vPC domain id                     : ${id.padEnd(3)} `,
        'Peer status                       : peer link not configured      ',
        'vPC keep-alive status             : Disabled                      ',
        'Configuration consistency status  : failed  ',
        'vPC role                          : none established              ',
        `Number of vPCs configured         : ${members.length}   `,
        `Peer Gateway                      : ${domain?.below?.['peer-gateway'] ? 'Enabled' : 'Disabled'}`,
        'Dual-active excluded VLANs        : -',
        '',
        ...(members.length === 0
          ? []
          : [
              'vPC status',
              rule(76),
              'Id    Port          Status Consistency Reason                Active vlans',
              '--    ------------  ------ ----------- ------                ---------------',
              ...members.map(([name, { lines }]) =>
                row(
                  [6, 14, 7, 12, 22],
                  lines?.vpc?.split(' ')[1] ?? '',
                  shortName(name),
                  linkOf(device.state, name).up ? 'up' : 'down*',
                  'success',
                  'success',
                  '-',
                ),
              ),
            ]),
      ),
  };
}
