import { describe, expect, it } from 'vitest';
import { benchSwitch } from '../testing/switch.ts';
import { at } from '../testing/tree.ts';

const told = {
  inventory: 'none',
  mac: '02005e000000',
  cables: { 'Ethernet1/2': { device: 'srv-1', port: 'eth0', kind: 'host' } },
} as const;

describe('show interface', () => {
  it('gives a reason only where it is down, a description only where it is set', () => {
    const { configure, tree } = benchSwitch('9.3(5)', told);
    configure('interface e1/2', 'description to srv-1');
    const down = at(tree('show interface e1/1'), 'TABLE_interface', 'ROW_interface');
    expect(down).toMatchObject({
      interface: 'Ethernet1/1',
      state: 'down',
      state_rsn_desc: 'SFP not inserted',
      admin_state: 'up',
      eth_hw_addr: '0200.5e00.0008',
      eth_mtu: '1500',
      eth_bw: 10_000_000,
      eth_mode: 'access',
      eth_link_flapped: 'never',
      eth_inpkts: 0,
      eth_jumbo_inpkts: '0',
    });
    expect(down).not.toHaveProperty('desc');
    const up = at(tree('show interface e1/2'), 'TABLE_interface', 'ROW_interface');
    expect(up).toMatchObject({ state: 'up', desc: 'to srv-1', eth_link_flapped: '00:05:00' });
    expect(up).not.toHaveProperty('state_rsn_desc');
  });

  it('shows a routed port with its address, and a VLAN interface by names of its own', () => {
    const { configure, tree, text } = benchSwitch('9.3(5)', told);
    configure(
      'feature interface-vlan',
      'vlan 7',
      'interface vlan 7',
      'ip address 198.51.100.10 255.255.255.0',
      'no shutdown',
    );
    configure('interface e1/2', 'no switchport', 'ip address 10.1.1.1/31', 'no shutdown');
    const port = at(tree('show interface e1/2'), 'TABLE_interface', 'ROW_interface');
    expect(port).toMatchObject({ eth_ip_addr: '10.1.1.1', eth_ip_mask: 31, eth_ip_prefix: '10.1.1.0' });
    const svi = at(tree('show interface vlan7'), 'TABLE_interface', 'ROW_interface');
    expect(svi).toMatchObject({
      svi_admin_state: 'up',
      svi_line_proto: 'down',
      svi_rsn_desc: 'VLAN/BD is down',
      svi_ip_addr: '198.51.100.10',
      svi_ip_mask: '24',
    });
    expect(text('show interface e1/2').split('\n').slice(0, 5)).toEqual([
      'Ethernet1/2 is up',
      'admin state is up, Dedicated Interface',
      '  Hardware: 100/1000/10000/25000 Ethernet, address: 0200.5e00.0009 (bia 0200.5e00.0009)',
      '  Internet Address is 10.1.1.1/31',
      '  MTU 1500 bytes, BW 10000000 Kbit , DLY 10 usec',
    ]);
  });

  it('counts on with the clock, and from nothing after clear counters', () => {
    const { clock, text, tree } = benchSwitch('9.3(5)', told);
    const packets = (): number =>
      Number(at(tree('show interface e1/2'), 'TABLE_interface', 'ROW_interface', 'eth_inpkts'));
    const first = packets();
    clock.advance(60_000);
    expect(packets()).toBeGreaterThan(first);
    text('clear counters interface e1/2');
    expect(packets()).toBe(0);
  });

  it('knows what is not there', () => {
    expect(benchSwitch().error('show interface loopback5')).toBe("Invalid interface format at '^' marker.");
  });
});
