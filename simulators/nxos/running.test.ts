import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationOf, merge } from './configuration-file.ts';
import { languageOf } from './language.ts';
import { releaseOf, releases } from './release.ts';
import { rollbackPatch } from './rollback-patch.ts';
import { configurationLines, configurationText } from './running.ts';
import { benchSwitch } from './testing/switch.ts';

const vlan = fc.integer({ min: 2, max: 12 });
const port = fc.integer({ min: 1, max: 6 }).map((n) => `Ethernet1/${n}`);
const bundle = fc.integer({ min: 1, max: 3 }).map((n) => `port-channel${n}`);
const svi = vlan.map((id) => `Vlan${id}`);
const loopback = fc.integer({ min: 0, max: 3 }).map((n) => `loopback${n}`);
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const ip = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255)).map((n) => `${n.join('.')}.1`);
const length = fc.integer({ min: 8, max: 31 });
const vlans = fc.uniqueArray(vlan, { minLength: 1, maxLength: 5 }).map((ids) => ids.join(','));

const say = (...parts: (string | fc.Arbitrary<string | number>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant<string | number>(part) : part)))
    .map((words) => words.join(' '));

const on = (names: fc.Arbitrary<string>, ...below: fc.Arbitrary<string>[]): fc.Arbitrary<string[]> =>
  fc
    .tuple(names, fc.array(fc.oneof(...below), { maxLength: 6 }))
    .map(([name, lines]) => [`interface ${name}`, ...lines]);

const layer3 = [
  say(
    'ip address',
    fc.tuple(ip, length).map(([host, bits]) => `${host}/${bits}`),
  ),
  say(
    'ip address',
    fc.tuple(ip, length).map(([host, bits]) => `${host}/${bits} secondary`),
  ),
  say('vrf member', word),
  say('no ip redirects'),
  say('ip router ospf 1 area 0.0.0.0'),
  say('ip ospf cost', fc.integer({ min: 1, max: 99 })),
  say('ipv6 address 2001:db8::', length).map((line) => line.replace(/ (\d+)$/, '1/$1')),
];
const common = [
  say('description', phrase),
  say('shutdown'),
  say('no shutdown'),
  say('no description'),
  say('mtu', fc.integer({ min: 1500, max: 9216 })),
];
const layer2 = [
  say('switchport'),
  say('no switchport'),
  say('switchport mode trunk'),
  say('switchport mode access'),
  say('switchport access vlan', vlan),
  say('switchport trunk native vlan', vlan),
  say('switchport trunk allowed vlan', vlans),
  say('switchport trunk allowed vlan remove', vlans),
  say('switchport trunk allowed vlan none'),
  say('spanning-tree port type edge trunk'),
  say('spanning-tree bpduguard enable'),
];

/** Pieces of configuration; each begins in the mode `config`. A refused line of one is passed over. */
const piece: fc.Arbitrary<string[]> = fc.oneof(
  say('vlan', vlans).map((line) => [line]),
  fc.tuple(vlan, word).map(([id, name]) => [`vlan ${id}`, `name ${name}`]),
  fc.tuple(vlan).map(([id]) => [`vlan ${id}`, 'state suspend', 'shutdown']),
  say('no vlan', vlan).map((line) => [line]),
  on(
    port,
    ...common,
    ...layer2,
    ...layer3,
    say('channel-group', fc.constantFrom('1', '2 mode active', '3 mode passive')),
    say('speed 10000'),
    say('duplex full'),
    say('no cdp enable'),
    say('no lldp transmit'),
    say('no channel-group'),
  ),
  on(bundle, ...common, ...layer2, ...layer3, say('vpc', fc.integer({ min: 1, max: 9 })), say('vpc peer-link')),
  on(svi, ...common, ...layer3, say('fabric forwarding mode anycast-gateway')),
  on(loopback, ...common, ...layer3),
  on(fc.constant('mgmt0'), say('ip address 192.0.2.9/24'), say('no ip address'), ...common),
  on(fc.constantFrom('Ethernet1/1-3', 'Ethernet1/2, Ethernet1/5'), ...common, ...layer2),
  fc.tuple(word, ip).map(([name, hop]) => [`vrf context ${name}`, `ip route 10.0.0.0/8 ${hop}`, `description ${name}`]),
  say('ip route 10.1.0.0/16', ip).map((line) => [line]),
  say('no vrf context', word).map((line) => [line]),
  say('ntp server', ip, fc.constantFrom('', 'prefer', 'use-vrf management', 'prefer use-vrf management')).map(
    (line) => [line.trim()],
  ),
  say('ntp peer', ip).map((line) => [line]),
  say('snmp-server contact', phrase).map((line) => [line]),
  say('snmp-server community', word, 'ro').map((line) => [line]),
  say('snmp-server user', word, 'network-admin auth md5', word).map((line) => [line]),
  say('snmp-server host', ip, 'traps version 2c', word).map((line) => [line]),
  say('logging server', ip, '5 use-vrf management').map((line) => [line]),
  say('logging level', word, fc.nat(7)).map((line) => [line]),
  say('ip name-server', ip).map((line) => [line]),
  say('tacacs-server host', ip, 'key 7', word).map((line) => [line]),
  fc
    .tuple(word, ip)
    .map(([group, host]) => [`aaa group server tacacs+ ${group}`, `server ${host}`, 'use-vrf management']),
  fc.constant<string[]>(['no cdp enable']),
  fc.constant<string[]>(['cdp enable']),
  fc.constant<string[]>(['cdp timer 30']),
  fc.constant<string[]>(['lldp holdtime 90']),
  fc.constant<string[]>([
    'spanning-tree mode mst',
    'spanning-tree mst configuration',
    'name region',
    'instance 1 vlan 1-10',
  ]),
  say('spanning-tree vlan', vlans, 'priority 4096').map((line) => [line]),
  fc.constant<string[]>(['vpc domain 10', 'peer-gateway', 'peer-keepalive destination 192.0.2.1 source 192.0.2.2']),
  fc.constant<string[]>(['line vty', 'exec-timeout 30', 'line console', 'exec-timeout 0']),
  fc
    .tuple(ip, word)
    .map(([peer, name]) => [
      'router bgp 65001',
      'router-id 10.0.0.1',
      'address-family ipv4 unicast',
      'network 10.0.0.0/8',
      `neighbor ${peer}`,
      'remote-as 65002',
      `description ${name}`,
      'address-family ipv4 unicast',
      'send-community',
      `vrf ${name}`,
      `neighbor ${peer} remote-as 65003`,
    ]),
  fc
    .tuple(word)
    .map(([name]) => [
      'router ospf 1',
      'router-id 10.0.0.1',
      'passive-interface default',
      `vrf ${name}`,
      'log-adjacency-changes',
    ]),
  say('feature', fc.constantFrom('bgp', 'ospf', 'lldp', 'lacp', 'vpc', 'interface-vlan', 'nxapi')).map((line) => [
    line,
  ]),
  say('no feature', fc.constantFrom('bgp', 'ospf', 'lldp', 'lacp', 'vpc', 'interface-vlan')).map((line) => [line]),
  fc.constant<string[]>(['nxapi https port 8443', 'nxapi use-vrf management']),
  say('hostname', word).map((line) => [line]),
  say('ip domain-name', word).map((line) => [line]),
  fc.constant<string[]>(['no ip domain-lookup']),
  fc.constant<string[]>(['banner motd @line one', 'line two@']).map((lines) => [lines.join('\n')]),
);

const all = ['bgp', 'ospf', 'lldp', 'lacp', 'vpc', 'interface-vlan'].map((name) => `feature ${name}`);

/** A switch that has taken what it would of these pieces. */
function configured(release: string, pieces: readonly (readonly string[])[]) {
  const bench = benchSwitch(release);
  const { session, device } = bench;
  device.batch(() => {
    for (const lines of [all, ...pieces]) {
      session.end();
      session.enter('config');
      for (const line of lines) void session.execute(line);
    }
  });
  session.end();
  return bench;
}

const script = fc.array(piece, { maxLength: 14 });

describe.each(Object.keys(releases))('a running configuration on %s', (release) => {
  const rendering = { release: releaseOf(release), all: false };

  it('is brought back by its own lines on a bare switch', () => {
    fc.assert(
      fc.property(script, (pieces) => {
        const { device } = configured(release, pieces);
        const { config } = device.state;
        const text = configurationText(config, release, { command: 'show running-config', now: 0 });
        const read = configurationOf(device, languageOf(device), text);
        expect(read.errors).toEqual([]);
        expect(read.config).toEqual(config);
      }),
      { numRuns: 30 },
    );
  });

  it('is not changed by its own lines', () => {
    fc.assert(
      fc.property(script, (pieces) => {
        const { device } = configured(release, pieces);
        const { config } = device.state;
        const text = configurationText(config, release, { command: 'show running-config', now: 0 });
        expect(merge(device, languageOf(device), text)).toEqual([]);
        expect(device.state.config).toEqual(config);
      }),
      { numRuns: 30 },
    );
  });

  it('becomes another one by the patch between the two', () => {
    fc.assert(
      fc.property(script, script, (from, to) => {
        const { device } = configured(release, from);
        const target = configured(release, to).device.state.config;
        const lines = rollbackPatch(device, languageOf(device), device.state.config, target);
        expect(merge(device, languageOf(device), `${lines.join('\n')}\n`)).toEqual([]);
        expect(configurationLines(device.state.config, rendering)).toEqual(configurationLines(target, rendering));
      }),
      { numRuns: 30 },
    );
  });
});
