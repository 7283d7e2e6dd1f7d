import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../chassis/json.ts';
import { releases } from '../release.ts';
import { benchSwitch } from '../testing/switch.ts';
import { at } from '../testing/tree.ts';

const told = {
  configured: 'nxapi',
  inventory: 'none',
  serial: 'FDO00000AAA',
  mac: '02005e000100',
  cables: {
    mgmt0: { device: 'core-1', port: 'FastEthernet1/0/9', platform: 'WS-C3750-48TS', mac: '02005e000109' },
    'Ethernet1/1': {
      device: 'leaf-102.example.com',
      port: 'Ethernet1/1',
      platform: 'N9K-C9396PX',
      serial: 'FDO00000BBB',
      address: '192.0.2.24',
      mac: '02005e00b33f',
    },
  },
} as const;

describe('texts as they were recorded', () => {
  it('show vlan wraps ports in their column', () => {
    const { configure, text } = benchSwitch();
    configure('vlan 10', 'vlan 20', 'name web', 'state suspend', 'shutdown');
    configure('interface e1/7-54', 'no switchport', 'interface e1/2', 'switchport access vlan 10');
    expect(text('show vlan')).toBe(`
VLAN Name                             Status    Ports
---- -------------------------------- --------- -------------------------------
1    default                          active    Eth1/1, Eth1/3, Eth1/4, Eth1/5
                                                Eth1/6
10   VLAN0010                         active    Eth1/2
20   web                              sus/lshut 

VLAN Type         Vlan-mode
---- -----        ----------
1    enet         CE     
10   enet         CE     
20   enet         CE     

Remote SPAN VLANs
-------------------------------------------------------------------------------

Primary  Secondary  Type             Ports
-------  ---------  ---------------  -------------------------------------------

`);
  });

  it('show interface status cuts what is too long', () => {
    const { configure, text } = benchSwitch('9.3(5)', told);
    configure(
      'interface e1/1',
      'description to the spine of the row',
      'switchport mode trunk',
      'interface e1/2',
      'shutdown',
    );
    expect(text('show interface e1/1-3 status')).toBe(`
--------------------------------------------------------------------------------
Port          Name               Status    Vlan      Duplex  Speed   Type
--------------------------------------------------------------------------------
Eth1/1        to the spine of th connected trunk     full    10G     10Gbase-SR
Eth1/2        server, second por disabled  20        auto    auto    --         
Eth1/3        --                 xcvrAbsen trunk     auto    auto    --         
`);
  });

  it('show interface brief has a table for each class', () => {
    const { configure, text } = benchSwitch('9.3(5)', told);
    configure('interface e1/8', 'no switchport');
    expect(
      text('show interface brief')
        .split('\n')
        .filter((line) => !/^Eth1\/(\d\d|[2-79])/.test(line))
        .join('\n'),
    ).toBe(`
--------------------------------------------------------------------------------
Port   VRF          Status IP Address                              Speed    MTU
--------------------------------------------------------------------------------
mgmt0  --           up     192.0.2.10                              1000     1500

--------------------------------------------------------------------------------
Ethernet      VLAN    Type Mode   Status  Reason                   Speed     Port
Interface                                                                    Ch #
--------------------------------------------------------------------------------
Eth1/1        10      eth  access up      none                        10G(D) --
Eth1/8        --      eth  routed down    Administratively down      auto(D) --

--------------------------------------------------------------------------------
Port-channel VLAN    Type Mode   Status  Reason                    Speed   Protocol
Interface                                                                 
--------------------------------------------------------------------------------
Po1          1       eth  trunk  down    No operational members   a-auto(D)  lacp
Po2          1       eth  trunk  down    No operational members   a-auto(D)  none

--------------------------------------------------------------------------------
Interface     Status     Description
--------------------------------------------------------------------------------
Lo0           up         router id
Lo1           up         --

-------------------------------------------------------------------------------
Interface Secondary VLAN(Type)                    Status Reason                
-------------------------------------------------------------------------------
Vlan1     --                                      down   Administratively down 
Vlan10    --                                      up     --                    
Vlan20    --                                      down   VLAN/BD is down       
`);
  });

  it('show ip interface brief', () => {
    expect(benchSwitch('9.3(5)', told).text('show ip interface brief')).toBe(`
IP Interface Status for VRF "default"(1)
Interface            IP Address      Interface Status
Vlan10               198.51.100.2    protocol-up/link-up/admin-up       
Vlan20               198.51.100.130  protocol-down/link-down/admin-up   
Lo0                  203.0.113.1     protocol-up/link-up/admin-up       
Lo1                  203.0.113.2     protocol-up/link-up/admin-up       
`);
  });

  it('show cdp neighbors gives a long name a line of its own', () => {
    expect(benchSwitch('9.3(5)', told).text('show cdp neighbors')).toBe(`\
Capability Codes: R - Router, T - Trans-Bridge, B - Source-Route-Bridge
                  S - Switch, H - Host, I - IGMP, r - Repeater,
                  V - VoIP-Phone, D - Remotely-Managed-Device,
                  s - Supports-STP-Dispute

Device-ID          Local Intrfce  Hldtme Capability  Platform      Port ID
core-1              mgmt0          180    R S I     WS-C3750-48TS Fas1/0/9     
leaf-102.example.com(FDO00000BBB)
                    Eth1/1         180    R S s     N9K-C9396PX   Eth1/1       

Total entries displayed: 2
`);
  });

  it('show lldp neighbors', () => {
    expect(benchSwitch('9.3(5)', told).text('show lldp neighbors')).toBe(`\
Capability codes:
  (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device
  (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other
Device ID            Local Intf      Hold-time  Capability  Port ID  
core-1               mgmt0           120        BR          FastEthernet1/0/9
leaf-102.example.com Eth1/1          120        BR          Ethernet1/1   
Total entries displayed: 2
`);
  });

  it('show inventory pads its lines', () => {
    const lines = benchSwitch('9.3(5)', told).text('show inventory').split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'NAME: "Chassis",  DESCR: "Nexus9000 C93180YC-EX chassis"         ',
      'PID: N9K-C93180YC-EX     ,  VID: V01 ,  SN: FDO00000AAA          ',
      '',
      'NAME: "Slot 1",  DESCR: "48x10/25G + 6x40/100G Ethernet Module"  ',
      'PID: N9K-C93180YC-EX     ,  VID: V01 ,  SN: FDO00000AAA          ',
      '',
    ]);
    expect(lines.find((line) => line.includes('"Fan 1"'))).toBe(
      'NAME: "Fan 1",  DESCR: "Nexus9000 C93180YC-EX chassis Fan Module"',
    );
  });

  it('show module of a chassis with two supervisors', () => {
    const text = benchSwitch('7.0(3)I7(4)', { supervisors: 2, mac: '02005e000100' }).text('show module');
    expect(text).toContain(`\
Mod Ports             Module-Type                      Model          Status
--- ----- ------------------------------------- --------------------- ---------
1    36   36p 40G Ethernet Module               N9K-X9636PQ           ok        
22   0    Fabric Module                         N9K-C9508-FM          ok        
27   0    Supervisor Module                     N9K-SUP-A             active *  
28   0    Supervisor Module                     N9K-SUP-A             ha-standby
`);
    expect(text).toContain('1    02-00-5e-00-01-00 to 02-00-5e-00-01-4f  FDO');
    expect(text).toContain('22   NA                                      FDO');
  });

  it('show mac address-table and show ip arp', () => {
    const { text } = benchSwitch('9.3(5)', {
      ...told,
      cables: {
        'Ethernet1/1': { device: 'srv-1', port: 'eth0', kind: 'host', mac: '02005e001d88', address: '192.0.2.30' },
      },
    });
    expect(text('show mac address-table').split('\n').slice(6)).toEqual([
      '*  10       0200.5e00.1d88   dynamic  0         F      F    Eth1/1',
      'G    -      0200.5e00.0107   static   -         F      F    sup-eth1(R)',
      '',
    ]);
    expect(text('show ip arp').split('\n').slice(6)).toEqual([
      'IP ARP Table for context default',
      'Total number of entries: 1',
      'Address         Age       MAC Address     Interface       Flags',
      '198.51.100.33   00:05:00  0200.5e00.1d88  Vlan10                   ',
      '',
    ]);
  });

  it('show boot names each supervisor', () => {
    expect(benchSwitch('7.0(3)I7(4)', { supervisors: 2 }).text('show boot')).toBe(`\
Current Boot Variables:

sup-1
NXOS variable = bootflash:/nxos.7.0.3.I7.4.bin
sup-2
NXOS variable = bootflash:/nxos.7.0.3.I7.4.bin
No module boot variable set

Boot Variables on next reload:

sup-1
NXOS variable = bootflash:/nxos.7.0.3.I7.4.bin
sup-2
NXOS variable = bootflash:/nxos.7.0.3.I7.4.bin
No module boot variable set
`);
  });
});

describe('shapes of structured output', () => {
  it('one VLAN is an object, two are a list', () => {
    const { configure, tree } = benchSwitch();
    expect(at(tree('show vlan'), 'TABLE_vlanbrief', 'ROW_vlanbrief', 'vlanshowbr-vlanid')).toBe('1');
    configure('vlan 10');
    expect(at(tree('show vlan brief'), 'TABLE_vlanbriefxbrief', 'ROW_vlanbriefxbrief', 1)).toEqual({
      'vlanshowbr-vlanid': '10',
      'vlanshowbr-vlanid-utf': '10',
      'vlanshowbr-vlanname': 'VLAN0010',
      'vlanshowbr-vlanstate': 'active',
      'vlanshowbr-shutstate': 'noshutdown',
    });
    expect(tree('show vlan id 10')).toEqual({
      TABLE_vlanbriefid: {
        ROW_vlanbriefid: expect.objectContaining({ 'vlanshowbr-vlanid': '10' }),
      },
      TABLE_mtuinfoid: {
        ROW_mtuinfoid: {
          'vlanshowinfo-vlanid': '10',
          'vlanshowinfo-media-type': 'enet',
          'vlanshowinfo-vlanmode': 'ce-vlan',
        },
      },
      'vlanshowrspan-vlantype': 'notrspan',
    });
  });

  it('the VRF of show ip interface brief has three places', () => {
    const old = benchSwitch('7.0(3)I7(4)', told);
    expect(old.tree('show ip interface brief vrf management')).toEqual({
      TABLE_intf: {
        ROW_intf: {
          'intf-name': 'mgmt0',
          'proto-state': 'up',
          'link-state': 'up',
          'admin-state': 'up',
          iod: expect.any(Number),
          prefix: '192.0.2.10',
          'ip-disabled': 'FALSE',
        },
      },
      TABLE_vrf: { ROW_vrf: { 'vrf-name-out': 'management' } },
    });
    const all = old.tree('show ip interface brief vrf all');
    expect(at(all, 'TABLE_vrf', 4)).toEqual({ ROW_vrf: { 'vrf-name-out': 'management' } });
    expect(at(all, 'TABLE_intf', 4, 'ROW_intf', 'intf-name')).toBe('mgmt0');
    const row = at(benchSwitch('9.3(5)', told).tree('show ip interface brief'), 'TABLE_intf', 'ROW_intf', 0);
    expect(row).toMatchObject({ 'vrf-name-out': 'default', 'intf-name': 'Vlan10', iod: expect.any(String) });
  });

  it('long port lists are cut after 64 names', () => {
    const { device, tree } = benchSwitch();
    device.change(({ config }) => {
      for (let port = 55; port <= 128; port++) {
        config.interfaces[`Ethernet1/${port}`] = {
          shutdown: false,
          switchport: { mode: 'access', accessVlan: 1, nativeVlan: 1 },
        };
      }
    });
    const list = at(tree('show vlan'), 'TABLE_vlanbrief', 'ROW_vlanbrief', 'vlanshowplist-ifidx');
    expect(Array.isArray(list) ? list.map((part) => String(part).split(',').length) : list).toEqual([64, 64]);
  });

  it('names of the inventory stand in quotes on 9.3 alone', () => {
    const name = (release: string) =>
      at(benchSwitch(release).tree('show inventory'), 'TABLE_inv', 'ROW_inv', 0, 'name');
    expect(['7.0(3)I7(4)', '9.3(5)', '10.2(3)'].map(name)).toEqual(['Chassis', '"Chassis"', 'Chassis']);
  });

  it('no LLDP neighbour is an error, and an empty listing on 10.2', () => {
    const lonely = { inventory: 'none' };
    const old = benchSwitch('9.3(5)', lonely);
    old.configure('feature lldp');
    expect(old.error('show lldp neighbors')).toBe('ERROR: No neighbour information');
    const { configure, tree } = benchSwitch('10.2(3)', lonely);
    configure('feature lldp');
    expect(tree('show lldp neighbors')).toEqual({ neigh_count: '0' });
  });

  it('one CDP capability is a text, and neighbours fall silent with CDP', () => {
    const { configure, tree } = benchSwitch('9.3(5)', told);
    const row = at(tree('show cdp neighbors'), 'TABLE_cdp_neighbor_brief_info', 'ROW_cdp_neighbor_brief_info', 1);
    expect(row).toMatchObject({
      ifindex: 436207616,
      device_id: 'leaf-102.example.com(FDO00000BBB)',
      capability: ['router', 'switch', 'Supports-STP-Dispute'],
    });
    configure('interface e1/1', 'no cdp enable');
    expect(at(tree('show cdp neighbors'), 'neigh_count')).toBe(1);
    configure('no cdp enable');
    expect(tree('show cdp neighbors')).toEqual({ neigh_count: 0 });
  });
});

/** Every show that needs no words of its own. */
const plain = [
  'show interface',
  'show interface brief',
  'show interface status',
  'show interface description',
  'show interface switchport',
  'show interface transceiver',
  'show interface counters',
  'show ip interface',
  'show ip interface brief vrf all',
  'show ipv6 interface vrf all',
  'show vlan',
  'show vlan brief',
  'show vlan summary',
  'show inventory all',
  'show module',
  'show environment',
  'show environment fan',
  'show environment power',
  'show environment temperature',
  'show cdp neighbors',
  'show cdp neighbors detail',
  'show cdp',
  'show lldp neighbors',
  'show lldp neighbors detail',
  'show mac address-table',
  'show ip arp',
  'show ip route vrf all',
  'show vrf',
  'show vrf detail',
  'show vrf interface',
  'show port-channel summary',
  'show spanning-tree',
  'show boot',
  'show role',
  'show processes cpu',
  'show processes memory',
  'show processes memory shared',
  'show system resources',
  'show system mode',
  'show system uptime',
  'show redundancy status',
  'show license host-id',
  'show ntp peers',
  'show ntp peer-status',
  'show snmp',
  'show snmp user',
  'show snmp community',
  'show logging server',
  'show banner motd',
  'show user-account',
  'show feature',
];

it('totals shared memory in the one row that napalm reads', () => {
  const row = at(benchSwitch().tree('show processes memory shared'), 'TABLE_process_tag', 'ROW_process_tag') ?? {};
  const total = (what: string) => Number(at(row, `process-memory-share-total-shm-${what}`));
  expect(total('used')).toBeGreaterThan(0);
  expect(total('used') + total('avail')).toBe(total('size'));
});

describe.each(Object.keys(releases))('every show on %s', (release) => {
  const bench = benchSwitch(release, { configured: 'nxapi' });

  it.each(plain)('%s has lines and data of the release', (line) => {
    const text = bench.text(line);
    expect(text).toMatch(/\n$/);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    const tree = bench.tree(line);
    const scalars: Json[] = [];
    const gather = (value: Json): void => {
      if (Array.isArray(value)) for (const one of value) gather(one);
      else if (isJsonObject(value)) for (const one of Object.values(value)) gather(one);
      else scalars.push(value);
    };
    gather(tree);
    expect(
      scalars.every((value) => typeof value === 'string' || (typeof value === 'number' && release !== '10.2(3)')),
    ).toBe(true);
    expect(JSON.stringify(tree)).not.toMatch(/undefined|NaN|\[object/);
  });
});
