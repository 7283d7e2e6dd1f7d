import { CliError } from '../../chassis/cli/command.ts';
import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { shortName } from '../interface-name.ts';
import { dotted } from '../mac.ts';
import { lldpNeighbours, type Neighbour } from '../neighbours.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';

const legend = [
  'Capability codes:',
  '  (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device',
  '  (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other',
  'Device ID            Local Intf      Hold-time  Capability  Port ID  ',
];

/** Exit status of a listing that is empty. @source recorded: reference 5.1 */
const EMPTY = 244;

/** Switches route and bridge, hosts are stations. */
function letters({ cable }: Neighbour): string {
  return cable.kind === 'host' ? 'S' : 'BR';
}

/** Neighbours by LLDP. @throws CliError where an empty listing is a failure */
function neighbours(device: NxosDevice, local: string | undefined): Neighbour[] {
  const found = lldpNeighbours(device).filter((one) => local === undefined || one.local === local);
  if (found.length === 0 && !releaseOf(device.release).emptyLldp) {
    throw new CliError('ERROR: No neighbour information', EMPTY);
  }
  return found;
}

/** `show lldp neighbors`. @source recorded: files `show_lldp_neighbors.*`, reference 4.4 */
export function showLldpNeighbours(device: NxosDevice, local?: string): Shown {
  const release = releaseOf(device.release);
  const found = neighbours(device, local);
  return {
    tree: () =>
      scalars(release, {
        ...(found.length > 0 && { neigh_hdr: 'neigh_hdr' }),
        ...table(
          'nbor',
          found.map((one) => neighbourRow(one, release.nxosKeys)),
        ),
        neigh_count: String(found.length),
      }),
    text: () =>
      text(
        legend,
        found.flatMap((one) => {
          const { local: own, cable, ttl } = one;
          const rest = row([16, 11, 12, 14], shortName(own), ttl, letters(one), cable.port);
          return cable.device.length > 20 ? [cable.device, ' '.repeat(21) + rest] : [cable.device.padEnd(21) + rest];
        }),
        `Total entries displayed: ${found.length}`,
      ),
  };
}

/** Older trains have one capability and call the life by another name. */
function neighbourRow(one: Neighbour, newer: boolean): JsonObject {
  const { local, cable, ttl } = one;
  const start = { chassis_type: '7', chassis_id: cable.device, l_port_id: shortName(local) };
  const port = { port_type: '5', port_id: cable.port };
  if (!newer) return { ...start, hold_time: String(ttl), capability: letters(one), ...port };
  return {
    ...start,
    ttl: String(ttl),
    system_capability: letters(one),
    enabled_capability: letters(one),
    ...port,
    mgmt_addr_type: cable.address === undefined ? 'not advertised' : 'IPV4',
    mgmt_addr: cable.address ?? 'not advertised',
    mgmt_addr_ipv6_type: '802',
    mgmt_addr_ipv6: dotted(cable.mac ?? '000000000000'),
  };
}

/** `show lldp neighbors detail`. Keys inferred; the text is what clients read by its labels. @source client: reference 6.2 */
export function showLldpDetail(device: NxosDevice, local?: string): Shown {
  const found = neighbours(device, local);
  const describe = ({ cable }: Neighbour): string =>
    cable.kind === 'host'
      ? (cable.version ?? 'Linux')
      : `Cisco Nexus Operating System (NX-OS) Software ${cable.version ?? ''}`.trim();
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        ...table(
          'nbor_detail',
          found.map((one) => ({
            chassis_type: '4',
            chassis_id: dotted(one.cable.mac ?? '000000000000'),
            port_type: '5',
            port_id: one.cable.port,
            l_port_id: shortName(one.local),
            port_desc: one.cable.port,
            sys_name: one.cable.device,
            sys_desc: describe(one),
            ttl: String(one.ttl),
            system_capability: letters(one),
            enabled_capability: letters(one),
            mgmt_addr_type: 'IPV4',
            mgmt_addr: one.cable.address ?? 'not advertised',
            vlan_id: '1',
          })),
        ),
        neigh_count: String(found.length),
      }),
    text: () =>
      text(
        legend,
        found.flatMap((one) => [
          '',
          `Chassis id: ${dotted(one.cable.mac ?? '000000000000')}`,
          `Port id: ${one.cable.port}`,
          `Local Port id: ${shortName(one.local)}`,
          `Port Description: ${one.cable.port}`,
          `System Name: ${one.cable.device}`,
          `System Description: ${describe(one)}`,
          `Time remaining: ${one.ttl} seconds`,
          `System Capabilities: ${[...letters(one)].join(', ')}`,
          `Enabled Capabilities: ${[...letters(one)].join(', ')}`,
          `Management Address: ${one.cable.address ?? 'not advertised'}`,
          'Management Address IPV6: not advertised',
          'Vlan ID: 1',
          '',
        ]),
        `Total entries displayed: ${found.length}`,
      ),
  };
}
