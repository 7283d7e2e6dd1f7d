import type { Shown } from '../../chassis/cli/printed.ts';
import type { Json } from '../../chassis/json.ts';
import { interfaceMac, portMac } from '../addresses.ts';
import { interfaceIndex, shortName } from '../interface-name.ts';
import { coloned } from '../mac.ts';
import { capabilitiesOf, cdpLetters, cdpNeighbours, type Neighbour } from '../neighbours.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { stanzas } from '../stanza.ts';
import type { Cable } from '../state.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';

function deviceId({ device, serial, platform = '' }: Cable): string {
  return serial !== undefined && platform.startsWith('N') ? `${device}(${serial})` : device;
}

/** One capability is a text, more are a list. @source recorded: reference 4.1 */
function capabilityValue(cable: Cable): Json {
  const all = capabilitiesOf(cable);
  return all.length === 1 ? (all[0] ?? '') : all;
}

/** `show cdp neighbors`. @source recorded: files `show_cdp_neighbors.*` */
export function showCdpNeighbours(device: NxosDevice, local?: string): Shown {
  const found = cdpNeighbours(device).filter((one) => local === undefined || one.local === local);
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        neigh_count: found.length,
        ...table(
          'cdp_neighbor_brief_info',
          found.map(({ local: own, cable, ttl }) => ({
            ifindex: interfaceIndex(own),
            device_id: deviceId(cable),
            intf_id: own,
            ttl,
            capability: capabilityValue(cable),
            platform_id: cable.platform ?? '',
            port_id: cable.port,
          })),
        ),
      }),
    text: () =>
      text(
        'Capability Codes: R - Router, T - Trans-Bridge, B - Source-Route-Bridge',
        '                  S - Switch, H - Host, I - IGMP, r - Repeater,',
        '                  V - VoIP-Phone, D - Remotely-Managed-Device,',
        '                  s - Supports-STP-Dispute',
        '',
        'Device-ID          Local Intrfce  Hldtme Capability  Platform      Port ID',
        found.flatMap((one) => briefLines(one)),
        '',
        `Total entries displayed: ${found.length}`,
      ),
  };
}

/** A long name stands on a line of its own. */
function briefLines({ local, cable, ttl }: Neighbour): string[] {
  const id = deviceId(cable);
  const letters = capabilitiesOf(cable)
    .map((one) => cdpLetters[one])
    .join(' ');
  const rest = row(
    [15, 7, 10, 14, 13],
    shortName(local),
    ttl,
    letters,
    (cable.platform ?? '').slice(0, 13),
    shortPort(cable.port),
  );
  return id.length < 20 ? [id.padEnd(20) + rest] : [id, ' '.repeat(20) + rest];
}

function shortPort(port: string): string {
  return shortName(port)
    .replace(/^GigabitEthernet/, 'Gig')
    .replace(/^FastEthernet/, 'Fas');
}

/** `show cdp neighbors detail`. @source recorded keys: file `show_cdp_neighbors_detail`; the text documented */
export function showCdpDetail(device: NxosDevice, local?: string): Shown {
  const found = cdpNeighbours(device).filter((one) => local === undefined || one.local === local);
  const { state } = device;
  const version = ({ platform = '', version: told = '9.3(5)' }: Cable): string =>
    platform.startsWith('N') ? `Cisco Nexus Operating System (NX-OS) Software, Version ${told}` : `Version ${told}`;
  const remote = ({ mac = '000000000000', port }: Cable): string => coloned(portMac(mac, port));
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table(
          'cdp_neighbor_detail_info',
          found.map(({ local: own, cable, ttl }) => ({
            ifindex: String(interfaceIndex(own)),
            device_id: deviceId(cable),
            sysname: cable.device,
            ...(cable.address !== undefined && { numaddr: '1', v4addr: cable.address }),
            platform_id: cable.platform ?? '',
            capability: capabilityValue(cable),
            intf_id: own,
            port_id: cable.port,
            ttl: String(ttl),
            version: version(cable),
            version_no: 'v2',
            ...(own !== 'mgmt0' && { nativevlan: String(state.config.interfaces[own]?.switchport?.nativeVlan ?? 1) }),
            duplexmode: 'full',
            mtu: String(state.config.interfaces[own]?.mtu ?? 1500),
            ...(cable.address !== undefined && { num_mgmtaddr: '1', v4mgmtaddr: cable.address }),
            local_intf_mac: coloned(interfaceMac(state, own)),
            remote_intf_mac: remote(cable),
          })),
        ),
      ),
    text: () =>
      text(
        found.flatMap(({ local: own, cable, ttl }) => [
          '-'.repeat(40),
          `Device ID:${deviceId(cable)}`,
          `System Name: ${cable.device}`,
          '',
          'Interface address(es):',
          ...(cable.address === undefined ? [] : [`    IPv4 Address: ${cable.address}`]),
          `Platform: ${cable.platform ?? ''}, Capabilities: ${capabilitiesOf(cable).map(titled).join(' ')}`,
          `Interface: ${own}, Port ID (outgoing port): ${cable.port}`,
          `Holdtime: ${ttl} sec`,
          '',
          'Version:',
          version(cable),
          '',
          'Advertisement Version: 2',
          '',
          'Duplex: full',
          '',
          `MTU: ${state.config.interfaces[own]?.mtu ?? 1500}`,
          'Mgmt address(es):',
          ...(cable.address === undefined ? [] : [`    IPv4 Address: ${cable.address}`]),
          '',
          `Local Interface MAC: ${coloned(interfaceMac(state, own))}`,
          `Remote Interface MAC: ${remote(cable)}`,
          '',
        ]),
      ),
  };
}

function titled(word: string): string {
  return `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
}

/** `show cdp`. Keys and text inferred. */
export function showCdp(device: NxosDevice): Shown {
  const said = stanzas(device.state.config, 'cdp').map(({ text: line }) => line.split(' '));
  const number = (word: string, usual: number): number => Number(said.find((words) => words[1] === word)?.[2] ?? usual);
  const on = !said.some(([first]) => first === 'no');
  const timer = number('timer', 60);
  const hold = number('holdtime', 180);
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        cdp_global_enabled: on ? 'enabled' : 'disabled',
        cdp_global_timer: timer,
        cdp_global_holdtime: hold,
        cdp_global_version: 'v2',
      }),
    text: () =>
      text(
        'Global CDP information:',
        `    CDP ${on ? 'enabled' : 'disabled'} globally`,
        `    Refresh time is ${timer} seconds`,
        `    Hold time is ${hold} seconds`,
        '    CDPv2 advertisements is enabled',
        '    DeviceID TLV in System-Name(Default) Format',
      ),
  };
}
