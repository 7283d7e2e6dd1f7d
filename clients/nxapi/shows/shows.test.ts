import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../errors.ts';
import bodies from '../../testing/bodies.json' with { type: 'json' };
import { commandError } from '../command-error.ts';
import {
  dir,
  showCdpNeighbors,
  showCdpNeighborsDetail,
  showClock,
  showFeature,
  showHostname,
  showInterface,
  showInterfaceBrief,
  showInterfaceStatus,
  showInventory,
  showIpInterfaceBrief,
  showLldpNeighbors,
  showMacAddressTable,
  showModule,
  showNxapi,
  showUserAccount,
  showVersion,
  showVlan,
  showVlanBrief,
  showVlanId,
} from './index.ts';

describe('show version', () => {
  it.each([
    ['show_version.v7_0_3', '7.0(3)I7(4)', 'bootflash:///nxos.7.0.3.I7.4.bin', 24_633_488, 476_950],
    ['show_version.v9_2_virtual', '9.2(2)', 'bootflash:///nxos.9.2.2.bin', 8_133_804, 891],
    ['show_version.v9_3_strings', '9.3(2)', 'bootflash:///nxos.9.3.2.bin', 24_569_704, 435_723],
    ['show_version.v10_2', '10.2(3)', 'bootflash:///nxos64-cs.10.2.3.F.bin', 24_617_848, 89_023],
    [
      'show_version.n7k',
      '7.3(1)D1(1) [build 7.3(1)D1(0.10)]',
      'bootflash:///titanium-d1.7.3.1.D1.0.10.bin',
      4_002_196,
      4_066_631,
    ],
  ] as const)('%s is of release %s', (name, release, image, memory, uptime) => {
    expect(showVersion().parse(bodies[name])).toMatchObject({ release, image, memory, uptime });
  });

  it('has the reason of the last reset, trimmed', () => {
    const { lastReset, bios, hostname, serial, patches } = showVersion().parse(bodies['show_version.v7_0_3']);
    expect(lastReset).toEqual({ reason: 'Reset Requested by CLI command reload', time: 'Tue Mar 15 15:46:05 2016' });
    expect({ bios, hostname, serial, patches }).toEqual({
      bios: '07.56',
      hostname: 'leaf-101',
      serial: 'FDO00000AAA',
      patches: [],
    });
  });

  it('lists patches', () => {
    const body = { ...bodies['show_version.v10_2'], TABLE_smu_list: { ROW_smu_list: { install_smu_id: 'CSCxx1' } } };
    expect(showVersion().parse(body).patches).toEqual(['CSCxx1']);
  });

  it('takes the running release, not the one before the last reload', () => {
    expect(showVersion().parse({ ...bodies['show_version.v9_3_strings'], rr_sys_ver: '9.3(1)' }).release).toBe(
      '9.3(2)',
    );
  });

  it('does not make up a release', () => {
    expect(() => showVersion().parse({ host_name: 'x', chassis_id: 'y' })).toThrow(ProtocolError);
    expect(() => showVersion().parse({ host_name: 'x', chassis_id: 'y' })).toThrow(/nxos_ver_str or sys_ver_str/);
  });
});

it('show hostname and show clock give their text', () => {
  expect(showHostname().parse(bodies.show_hostname)).toBe('leaf-101.example.com');
  expect(showClock().parse(bodies.show_clock)).toEqual({ time: '18:34:58.849 UTC Thu Jan 30 2020', source: 'NTP' });
  expect(() => showHostname().parse({})).toThrow(/show hostname: expected hostname/);
});

describe('show nxapi', () => {
  const issuer = '/C=US/ST=CA/L=San Jose/O=Cisco Systems Inc./OU=dcnxos/CN=nxos';

  it('before 9.2 knows ports only', () => {
    const expected = { enabled: true, ports: [80, 443], httpPort: undefined, certificate: undefined };
    expect(showNxapi().parse(bodies['show_nxapi.pre_9_2'])).toMatchObject(expected);
    expect(showNxapi().parse(bodies['show_nxapi.pre_9_2_one_port']).ports).toEqual([9443]);
  });

  it('from 9.2 knows which port is which, and the certificate', () => {
    expect(showNxapi().parse(bodies['show_nxapi.v9_2'])).toEqual({
      enabled: true,
      ports: [8443],
      httpPort: undefined,
      httpsPort: 8443,
      certificate: { issuer, notAfter: 'Jul 20 05:44:30 2018 GMT' },
      sandbox: undefined,
    });
  });

  it('on N7K and MDS has a sandbox', () => {
    const status = showNxapi().parse(bodies['show_nxapi.n7k_mds']);
    expect(status).toMatchObject({ enabled: true, ports: [8080, 8443], httpPort: 8080, sandbox: false });
  });

  it('tells a disabled one', () => {
    expect(showNxapi().parse({ nxapi_status: 'nxapi disabled' })).toMatchObject({ enabled: false, ports: [] });
  });
});

it('show feature tells enabled from running', () => {
  expect(showFeature().parse(bodies.show_feature)).toEqual([
    { name: 'bash-shell', instance: 1, enabled: false, running: false },
    { name: 'eigrp', instance: 2, enabled: true, running: false },
    { name: 'nxapi', instance: 1, enabled: true, running: true },
  ]);
});

describe('show vlan', () => {
  it('lists VLANs with their ports', () => {
    expect(showVlan().parse(bodies.show_vlan)).toEqual([
      {
        id: 1,
        name: 'default',
        state: 'active',
        shutdown: false,
        ports: ['Ethernet1/5', 'Ethernet1/6', 'Ethernet1/7'],
      },
      { id: 2345, name: 'VLAN2345', state: 'active', shutdown: false, ports: [] },
    ]);
    expect(showVlanBrief().parse(bodies.show_vlan_brief)[1]).toMatchObject({
      id: 161,
      state: 'suspend',
      shutdown: true,
    });
    expect(showVlanId(2000)).toMatchObject({ command: 'show vlan id 2000' });
    expect(showVlanId(2000).parse(bodies.show_vlan_id)).toMatchObject([{ id: 2000, ports: ['Ethernet1/53'] }]);
  });

  it('joins a port list that came in pieces', () => {
    const [vlan] = showVlan().parse(bodies['show_vlan.long_port_list']);
    expect(vlan?.ports).toEqual(Array.from({ length: 128 }, (_none, port) => `Ethernet1/${port + 1}`));
  });

  it('reads ids whose bytes an old train swapped, with and without the readable one', () => {
    const body = bodies['show_vlan_brief.old_byteswapped'];
    expect(showVlanBrief().parse(body)).toMatchObject([{ id: 1 }]);
    const both = { 'vlanshowbr-vlanid': 256, 'vlanshowbr-vlanid-utf': '1' };
    expect(showVlanBrief().parse({ TABLE_vlanbriefxbrief: { ROW_vlanbriefxbrief: both } })).toMatchObject([{ id: 1 }]);
    const swapped = { 'vlanshowbr-vlanid': 0x29090000 };
    expect(showVlanBrief().parse({ TABLE_vlanbriefxbrief: { ROW_vlanbriefxbrief: swapped } })).toMatchObject([
      { id: 2345 },
    ]);
  });
});

describe('interfaces', () => {
  it('show interface reads each class of interface by its own keys', () => {
    const [mgmt, ethernet, svi] = showInterface().parse(bodies.show_interface);
    expect(mgmt).toMatchObject({
      name: 'mgmt0',
      mtu: 1500,
      bandwidth: 1_000_000,
      address: { ip: '192.0.2.10', prefixLength: 24 },
      counters: { inPackets: 583, inBytes: 54_817, outPackets: 506, outBytes: 558_100, inErrors: undefined },
    });
    expect(ethernet).toMatchObject({
      name: 'Ethernet1/1',
      description: 'to spine-1',
      state: 'down',
      adminState: 'up',
      reason: 'Link not connected',
      mac: '0200.5e00.0101',
      mode: 'access',
      address: undefined,
      counters: { inErrors: 0, outErrors: 0 },
    });
    expect(svi).toMatchObject({
      name: 'Vlan120',
      description: 'servers',
      state: 'up',
      mac: '0200.5e00.0002',
      mtu: 1500,
      address: { ip: '198.51.100.10', prefixLength: 24 },
    });
    expect(ethernet?.row).toMatchObject({ eth_link_flapped: 'never' });
  });

  it('show interface NAME reads its one row, a doubled bandwidth and a quoted description', () => {
    const row = { interface: 'Ethernet1/2', desc: '"up \\"link\\""', eth_bw: [10_000_000, 10_000_000] };
    const typed = showInterface('Ethernet1/2');
    expect(typed.command).toBe('show interface Ethernet1/2');
    expect(typed.parse({ TABLE_interface: { ROW_interface: row } })).toMatchObject([
      { bandwidth: 10_000_000, description: 'up \\"link\\"', state: undefined },
    ]);
  });

  it('show interface brief', () => {
    expect(showInterfaceBrief().parse(bodies.show_interface_brief)).toMatchObject([
      { name: 'mgmt0', state: 'up', ip: '192.0.2.10', mtu: 1500 },
      { name: 'Ethernet1/1', vlan: 1, mode: 'access', speed: '10G', portChannel: undefined },
      { name: 'Ethernet1/33', vlan: undefined, mode: 'routed', reason: 'SFP not inserted' },
      { name: 'Vlan1', state: 'down', adminState: 'down', reason: 'Administratively down' },
      { name: 'loopback0', state: 'up' },
    ]);
  });

  it('show interface status', () => {
    const [mgmt, first] = showInterfaceStatus().parse(bodies.show_interface_status);
    expect(mgmt).toMatchObject({ description: 'out of band mgmt interface', vlan: 'routed', type: undefined });
    expect(first).toMatchObject({ description: undefined, state: 'notconnect', vlan: '2', type: 'SFP-H10GB-CU3M' });
  });

  it('show ip interface brief finds the VRF in each of three layouts', () => {
    const { parse } = showIpInterfaceBrief('management');
    expect(parse(bodies['show_ip_interface_brief.v7'])).toMatchObject([
      { name: 'mgmt0', vrf: 'management', address: '192.0.2.10', protocolState: 'up' },
    ]);
    expect(parse(bodies['show_ip_interface_brief.v9']).map(({ vrf }) => vrf)).toEqual(['default', 'default']);
    const [first, second] = bodies['show_ip_interface.v7_parallel_lists'].TABLE_intf;
    const parallel = {
      TABLE_vrf: [{ ROW_vrf: { 'vrf-name-out': 'default' } }, { ROW_vrf: { 'vrf-name-out': 'blue' } }],
      TABLE_intf: [first, { ROW_intf: [second?.ROW_intf, second?.ROW_intf] }],
    };
    expect(parse(parallel).map(({ name, vrf }) => [name, vrf])).toEqual([
      ['loopback100', 'default'],
      ['Ethernet1/7', 'blue'],
      ['Ethernet1/7', 'blue'],
    ]);
    expect(showIpInterfaceBrief('management').command).toBe('show ip interface brief vrf management');
    expect(showIpInterfaceBrief().command).toBe('show ip interface brief');
  });
});

describe('hardware', () => {
  it('show inventory is the same with and without quotes', () => {
    const plain = showInventory().parse(bodies['show_inventory.plain']);
    expect(showInventory().parse(bodies['show_inventory.quoted'])).toEqual(plain);
    expect(plain[0]).toEqual({
      name: 'Chassis',
      description: 'Nexus9000 C93180YC-EX chassis',
      productId: 'N9K-C93180YC-EX',
      versionId: 'V01',
      serial: 'FDO00000AAA',
    });
    expect(plain[3]?.serial).toBeUndefined();
  });

  it('show module joins its tables by slot, whatever the order of their rows', () => {
    expect(showModule().parse(bodies.show_module)).toMatchObject([
      { slot: 1, ports: 54, active: true, diagnostics: 'Pass' },
    ]);
    const body = structuredClone(bodies['show_module.dual_sup']);
    body.TABLE_modmacinfo.ROW_modmacinfo.reverse();
    expect(showModule().parse(body)).toMatchObject([
      { slot: 1, active: false, serial: 'FDO00000AAA', software: '7.0(3)I7(4)' },
      { slot: 27, active: true, serial: 'FDO00000AAB', hardware: '1.1' },
      { slot: 28, active: false, status: 'ha-standby', serial: 'FDO00000AAC' },
    ]);
  });
});

describe('neighbours', () => {
  it('show cdp neighbors takes one capability as a list of one', () => {
    const [core, node] = showCdpNeighbors().parse(bodies.show_cdp_neighbors);
    expect(core).toMatchObject({ deviceId: 'core-1(FDO00000BBB)', localInterface: 'mgmt0', holdTime: 160 });
    expect(core?.capabilities).toHaveLength(4);
    expect(node).toMatchObject({ holdTime: 91, capabilities: ['host'], remotePort: 'dsc0' });
    expect(showCdpNeighborsDetail().parse(bodies.show_cdp_neighbors_detail)).toMatchObject([
      { systemName: 'leaf-102', managementAddress: '192.0.2.24' },
    ]);
  });

  it('show lldp neighbors reads old and new keys', () => {
    expect(showLldpNeighbors().parse(bodies.show_lldp_neighbors)).toEqual([
      {
        chassisId: 'spine-1',
        localInterface: 'Eth1/1',
        remotePort: 'Ethernet1/3',
        capabilities: 'BR',
        holdTime: 120,
        managementAddress: '192.0.2.193',
      },
    ]);
    const old = { TABLE_nbor: { ROW_nbor: { chassis_id: 'x', hold_time: 90, capability: 'B' } } };
    expect(showLldpNeighbors().parse(old)).toMatchObject([{ holdTime: 90, capabilities: 'B' }]);
  });

  it('show lldp neighbors without neighbours is empty, also where that is an error', () => {
    expect(showLldpNeighbors().parse(bodies['show_lldp_neighbors.none'])).toEqual([]);
    const fail = (clierror: string) => {
      const error = commandError({ type: 'cli_show', commands: ['show lldp neighbors'] }, [
        { code: '400', msg: 'Input CLI command error', clierror, body: undefined },
      ]);
      return error && showLldpNeighbors().none?.(error);
    };
    expect(fail('ERROR: No neighbour information')).toEqual([]);
    expect(fail('% Invalid command')).toBeUndefined();
  });
});

it('show user-account lists roles, one or several', () => {
  const expiry = 'this user account has no expiry date';
  expect(showUserAccount().parse(bodies.show_user_account)).toEqual([
    { name: 'admin', roles: ['network-admin'], expiry },
    { name: 'ops', roles: ['network-operator', 'network-admin'], expiry },
  ]);
});

describe('dir', () => {
  it('tells files from directories', () => {
    const { entries, free, fileSystem } = dir().parse(bodies.dir);
    expect(entries).toEqual([
      { name: 'initial.cfg', directory: false, size: 1414, modified: 'Jul 25 21:59:17 2018' },
      { name: 'nxapi', directory: true, size: 4096, modified: 'Jul 27 00:56:48 2018' },
    ]);
    expect({ free, fileSystem }).toEqual({ free: 240_068_919_296, fileSystem: 'bootflash://sup-local' });
    expect(dir('bootflash:nxapi').command).toBe('dir bootflash:nxapi');
  });

  it('reads the columns of 7.0(3)I6', () => {
    const { entries } = dir().parse(bodies['dir.columnar']);
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['.rpmstore', 4096],
      ['virtual-instance', 4096],
    ]);
  });
});

it('show mac address-table reads old and new words', () => {
  expect(showMacAddressTable().parse(bodies.show_mac_address_table)).toEqual([
    { mac: '0200.5e00.1d88', vlan: 109, type: 'dynamic', age: 0, secure: false, port: 'Eth1/48' },
    { mac: '0200.5e00.de75', vlan: undefined, type: 'static', age: undefined, secure: false, port: 'sup-eth1(R)' },
  ]);
  const [old] = showMacAddressTable().parse(bodies['show_mac_address_table.old']);
  expect(old).toMatchObject({ type: 'G', vlan: 0, secure: false });
});
