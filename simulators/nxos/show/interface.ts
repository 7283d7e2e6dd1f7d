import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { interfaceAddress } from '../addresses.ts';
import { cleared, flapped, type Traffic, traffic } from '../counters.ts';
import { interfaceClass } from '../interface-name.ts';
import type { Link } from '../link.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { type Wanted, wantedLinks } from './interface-status.ts';
import { ethernetText, loopbackText, managementText, vlanText } from './interface-text.ts';
import { networkOf } from './ip-interface.ts';

/** `show interface`. @source recorded keys: file `show_interface`; loopback keys and the text inferred */
export function showInterface(device: NxosDevice, wanted: Wanted): Shown {
  const found = wantedLinks(device, wanted).map((link) => treeOf(device, link));
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table(
          'interface',
          found.map(({ tree }) => tree),
        ),
      ),
    text: () => found.map(({ text }) => text()).join('\n'),
  };
}

/** The data of an interface, and its text over the same data. */
interface Told {
  readonly tree: JsonObject;
  readonly text: () => string;
}

function treeOf(device: NxosDevice, link: Link): Told {
  switch (interfaceClass(link.name)) {
    case 'mgmt': {
      const tree = management(device, link);
      return { tree, text: () => managementText(tree) };
    }
    case 'Vlan': {
      const tree = vlan(device, link);
      return { tree, text: () => vlanText(tree) };
    }
    case 'loopback': {
      const tree = loopback(device, link);
      return { tree, text: () => loopbackText(tree) };
    }
    default: {
      const tree = ethernet(device, link);
      return { tree, text: () => ethernetText(tree) };
    }
  }
}

function addressKeys(prefix: string, { port }: Link): JsonObject {
  const [host, bits] = port.address?.split('/') ?? [];
  if (host === undefined || bits === undefined) return {};
  return {
    [`${prefix}_ip_addr`]: host,
    [`${prefix}_ip_mask`]: prefix === 'svi' ? bits : Number(bits),
    [`${prefix}_ip_prefix`]: networkOf(host, Number(bits)),
  };
}

function load({ up, speed }: Link, { bits }: Traffic): string {
  return String(up ? Math.max(1, Math.round((bits / speed / 1_000_000) * 255)) : 1);
}

function management(device: NxosDevice, link: Link): JsonObject {
  const address = interfaceAddress(device.state, link.name);
  const received = traffic(device, link, 'in');
  const sent = traffic(device, link, 'out');
  return {
    interface: link.name,
    state: link.up ? 'up' : 'down',
    ...(link.reason !== undefined && { state_rsn_desc: link.reason }),
    admin_state: link.port.shutdown ? 'down' : 'up',
    eth_hw_desc: 'Ethernet',
    eth_hw_addr: address,
    eth_bia_addr: address,
    ...(link.port.description !== undefined && { desc: link.port.description }),
    ...addressKeys('eth', link),
    eth_mtu: String(link.port.mtu ?? 1500),
    eth_bw: link.speed * 1_000,
    eth_dly: 10,
    eth_reliability: '255',
    eth_txload: load(link, sent),
    eth_rxload: load(link, received),
    encapsulation: 'ARPA',
    medium: 'broadcast',
    eth_duplex: link.up ? 'full' : 'auto',
    eth_speed: link.up ? `${link.speed} Mb/s` : 'auto-speed',
    eth_autoneg: 'on',
    eth_mdix: 'off',
    eth_ethertype: '0x0000',
    vdc_lvl_in_avg_bits: received.bits,
    vdc_lvl_in_avg_pkts: String(received.packets),
    vdc_lvl_out_avg_bits: String(sent.bits),
    vdc_lvl_out_avg_pkts: String(sent.packets),
    vdc_lvl_in_pkts: received.total,
    vdc_lvl_in_ucast: String(received.unicast),
    vdc_lvl_in_mcast: String(received.multicast),
    vdc_lvl_in_bcast: String(received.broadcast),
    vdc_lvl_in_bytes: String(received.bytes),
    vdc_lvl_out_pkts: String(sent.total),
    vdc_lvl_out_ucast: String(sent.unicast),
    vdc_lvl_out_mcast: String(sent.multicast),
    vdc_lvl_out_bcast: String(sent.broadcast),
    vdc_lvl_out_bytes: String(sent.bytes),
  };
}

function ethernet(device: NxosDevice, link: Link): JsonObject {
  const { port, name, up } = link;
  const address = interfaceAddress(device.state, name);
  const received = traffic(device, link, 'in');
  const sent = traffic(device, link, 'out');
  const bundle = interfaceClass(name) === 'port-channel';
  return {
    interface: name,
    state: up ? 'up' : 'down',
    ...(link.reason !== undefined && { state_rsn_desc: link.reason }),
    admin_state: port.shutdown ? 'down' : 'up',
    ...(!bundle && { share_state: 'Dedicated' }),
    ...(port.channelGroup && { eth_bundle: `port-channel${port.channelGroup.number}` }),
    eth_hw_desc: bundle
      ? 'Port-Channel'
      : link.speed > 25_000
        ? '40000/100000 Ethernet'
        : '100/1000/10000/25000 Ethernet',
    eth_hw_addr: address,
    eth_bia_addr: address,
    ...(port.description !== undefined && { desc: port.description }),
    ...addressKeys('eth', link),
    eth_mtu: String(port.mtu ?? 1500),
    eth_bw: link.speed * 1_000,
    eth_dly: 10,
    eth_reliability: '255',
    eth_txload: load(link, sent),
    eth_rxload: load(link, received),
    encapsulation: 'ARPA',
    medium: 'broadcast',
    ...(port.switchport && { eth_mode: port.switchport.mode }),
    eth_duplex: up ? (port.duplex ?? 'full') : (port.duplex ?? 'auto'),
    eth_speed: up ? `${link.speed / 1_000} Gb/s` : 'auto-speed',
    ...(link.transceiver && { eth_media: link.speed >= 100_000 ? '100G' : link.speed >= 40_000 ? '40G' : '10G' }),
    eth_beacon: 'off',
    eth_autoneg: 'on',
    eth_in_flowctrl: 'off',
    eth_out_flowctrl: 'off',
    eth_mdix: 'off',
    eth_swt_monitor: 'off',
    eth_ethertype: '0x8100',
    eth_eee_state: 'n/a',
    eth_link_flapped: flapped(device, link),
    eth_clear_counters: cleared(device, link),
    eth_reset_cntr: up ? 1 : 0,
    ...intervals(received, sent),
    eth_inucast: received.unicast,
    eth_inmcast: received.multicast,
    eth_inbcast: received.broadcast,
    eth_inpkts: received.total,
    eth_inbytes: received.bytes,
    ...receiveErrors,
    eth_outucast: sent.unicast,
    eth_outmcast: sent.multicast,
    eth_outbcast: sent.broadcast,
    eth_outpkts: sent.total,
    eth_outbytes: sent.bytes,
    ...sendErrors,
  };
}

/** Rates over 30 and 300 seconds, which are the same here. Numbers and strings mix as they were captured. */
function intervals(received: Traffic, sent: Traffic): JsonObject {
  const inBits = String(received.bits);
  const inPackets = String(received.packets);
  const outBits = String(sent.bits);
  const outPackets = String(sent.packets);
  return {
    eth_load_interval1_rx: 30,
    eth_inrate1_bits: inBits,
    eth_inrate1_pkts: inPackets,
    eth_load_interval1_tx: '30',
    eth_outrate1_bits: outBits,
    eth_outrate1_pkts: outPackets,
    eth_inrate1_summary_bits: rate(received.bits),
    eth_inrate1_summary_pkts: `${inPackets} pps`,
    eth_outrate1_summary_bits: rate(sent.bits),
    eth_outrate1_summary_pkts: `${outPackets} pps`,
    eth_load_interval2_rx: '300',
    eth_inrate2_bits: inBits,
    eth_inrate2_pkts: inPackets,
    eth_load_interval2_tx: '300',
    eth_outrate2_bits: outBits,
    eth_outrate2_pkts: outPackets,
    eth_inrate2_summary_bits: rate(received.bits),
    eth_inrate2_summary_pkts: `${inPackets} pps`,
    eth_outrate2_summary_bits: rate(sent.bits),
    eth_outrate2_summary_pkts: `${outPackets} pps`,
  };
}

function rate(bits: number): string {
  if (bits >= 1_000_000) return `${(bits / 1_000_000).toFixed(2)} Mbps`;
  return bits >= 1_000 ? `${(bits / 1_000).toFixed(2)} Kbps` : `${bits} bps`;
}

const receiveErrors: JsonObject = {
  eth_jumbo_inpkts: '0',
  eth_storm_supp: '0',
  eth_runts: 0,
  eth_giants: 0,
  eth_crc: '0',
  eth_nobuf: 0,
  eth_inerr: '0',
  eth_frame: '0',
  eth_overrun: '0',
  eth_underrun: '0',
  eth_ignored: '0',
  eth_watchdog: '0',
  eth_bad_eth: '0',
  eth_bad_proto: '0',
  eth_in_ifdown_drops: '0',
  eth_dribble: '0',
  eth_indiscard: '0',
  eth_inpause: '0',
};

const sendErrors: JsonObject = {
  eth_jumbo_outpkts: '0',
  eth_outerr: '0',
  eth_coll: '0',
  eth_deferred: '0',
  eth_latecoll: '0',
  eth_lostcarrier: '0',
  eth_nocarrier: '0',
  eth_babbles: '0',
  eth_outdiscard: '0',
  eth_outpause: '0',
};

function vlan(device: NxosDevice, link: Link): JsonObject {
  const { port, up } = link;
  return {
    interface: link.name,
    svi_admin_state: port.shutdown ? 'down' : 'up',
    ...(link.reason !== undefined && { svi_rsn_desc: link.reason }),
    svi_line_proto: up ? 'up' : 'down',
    svi_mac: interfaceAddress(device.state, link.name),
    ...(port.description !== undefined && { svi_desc: port.description }),
    ...addressKeys('svi', link),
    svi_mtu: String(port.mtu ?? 1500),
    svi_bw: '1000000',
    svi_delay: '10',
    svi_tx_load: '1',
    svi_rx_load: '1',
    svi_arp_type: 'ARPA',
    svi_time_last_cleared: 'never',
    svi_ucast_pkts_in: '0',
    svi_ucast_bytes_in: '0',
  };
}

function loopback(_device: NxosDevice, link: Link): JsonObject {
  const { port, up } = link;
  return {
    interface: link.name,
    state: up ? 'up' : 'down',
    ...(link.reason !== undefined && { state_rsn_desc: link.reason }),
    admin_state: port.shutdown ? 'down' : 'up',
    eth_hw_desc: 'Loopback',
    ...(port.description !== undefined && { desc: port.description }),
    ...addressKeys('eth', link),
    eth_mtu: String(port.mtu ?? 1500),
    eth_bw: 8_000_000,
    eth_dly: 5000,
    eth_reliability: '255',
    eth_txload: '1',
    eth_rxload: '1',
    encapsulation: 'LOOPBACK',
    medium: 'broadcast',
    eth_mdix: 'off',
    loop_in_pkts: 0,
    loop_in_bytes: '0',
    loop_in_mcast: '0',
    loop_in_compressed: '0',
    loop_in_errors: '0',
    loop_in_frame: '0',
    loop_in_overrun: '0',
    loop_in_fifo: '0',
    loop_out_pkts: '0',
    loop_out_bytes: '0',
    loop_out_underruns: '0',
    loop_out_errors: '0',
    loop_out_collisions: '0',
    loop_out_fifo: '0',
  };
}
