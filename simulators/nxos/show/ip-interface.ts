import type { Shown } from '../../chassis/cli/printed.ts';
import type { Json, JsonObject } from '../../chassis/json.ts';
import { vrfId } from '../commands/vrf.ts';
import { interfaceClass, shortName } from '../interface-name.ts';
import { type Link, linksOf } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';

interface Layer3 {
  readonly vrf: string;
  readonly link: Link;
  readonly address: string;
  readonly length: number;
  readonly subnet: string;
  /** The switch's own number of the interface. */
  readonly iod: number;
}

const order = ['Vlan', 'loopback', 'port-channel', 'Ethernet', 'subinterface', 'mgmt'];

/** Virtual interfaces come first here. @source recorded: reference, text/show_ip_interface_brief */
function rank({ name }: Link): number {
  return order.indexOf(interfaceClass(name));
}

/** Interfaces with an IPv4 address, by VRF. */
export function layer3(device: NxosDevice, vrf: string): Layer3[] {
  const links = linksOf(device.state).sort((a, b) => rank(a) - rank(b));
  const found: Layer3[] = [];
  for (const [index, link] of links.entries()) {
    const { address, vrf: own = 'default' } = link.port;
    if (address === undefined || (vrf !== 'all' && own !== vrf)) continue;
    const [host = '', bits = '32'] = address.split('/');
    const length = Number(bits);
    found.push({ vrf: own, link, address: host, length, subnet: networkOf(host, length), iod: index + 2 });
  }
  return vrf === 'all'
    ? found.sort((a, b) => vrfId(device.state.config, a.vrf) - vrfId(device.state.config, b.vrf))
    : found;
}

/** The network that an address lies in. */
export function networkOf(host: string, length: number): string {
  const bits = host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - length);
  const base = Math.floor(bits / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.');
}

function states({ link: { up, port } }: Layer3) {
  const word = up ? 'up' : 'down';
  return { 'proto-state': word, 'link-state': word, 'admin-state': port.shutdown ? 'down' : 'up' };
}

/**
 * The VRF of a row stands inside it, or in a table beside it: beside the rows of one VRF once, for all VRFs once a row.
 * @source recorded and documented: reference 4.1, 4.4; files `show_ip_interface*`
 */
function arranged(
  device: NxosDevice,
  found: readonly Layer3[],
  parallel: boolean,
  rowOf: (one: Layer3) => JsonObject,
): JsonObject {
  const release = releaseOf(device.release);
  if (release.vrfInRow) {
    return scalars(
      release,
      table(
        'intf',
        found.map((one) => ({ 'vrf-name-out': one.vrf, ...rowOf(one) })),
      ),
    );
  }
  if (parallel && found.length > 1) {
    const list = (name: string, of: (one: Layer3) => JsonObject): Json =>
      found.map((one) => ({ [`ROW_${name}`]: of(one) }));
    return scalars(release, {
      TABLE_vrf: list('vrf', ({ vrf }) => ({ 'vrf-name-out': vrf })),
      TABLE_intf: list('intf', rowOf),
    });
  }
  const vrfs = [...new Set(found.map(({ vrf }) => vrf))];
  return scalars(release, {
    ...table('intf', found.map(rowOf)),
    ...table(
      'vrf',
      vrfs.map((vrf) => ({ 'vrf-name-out': vrf })),
    ),
  });
}

/** `show ip interface brief`. */
export function showIpInterfaceBrief(device: NxosDevice, vrf: string): Shown {
  const found = layer3(device, vrf);
  const { config } = device.state;
  const shownVrfs =
    vrf === 'all' ? Object.keys(config.vrfs).sort((a, b) => vrfId(config, a) - vrfId(config, b)) : [vrf];
  return {
    tree: () =>
      arranged(device, found, vrf === 'all', (one) => ({
        'intf-name': one.link.name,
        ...states(one),
        iod: releaseOf(device.release).vrfInRow ? String(one.iod) : one.iod,
        prefix: one.address,
        'ip-disabled': 'FALSE',
      })),
    text: () =>
      text(
        shownVrfs.flatMap((name) => [
          '',
          `IP Interface Status for VRF "${name}"(${vrfId(config, name)})`,
          'Interface            IP Address      Interface Status',
          ...found
            .filter((one) => one.vrf === name)
            .map((one) => {
              const { 'proto-state': protocol, 'link-state': link, 'admin-state': admin } = states(one);
              const status = `protocol-${protocol}/link-${link}/admin-${admin}`;
              return row([21, 16, 35], shortName(one.link.name), one.address, status);
            }),
        ]),
      ),
  };
}

/** `show ip interface`. The text is inferred beyond its first lines. */
export function showIpInterface(device: NxosDevice, vrf: string, name?: string): Shown {
  const found = layer3(device, name === undefined ? vrf : 'all').filter(
    ({ link }) => name === undefined || link.name === name,
  );
  const { config } = device.state;
  return {
    tree: () =>
      arranged(device, found, true, (one) => ({
        'intf-name': one.link.name,
        ...states(one),
        iod: String(one.iod),
        prefix: one.address,
        subnet: one.subnet,
        masklen: String(one.length),
        'num-addr': String(1 + (one.link.port.secondary?.length ?? 0)),
        'ip-disabled': 'FALSE',
        'bcast-addr': '255.255.255.255',
        'stat-last-reset': 'never',
      })),
    text: () => {
      const lines: string[] = [];
      let last = '';
      for (const one of found) {
        const { 'proto-state': protocol, 'link-state': link, 'admin-state': admin } = states(one);
        if (one.vrf !== last) lines.push(`IP Interface Status for VRF "${one.vrf}"(${vrfId(config, one.vrf)})`);
        last = one.vrf;
        lines.push(
          `${one.link.name}, Interface status: protocol-${protocol}/link-${link}/admin-${admin}, iod: ${one.iod},`,
          `  IP address: ${one.address}, IP subnet: ${one.subnet}/${one.length} route-preference: 0, tag: 0 `,
          ...(one.link.port.secondary ?? []).map((second) => `  IP address: ${second.replace(/\/.*/, '')} secondary`),
          '  IP broadcast address: 255.255.255.255',
          '  IP multicast groups locally joined: none',
          `  IP MTU: ${one.link.port.mtu ?? 1500} bytes (using link MTU)`,
          '  IP primary address route-preference: 0, tag: 0',
          '  IP proxy ARP : disabled',
          '  IP icmp redirects: enabled',
          '  IP interface statistics last reset: never',
        );
      }
      return text(lines);
    },
  };
}
