import { int, type Row, rows } from '../rows.ts';
import { field, firstField, type TypedShow } from './typed-show.ts';

/** One interface of `show interface`. What a class of interface does not have is undefined. */
export interface Interface {
  /** Long name, such as `Ethernet1/1`. */
  readonly name: string;
  readonly description: string | undefined;
  /** Whether it carries traffic; for an SVI the line protocol. */
  readonly state: string | undefined;
  readonly adminState: string | undefined;
  /** Why it is not up. */
  readonly reason: string | undefined;
  /** Dotted, as the device writes it: `0200.5e00.0001`. */
  readonly mac: string | undefined;
  readonly mtu: number | undefined;
  /** kbit/s. */
  readonly bandwidth: number | undefined;
  readonly address: { readonly ip: string; readonly prefixLength: number | undefined } | undefined;
  readonly speed: string | undefined;
  readonly duplex: string | undefined;
  /** `access`, `trunk`, `routed` … */
  readonly mode: string | undefined;
  readonly counters: Counters;
  /** All that the device said about it. */
  readonly row: Row;
}

/** Since they were last cleared; undefined where the device does not count. */
export interface Counters {
  readonly inPackets: number | undefined;
  readonly inBytes: number | undefined;
  readonly inErrors: number | undefined;
  readonly outPackets: number | undefined;
  readonly outBytes: number | undefined;
  readonly outErrors: number | undefined;
}

/** `show interface`, of all interfaces or of the one named. */
export const showInterface = (name?: string): TypedShow<Interface[]> => ({
  command: name === undefined ? 'show interface' : `show interface ${name}`,
  parse: (body) => named(body).map(([interfaceName, row]) => ({ name: interfaceName, ...detail(row), row })),
});

function detail(row: Row): Omit<Interface, 'name' | 'row'> {
  const ip = firstField(row, 'eth_ip_addr', 'svi_ip_addr', 'loop_ip_addr');
  return {
    description: firstField(row, 'desc', 'svi_desc')?.replace(/^"(.*)"$/, '$1'),
    state: firstField(row, 'state', 'svi_line_proto'),
    adminState: firstField(row, 'admin_state', 'svi_admin_state'),
    reason: firstField(row, 'state_rsn_desc', 'svi_rsn_desc'),
    mac: firstField(row, 'eth_hw_addr', 'svi_mac'),
    mtu: integer(row, 'eth_mtu', 'svi_mtu', 'loop_mtu'),
    bandwidth: integer(row, 'eth_bw', 'svi_bw', 'loop_bw'),
    address:
      ip === undefined ? undefined : { ip, prefixLength: integer(row, 'eth_ip_mask', 'svi_ip_mask', 'loop_ip_mask') },
    speed: field(row, 'eth_speed'),
    duplex: field(row, 'eth_duplex'),
    mode: field(row, 'eth_mode'),
    counters: {
      inPackets: integer(row, 'eth_inpkts', 'vdc_lvl_in_pkts', 'svi_ucast_pkts_in', 'loop_in_pkts'),
      inBytes: integer(row, 'eth_inbytes', 'vdc_lvl_in_bytes', 'svi_ucast_bytes_in', 'loop_in_bytes'),
      inErrors: integer(row, 'eth_inerr', 'loop_in_errors'),
      outPackets: integer(row, 'eth_outpkts', 'vdc_lvl_out_pkts', 'svi_ucast_pkts_out', 'loop_out_pkts'),
      outBytes: integer(row, 'eth_outbytes', 'vdc_lvl_out_bytes', 'svi_ucast_bytes_out', 'loop_out_bytes'),
      outErrors: integer(row, 'eth_outerr', 'loop_out_errors'),
    },
  };
}

/** One interface of `show interface brief`. */
export interface InterfaceBrief {
  readonly name: string;
  readonly state: string | undefined;
  readonly adminState: string | undefined;
  readonly reason: string | undefined;
  /** Access VLAN; undefined for routed ports and trunks without one. */
  readonly vlan: number | undefined;
  readonly mode: string | undefined;
  readonly speed: string | undefined;
  readonly ip: string | undefined;
  readonly mtu: number | undefined;
  /** Number of the port channel that it belongs to. */
  readonly portChannel: number | undefined;
  readonly row: Row;
}

/** `show interface brief`; SVI rows tell only their administrative state. */
export const showInterfaceBrief = (): TypedShow<InterfaceBrief[]> => ({
  command: 'show interface brief',
  parse: (body) =>
    named(body).map(([name, row]) => ({
      name,
      state: firstField(row, 'state', 'svi_line_proto', 'svi_admin_state'),
      adminState: firstField(row, 'admin_state', 'svi_admin_state'),
      reason: firstField(row, 'state_rsn_desc', 'svi_rsn_desc'),
      vlan: int(row.vlan),
      mode: field(row, 'portmode'),
      speed: field(row, 'speed'),
      ip: field(row, 'ip_addr'),
      mtu: int(row.mtu),
      portChannel: int(row.portchan),
      row,
    })),
});

/** One interface of `show interface status`. */
export interface InterfaceStatus {
  readonly name: string;
  readonly description: string | undefined;
  /** `connected`, `notconnect`, `disabled`, `xcvrAbsent`, `sfpAbsent`, `err-disabled` … */
  readonly state: string | undefined;
  /** A number, `trunk` or `routed`, as text. */
  readonly vlan: string | undefined;
  readonly duplex: string | undefined;
  readonly speed: string | undefined;
  /** The transceiver; undefined when there is none. */
  readonly type: string | undefined;
}

/** `show interface status`. */
export const showInterfaceStatus = (): TypedShow<InterfaceStatus[]> => ({
  command: 'show interface status',
  parse: (body) =>
    named(body).map(([name, row]) => ({
      name,
      description: field(row, 'name'),
      state: field(row, 'state'),
      vlan: field(row, 'vlan'),
      duplex: field(row, 'duplex'),
      speed: field(row, 'speed'),
      type: field(row, 'type'),
    })),
});

function named(body: Row): [string, Row][] {
  return rows(body, 'TABLE_interface', 'ROW_interface').flatMap((row) => {
    const name = field(row, 'interface');
    return name === undefined ? [] : [[name, row] satisfies [string, Row]];
  });
}

/** The first key that holds a number; a list (7.1(0)N1 gives `eth_bw` twice) counts by its first element. */
function integer(row: Row, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = int([row[key]].flat()[0]);
    if (value !== undefined) return value;
  }
  return undefined;
}
