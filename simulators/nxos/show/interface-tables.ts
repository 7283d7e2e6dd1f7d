import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { traffic } from '../counters.ts';
import { interfaceClass, shortName } from '../interface-name.ts';
import type { Link } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, rule, text } from './columns.ts';
import { type Wanted, wantedLinks } from './interface-status.ts';

function shown(device: NxosDevice, rows: readonly JsonObject[], lines: () => string): Shown {
  return { tree: () => scalars(releaseOf(device.release), table('interface', rows)), text: lines };
}

/** `show interface description`. Keys inferred. */
export function showInterfaceDescription(device: NxosDevice, wanted: Wanted): Shown {
  const links = wantedLinks(device, wanted);
  const of = (...kinds: readonly string[]) => links.filter(({ name }) => kinds.includes(interfaceClass(name)));
  const part = (title: string, found: readonly Link[], wide: boolean) =>
    found.length === 0
      ? []
      : [
          '',
          rule(79),
          title,
          rule(79),
          ...found.map(({ name, port, speed }) =>
            wide
              ? row([14, 7, 10], shortName(name), 'eth', `${speed / 1_000}G`, port.description ?? '--')
              : row([23], shortName(name), port.description ?? '--'),
          ),
        ];
  return shown(
    device,
    links.map(({ name, port }) => ({
      interface: name,
      ...(port.description !== undefined && { desc: port.description }),
    })),
    () =>
      text([
        ...part('Interface                Description                                            ', of('mgmt'), false),
        ...part('Port          Type   Speed     Description', of('Ethernet', 'subinterface'), true),
        ...part('Interface              Description', of('port-channel', 'loopback', 'Vlan'), false),
      ]),
  );
}

/** `show interface switchport`. Keys documented in the vendor's reference of commands; the text inferred. */
export function showInterfaceSwitchport(device: NxosDevice, wanted: Wanted): Shown {
  const links = wantedLinks(device, wanted).filter(({ name }) =>
    ['Ethernet', 'port-channel'].includes(interfaceClass(name)),
  );
  const nameOf = (id: number): string => {
    const vlan = device.state.config.vlans[id];
    return vlan ? (vlan.name ?? (id === 1 ? 'default' : `VLAN${String(id).padStart(4, '0')}`)) : 'Vlan Not Created';
  };
  const rows = links.map(({ name, port: { switchport }, up }) => ({
    interface: name,
    switchport: switchport ? 'Enabled' : 'Disabled',
    switchport_monitor: 'Not enabled',
    oper_mode: switchport && up ? switchport.mode : switchport ? 'down' : '',
    access_vlan: switchport?.accessVlan ?? 1,
    access_vlan_name: nameOf(switchport?.accessVlan ?? 1),
    native_vlan: switchport?.nativeVlan ?? 1,
    native_vlan_name: nameOf(switchport?.nativeVlan ?? 1),
    trunk_vlans: switchport?.allowedVlans ?? '1-4094',
  }));
  return shown(device, rows, () =>
    text(
      rows.flatMap((one) => [
        `Name: ${one.interface}`,
        `  Switchport: ${one.switchport}`,
        `  Switchport Monitor: ${one.switchport_monitor} `,
        `  Operational Mode: ${one.oper_mode === '' ? 'Private-vlan' : one.oper_mode}`,
        `  Access Mode VLAN: ${one.access_vlan} (${one.access_vlan_name})`,
        `  Trunking Native Mode VLAN: ${one.native_vlan} (${one.native_vlan_name})`,
        `  Trunking VLANs Allowed: ${one.trunk_vlans}`,
        '  Voice VLAN: none',
        '  Extended Trust State : not trusted [COS = 0]',
      ]),
    ),
  );
}

/** `show interface transceiver`. @source recorded keys: file `show_interface_transceiver`; the text inferred */
export function showInterfaceTransceiver(device: NxosDevice, wanted: Wanted): Shown {
  const links = wantedLinks(device, wanted).filter(({ name }) => interfaceClass(name) === 'Ethernet');
  return shown(
    device,
    links.map(({ name, transceiver }) =>
      transceiver
        ? {
            interface: name,
            sfp: 'present',
            type: transceiver.type,
            name: 'CISCO-RACKLESS',
            partnum: transceiver.part.replaceAll('-', ''),
            rev: '1.0',
            serialnum: transceiver.serial,
            nom_bitrate: transceiver.bitrate,
            len_50: 82,
            len_625: 26,
            len_50_OM3: 300,
            ciscoid: '3',
            ciscoid_1: 4,
            cisco_part_number: transceiver.part,
            cisco_product_id: transceiver.product,
            cisco_vendor_id: 'V01',
          }
        : { interface: name, sfp: 'not present' },
    ),
    () =>
      text(
        links.flatMap(({ name, transceiver }) => [
          name,
          ...(transceiver
            ? [
                '    transceiver is present',
                `    type is ${transceiver.type}`,
                '    name is CISCO-RACKLESS',
                `    part number is ${transceiver.part.replaceAll('-', '')}`,
                '    revision is 1.0',
                `    serial number is ${transceiver.serial}`,
                `    nominal bitrate is ${transceiver.bitrate} MBit/sec`,
                '    Link length supported for 50/125um OM3 fiber is 300 m',
                '    cisco id is 3',
                '    cisco extended id number is 4',
                `    cisco part number is ${transceiver.part}`,
                `    cisco product id is ${transceiver.product}`,
                '    cisco vendor id is V01',
              ]
            : ['    transceiver is not present']),
          '',
        ]),
      ),
  );
}

/** `show interface counters`. Keys inferred. */
export function showInterfaceCounters(device: NxosDevice, wanted: Wanted): Shown {
  const kinds = ['mgmt', 'Ethernet', 'port-channel'];
  const links = wantedLinks(device, wanted).filter(({ name }) => kinds.includes(interfaceClass(name)));
  const counted = links.map((link) => ({
    name: link.name,
    received: traffic(device, link, 'in'),
    sent: traffic(device, link, 'out'),
  }));
  const part = (
    heads: readonly [string, string],
    cells: (one: (typeof counted)[number]) => readonly [number, number],
  ) => [
    '',
    rule(82),
    row([15, -33, -34], 'Port', ...heads),
    rule(82),
    ...counted.map((one) => row([15, -33, -34], shortName(one.name), ...cells(one))),
  ];
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        ...table(
          'rx_counters',
          counted.map(({ name, received }) => ({
            interface_rx: shortName(name),
            eth_inbytes: received.bytes,
            eth_inucast: received.unicast,
            eth_inmcast: received.multicast,
            eth_inbcast: received.broadcast,
          })),
        ),
        ...table(
          'tx_counters',
          counted.map(({ name, sent }) => ({
            interface_tx: shortName(name),
            eth_outbytes: sent.bytes,
            eth_outucast: sent.unicast,
            eth_outmcast: sent.multicast,
            eth_outbcast: sent.broadcast,
          })),
        ),
      }),
    text: () =>
      text([
        ...part(['InOctets', 'InUcastPkts'], ({ received }) => [received.bytes, received.unicast]),
        ...part(['InMcastPkts', 'InBcastPkts'], ({ received }) => [received.multicast, received.broadcast]),
        ...part(['OutOctets', 'OutUcastPkts'], ({ sent }) => [sent.bytes, sent.unicast]),
        ...part(['OutMcastPkts', 'OutBcastPkts'], ({ sent }) => [sent.multicast, sent.broadcast]),
      ]),
  };
}
