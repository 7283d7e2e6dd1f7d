import type { JsonObject } from '../../chassis/json.ts';
import { text } from './columns.ts';

/** A member of an interface's data as text; empty where it has none. */
function reader(tree: JsonObject): (key: string) => string {
  return (key) => {
    const value = tree[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
}

function heading(tree: JsonObject): string[] {
  const of = reader(tree);
  const why = of('state_rsn_desc') === '' ? '' : ` (${of('state_rsn_desc')})`;
  return [`${of('interface')} is ${of('state')}${why}`];
}

function optional(tree: JsonObject, prefix: string, descriptionKey = 'desc'): string[] {
  const of = reader(tree);
  const lines: string[] = [];
  if (tree[descriptionKey] !== undefined) lines.push(`  Description: ${of(descriptionKey)}`);
  if (tree[`${prefix}_ip_addr`] !== undefined) {
    lines.push(`  Internet Address is ${of(`${prefix}_ip_addr`)}/${of(`${prefix}_ip_mask`)}`);
  }
  return lines;
}

/** mgmt0 in `show interface`. Inferred text over recorded data, as for the other classes. */
export function managementText(tree: JsonObject): string {
  const of = reader(tree);
  return text(
    heading(tree),
    `admin state is ${of('admin_state')},`,
    `  Hardware: ${of('eth_hw_desc')}, address: ${of('eth_hw_addr')} (bia ${of('eth_bia_addr')})`,
    optional(tree, 'eth'),
    `  MTU ${of('eth_mtu')} bytes, BW ${of('eth_bw')} Kbit , DLY ${of('eth_dly')} usec`,
    `  reliability ${of('eth_reliability')}/255, txload ${of('eth_txload')}/255, rxload ${of('eth_rxload')}/255`,
    `  Encapsulation ${of('encapsulation')}, medium is ${of('medium')}`,
    `  ${of('eth_duplex')}-duplex, ${of('eth_speed')}`,
    `  Auto-Negotiation is turned ${of('eth_autoneg')}`,
    `  Auto-mdix is turned ${of('eth_mdix')}`,
    `  EtherType is ${of('eth_ethertype')} `,
    `  1 minute input rate ${of('vdc_lvl_in_avg_bits')} bits/sec, ${of('vdc_lvl_in_avg_pkts')} packets/sec`,
    `  1 minute output rate ${of('vdc_lvl_out_avg_bits')} bits/sec, ${of('vdc_lvl_out_avg_pkts')} packets/sec`,
    '  Rx',
    `    ${of('vdc_lvl_in_pkts')} input packets ${of('vdc_lvl_in_ucast')} unicast packets ${of('vdc_lvl_in_mcast')} multicast packets`,
    `    ${of('vdc_lvl_in_bcast')} broadcast packets ${of('vdc_lvl_in_bytes')} bytes`,
    '  Tx',
    `    ${of('vdc_lvl_out_pkts')} output packets ${of('vdc_lvl_out_ucast')} unicast packets ${of('vdc_lvl_out_mcast')} multicast packets`,
    `    ${of('vdc_lvl_out_bcast')} broadcast packets ${of('vdc_lvl_out_bytes')} bytes`,
  );
}

/** An Ethernet port or a bundle in `show interface`. */
export function ethernetText(tree: JsonObject): string {
  const of = reader(tree);
  const rates = (number: 1 | 2) => [
    `    ${of(`eth_load_interval${number}_rx`)} seconds input rate ${of(`eth_inrate${number}_bits`)} bits/sec, ${of(`eth_inrate${number}_pkts`)} packets/sec`,
    `    ${of(`eth_load_interval${number}_tx`)} seconds output rate ${of(`eth_outrate${number}_bits`)} bits/sec, ${of(`eth_outrate${number}_pkts`)} packets/sec`,
    `    input rate ${of(`eth_inrate${number}_summary_bits`)}, ${of(`eth_inrate${number}_summary_pkts`)}; output rate ${of(`eth_outrate${number}_summary_bits`)}, ${of(`eth_outrate${number}_summary_pkts`)}`,
  ];
  return text(
    heading(tree),
    `admin state is ${of('admin_state')},${tree.share_state === undefined ? '' : ` ${of('share_state')} Interface`}`,
    tree.eth_bundle === undefined ? [] : `  Belongs to ${of('eth_bundle').replace('port-channel', 'Po')}`,
    `  Hardware: ${of('eth_hw_desc')}, address: ${of('eth_hw_addr')} (bia ${of('eth_bia_addr')})`,
    optional(tree, 'eth'),
    `  MTU ${of('eth_mtu')} bytes, BW ${of('eth_bw')} Kbit , DLY ${of('eth_dly')} usec`,
    `  reliability ${of('eth_reliability')}/255, txload ${of('eth_txload')}/255, rxload ${of('eth_rxload')}/255`,
    `  Encapsulation ${of('encapsulation')}, medium is ${of('medium')}`,
    tree.eth_mode === undefined ? [] : `  Port mode is ${of('eth_mode')}`,
    `  ${of('eth_duplex')}-duplex, ${of('eth_speed')}${tree.eth_media === undefined ? '' : `, media type is ${of('eth_media')}`}`,
    `  Beacon is turned ${of('eth_beacon')}`,
    `  Auto-Negotiation is turned ${of('eth_autoneg')}`,
    `  Input flow-control is ${of('eth_in_flowctrl')}, output flow-control is ${of('eth_out_flowctrl')}`,
    `  Auto-mdix is turned ${of('eth_mdix')}`,
    `  Switchport monitor is ${of('eth_swt_monitor')} `,
    `  EtherType is ${of('eth_ethertype')} `,
    `  EEE (efficient-ethernet) : ${of('eth_eee_state')}`,
    `  Last link flapped ${of('eth_link_flapped')}`,
    `  Last clearing of "show interface" counters ${of('eth_clear_counters')}`,
    `  ${of('eth_reset_cntr')} interface resets`,
    '  Load-Interval #1: 30 seconds',
    rates(1),
    '  Load-Interval #2: 5 minute (300 seconds)',
    rates(2),
    '  RX',
    `    ${of('eth_inucast')} unicast packets  ${of('eth_inmcast')} multicast packets  ${of('eth_inbcast')} broadcast packets`,
    `    ${of('eth_inpkts')} input packets  ${of('eth_inbytes')} bytes`,
    `    ${of('eth_jumbo_inpkts')} jumbo packets  ${of('eth_storm_supp')} storm suppression packets`,
    `    ${of('eth_runts')} runts  ${of('eth_giants')} giants  ${of('eth_crc')} CRC  ${of('eth_nobuf')} no buffer`,
    `    ${of('eth_inerr')} input error  ${of('eth_frame')} short frame  ${of('eth_overrun')} overrun   ${of('eth_underrun')} underrun  ${of('eth_ignored')} ignored`,
    `    ${of('eth_watchdog')} watchdog  ${of('eth_bad_eth')} bad etype drop  ${of('eth_bad_proto')} bad proto drop  ${of('eth_in_ifdown_drops')} if down drop`,
    `    ${of('eth_dribble')} input with dribble  ${of('eth_indiscard')} input discard`,
    `    ${of('eth_inpause')} Rx pause`,
    '  TX',
    `    ${of('eth_outucast')} unicast packets  ${of('eth_outmcast')} multicast packets  ${of('eth_outbcast')} broadcast packets`,
    `    ${of('eth_outpkts')} output packets  ${of('eth_outbytes')} bytes`,
    `    ${of('eth_jumbo_outpkts')} jumbo packets`,
    `    ${of('eth_outerr')} output error  ${of('eth_coll')} collision  ${of('eth_deferred')} deferred  ${of('eth_latecoll')} late collision`,
    `    ${of('eth_lostcarrier')} lost carrier  ${of('eth_nocarrier')} no carrier  ${of('eth_babbles')} babble  ${of('eth_outdiscard')} output discard`,
    `    ${of('eth_outpause')} Tx pause`,
  );
}

/** A VLAN interface in `show interface`. */
export function vlanText(tree: JsonObject): string {
  const of = reader(tree);
  const why = of('svi_rsn_desc') === '' ? '' : ` (${of('svi_rsn_desc')})`;
  return text(
    `${of('interface')} is ${of('svi_line_proto')}${why}, line protocol is ${of('svi_line_proto')}, autostate enabled`,
    `  Hardware is EtherSVI, address is  ${of('svi_mac')}`,
    optional(tree, 'svi', 'svi_desc'),
    `  MTU ${of('svi_mtu')} bytes, BW ${of('svi_bw')} Kbit , DLY ${of('svi_delay')} usec,`,
    `   reliability 255/255, txload ${of('svi_tx_load')}/255, rxload ${of('svi_rx_load')}/255`,
    '  Encapsulation ARPA, loopback not set',
    '  Keepalive not supported',
    `  ARP type: ${of('svi_arp_type')}`,
    `  Last clearing of "show interface" counters ${of('svi_time_last_cleared')}`,
    '  L3 in Switched:',
    `    ucast: ${of('svi_ucast_pkts_in')} pkts, ${of('svi_ucast_bytes_in')} bytes`,
  );
}

/** A loopback in `show interface`. */
export function loopbackText(tree: JsonObject): string {
  const of = reader(tree);
  return text(
    heading(tree),
    `admin state is ${of('admin_state')}`,
    `  Hardware: ${of('eth_hw_desc')}`,
    optional(tree, 'eth'),
    `  MTU ${of('eth_mtu')} bytes, BW ${of('eth_bw')} Kbit , DLY ${of('eth_dly')} usec`,
    `  reliability ${of('eth_reliability')}/255, txload ${of('eth_txload')}/255, rxload ${of('eth_rxload')}/255`,
    `  Encapsulation ${of('encapsulation')}, medium is ${of('medium')}`,
    `  Auto-mdix is turned ${of('eth_mdix')}`,
    `    ${of('loop_in_pkts')} packets input ${of('loop_in_bytes')} bytes`,
    `    ${of('loop_in_mcast')} multicast frames ${of('loop_in_compressed')} compressed`,
    `    ${of('loop_in_errors')} input errors ${of('loop_in_frame')} frame ${of('loop_in_overrun')} overrun ${of('loop_in_fifo')} fifo`,
    `    ${of('loop_out_pkts')} packets output ${of('loop_out_bytes')} bytes ${of('loop_out_underruns')} underruns`,
    `    ${of('loop_out_errors')} output errors ${of('loop_out_collisions')} collisions ${of('loop_out_fifo')} fifo`,
  );
}
