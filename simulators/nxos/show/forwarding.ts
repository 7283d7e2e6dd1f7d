import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { interfaceAddress } from '../addresses.ts';
import { vrfId } from '../commands/vrf.ts';
import { interfaceClass, shortName, splitName } from '../interface-name.ts';
import { linksOf } from '../link.ts';
import { dotted } from '../mac.ts';
import type { NxosDevice } from '../nxos.ts';
import { cableOf } from '../plant.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';
import { layer3, networkOf } from './ip-interface.ts';

/** A host that has been heard in a VLAN. */
interface Heard {
  readonly vlan: number;
  readonly mac: string;
  readonly port: string;
  readonly address?: string;
}

/** The hosts on access ports, and the other end of mgmt0 aside: what a MAC table learns. */
function heard({ state }: NxosDevice): Heard[] {
  return linksOf(state).flatMap(({ name, port: { switchport, channelGroup }, up }) => {
    const cable = up && switchport ? cableOf(state.store.hardware, name) : undefined;
    if (!cable || !switchport || !Object.hasOwn(cable, 'mac')) return [];
    const vlan = switchport.mode === 'access' ? switchport.accessVlan : switchport.nativeVlan;
    const port = channelGroup ? `port-channel${channelGroup.number}` : name;
    return [{ vlan, mac: cable.mac ?? '', port, ...(cable.kind === 'host' && { address: cable.address ?? '' }) }];
  });
}

const legend = [
  'Legend: ',
  '        * - primary entry, G - Gateway MAC, (R) - Routed MAC, O - Overlay MAC',
  '        age - seconds since last seen,+ - primary entry using vPC Peer-Link,',
  '        (T) - True, (F) - False, C - ControlPlane MAC, ~ - vsan',
  '   VLAN     MAC Address      Type      age     Secure NTFY Ports',
  '---------+-----------------+--------+---------+------+----+------------------',
];

/** `show mac address-table`; older trains keep the head in the data. @source recorded: files `show_mac_address_table.*` */
export function showMacTable(device: NxosDevice, vlan?: number): Shown {
  const release = releaseOf(device.release);
  const found = heard(device).filter((one) => vlan === undefined || one.vlan === vlan);
  const own = interfaceAddress(device.state, 'Vlan1');
  const rows = [
    ...found.map((one) => ({
      mark: '*',
      vlan: String(one.vlan),
      mac: dotted(one.mac),
      type: 'dynamic',
      age: '0',
      port: shortName(one.port),
    })),
    ...(vlan === undefined ? [{ mark: 'G', vlan: '-', mac: own, type: 'static', age: '-', port: 'sup-eth1(R)' }] : []),
  ];
  const older = (one: (typeof rows)[number]): JsonObject => ({
    disp_mac_addr: one.mac,
    disp_type: one.mark,
    disp_vlan: one.vlan === '-' ? '0' : one.vlan,
    disp_is_static: one.type === 'static' ? 'enabled' : 'disabled',
    disp_age: '0',
    disp_is_secure: 'disabled',
    disp_is_ntfy: 'disabled',
    disp_port: one.port,
  });
  const newer = (one: (typeof rows)[number]): JsonObject => ({
    disp_mac_addr: one.mac,
    disp_type: one.type,
    disp_vlan: one.vlan,
    disp_age: one.age,
    disp_is_secure: 'F',
    disp_is_ntfy: 'F',
    disp_port: one.port,
  });
  return {
    tree: () =>
      scalars(release, {
        ...(!release.nxosKeys && {
          header: [`${legend.slice(0, 4).join('\n')}`, legend[4] ?? '', legend[5] ?? ''],
        }),
        ...table('mac_address', rows.map(release.nxosKeys ? newer : older)),
      }),
    text: () =>
      text(
        legend,
        rows.map((one) =>
          one.mark === '*'
            ? row([3, 9, 17, 9, 10, 7, 5], one.mark, one.vlan, one.mac, one.type, one.age, 'F', 'F', one.port)
            : row([5, 7, 17, 9, 10, 7, 5], one.mark, one.vlan, one.mac, one.type, one.age, 'F', 'F', one.port),
        ),
      ),
  };
}

/** `show ip arp`: hosts of a VLAN whose interface has their network, and the neighbour of mgmt0. @source recorded: file `show_ip_arp` */
export function showArp(device: NxosDevice, vrf: string): Shown {
  const since = clockWords(device.now() - device.state.run.bootedAt);
  const rows = adjacencies(device, vrf).map(({ port, address, mac }) => ({ port, address, mac: dotted(mac) }));
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table('vrf', [
          {
            'vrf-name-out': vrf,
            ...table(
              'adj',
              rows.map(({ port, address, mac }) => ({
                'intf-out': port,
                'ip-addr-out': address,
                'time-stamp': since,
                mac,
                flags: null,
              })),
            ),
            'cnt-total': rows.length,
          },
        ]),
      ),
    text: () =>
      text(
        '',
        'Flags: * - Adjacencies learnt on non-active FHRP router',
        '       + - Adjacencies synced via CFSoE',
        '       # - Adjacencies Throttled for Glean',
        '       D - Static Adjacencies attached to down interface',
        '',
        `IP ARP Table for ${vrf === 'all' ? 'all contexts' : `context ${vrf}`}`,
        `Total number of entries: ${rows.length}`,
        'Address         Age       MAC Address     Interface       Flags',
        rows.map(({ port, address, mac }) => row([16, 10, 16, 25], address, since, mac, shortName(port))),
      ),
  };
}

function clockWords(ms: number): string {
  const total = Math.floor(ms / 1000) % 1500;
  return `00:${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;
}

interface Adjacency {
  readonly port: string;
  readonly address: string;
  readonly mac: string;
}

function adjacencies(device: NxosDevice, vrf: string): Adjacency[] {
  const hosts = heard(device).filter(({ address }) => address !== undefined);
  return layer3(device, vrf).flatMap(({ link, address, length, subnet }): Adjacency[] => {
    if (!link.up) return [];
    if (interfaceClass(link.name) === 'Vlan') {
      // A made-up host takes the place in the network that the end of its own address says.
      return hosts
        .filter(({ vlan }) => String(vlan) === splitName(link.name)[1])
        .map(({ mac, address: own = '' }) => ({ port: link.name, address: inNetwork(own, subnet), mac }))
        .filter((one) => networkOf(one.address, length) === subnet && one.address !== address);
    }
    const cable = cableOf(device.state.store.hardware, link.name);
    if (cable?.address === undefined || cable.mac === undefined) return [];
    const near = networkOf(cable.address, length) === subnet && cable.address !== address;
    return near ? [{ port: link.name, address: cable.address, mac: cable.mac }] : [];
  });
}

function inNetwork(address: string, subnet: string): string {
  const last = Number(address.split('.')[3]) % 64;
  const parts = subnet.split('.');
  return [...parts.slice(0, 3), Number(parts[3]) + 3 + last].join('.');
}

/** A route of the table. */
interface Route {
  readonly prefix: string;
  readonly hop: string;
  readonly port?: string;
  readonly client: 'direct' | 'local' | 'static';
}

function routesOf(device: NxosDevice, vrf: string): Route[] {
  const routes: Route[] = [];
  const near = layer3(device, vrf).filter(({ link }) => link.up);
  for (const { link, address, length, subnet } of near) {
    if (length < 32) routes.push({ prefix: `${subnet}/${length}`, hop: address, port: link.name, client: 'direct' });
    routes.push({ prefix: `${address}/32`, hop: address, port: link.name, client: length < 32 ? 'local' : 'direct' });
  }
  for (const [prefix, hops] of Object.entries(device.state.config.vrfs[vrf]?.routes ?? {})) {
    for (const hop of hops) {
      const through = near.find(({ length, subnet }) => networkOf(hop, length) === subnet);
      if (through) routes.push({ prefix, hop, client: 'static', port: through.link.name });
    }
  }
  const number = (prefix: string): number => prefix.split(/[./]/).reduce((sum, part) => sum * 256 + Number(part), 0);
  return routes.sort((a, b) => number(a.prefix) - number(b.prefix));
}

/** `show ip route`. Keys documented in the vendor's reference of commands; the text too. */
export function showRoutes(device: NxosDevice, vrf: string): Shown {
  const { config } = device.state;
  const names = vrf === 'all' ? Object.keys(config.vrfs).sort((a, b) => vrfId(config, a) - vrfId(config, b)) : [vrf];
  const tables = names.map((name) => ({ name, routes: routesOf(device, name) }));
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table(
          'vrf',
          tables.map(({ name, routes }) => ({
            'vrf-name-out': name,
            ...table('addrf', [{ addrf: 'ipv4', ...table('prefix', routes.map(prefixRow)) }]),
          })),
        ),
      ),
    text: () =>
      text(
        tables.flatMap(({ name, routes }) => [
          `IP Route Table for VRF "${name}"`,
          "'*' denotes best ucast next-hop",
          "'**' denotes best mcast next-hop",
          "'[x/y]' denotes [preference/metric]",
          "'%<string>' in via output denotes VRF <string>",
          '',
          ...routes.flatMap(({ prefix, hop, port, client }) => [
            `${prefix}, ubest/mbest: 1/0${client === 'static' ? '' : ', attached'}`,
            `    *via ${hop}, ${port === undefined || client === 'static' ? '' : `${shortName(port)}, `}[${preference(client)}/0], 00:05:00, ${client}`,
          ]),
          '',
        ]),
      ),
  };
}

function preference(client: Route['client']): number {
  return client === 'static' ? 1 : 0;
}

function prefixRow({ prefix, hop, port, client }: Route): JsonObject {
  return {
    ipprefix: prefix,
    'ucast-nhops': '1',
    'mcast-nhops': '0',
    attached: client === 'static' ? 'false' : 'true',
    ...table('path', [
      {
        ipnexthop: hop,
        ...(port !== undefined && { ifname: shortName(port) }),
        uptime: 'PT5M',
        pref: String(preference(client)),
        metric: '0',
        clientname: client,
        ubest: 'true',
      },
    ]),
  };
}
