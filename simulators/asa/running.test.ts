import { describe, expect, it } from 'vitest';
import { configurationOf } from './configuration-file.ts';
import { languageOf } from './language.ts';
import { releases } from './release.ts';
import { configurationText } from './running.ts';
import { benchBox } from './testing/box.ts';

/** A line or more of every subject that the configuration has. */
const everything = [
  'hostname fw-7',
  'domain-name lab.example',
  'interface inside-port',
  'no shutdown',
  'description to the office',
  'nameif inside',
  'security-level 90',
  'ip address 10.0.0.1 255.255.255.0 standby 10.0.0.2',
  'ipv6 address 2001:db8::1/64',
  'dhcprelay server 192.0.2.9',
  'interface inside-port.20',
  'vlan 20',
  'nameif dmz',
  'ip address dhcp setroute',
  'mtu inside 1400',
  'time-range office',
  'absolute start 03:47 14 May 2025 end 03:47 14 May 2026',
  'periodic weekdays 8:00 to 17:00',
  'object network web1',
  'host 10.0.0.10',
  'description the shop',
  'nat (inside,any) static 203.0.113.10 dns',
  'object network empty',
  'object network net6',
  'subnet fd00::/8',
  'object network span',
  'range 10.0.0.20 10.0.0.29',
  'object network named',
  'fqdn v4 www.example.com',
  'object service src',
  'service tcp source eq 8000 destination range 9000 9999',
  'object service ping',
  'service icmp echo 0',
  'object service tunnel',
  'service esp',
  'object-group network inner',
  'network-object host 10.0.0.1',
  'object-group network outer',
  'description all of it',
  'network-object 10.2.0.0 255.255.0.0',
  'network-object object web1',
  'network-object fd00::/8',
  'group-object inner',
  'object-group service many',
  'service-object tcp destination eq 443',
  'service-object udp source range 1 9',
  'service-object icmp echo',
  'service-object object src',
  'object-group service old tcp',
  'port-object eq 80',
  'port-object range 8000 8080',
  'object-group user people',
  'user LOCAL\\bob',
  'object-group user all-people',
  'description everybody',
  'group-object people',
  'object-group security tagged',
  'security-group name Lab',
  'security-group tag 17',
  'access-list inside_in remark first',
  'access-list inside_in extended permit tcp any4 object web1 eq 443 log errors interval 10 time-range office inactive',
  'access-list inside_in extended deny udp host 10.0.0.1 eq 53 10.0.0.0 255.0.0.0 range 1 9',
  'access-list inside_in extended permit object-group many object-group outer any6',
  'access-list inside_in extended permit tcp any any object-group old log disable',
  'access-list inside_in extended permit icmp any interface inside traceroute',
  'access-list inside_in extended permit tcp any any gt 1023',
  'access-list inside_in extended permit tcp any any eq ssh log',
  'access-list inside_in extended permit tcp any any eq telnet log interval 60',
  'access-list inside_in extended permit tcp any any eq www log default',
  'access-list inside_in extended permit ip user LOCAL\\bob any any',
  'access-list inside_in extended permit tcp user none security-group name Lab any eq 9 security-group tag 17 any eq 9',
  'access-list inside_in extended deny udp object-group-user people object-group-security tagged any any eq ntp log default',
  'access-list inside_in remark last',
  'access-group inside_in in interface inside',
  'route inside 10.254.0.0 255.255.0.0 10.0.0.254',
  'route management 0 0.0.0.0 192.0.2.1 5',
  'ipv6 route inside fd01:1337::/64 2001:db8::9',
  'nat (inside,management) source static web1 span destination static inner outer no-proxy-arp route-lookup description to it',
  'nat (any,management) after-auto source dynamic any interface',
  'aaa-server R protocol radius',
  'aaa-server R (inside) host 10.0.0.5 hush',
  'aaa authentication http console R LOCAL',
  'aaa authorization exec LOCAL auto-enable',
  'http server enable 8443',
  'http server idle-timeout 30',
  'http server basic-auth-client My Script',
  'http 10.0.0.0 255.0.0.0 inside',
  'telnet 10.0.0.0 255.0.0.0 inside',
  'failover lan unit primary',
  'failover lan interface fo inside-port',
  'failover polltime unit msec 500 holdtime 5',
  'failover interface ip fo 10.9.9.1 255.255.255.0 standby 10.9.9.2',
  'failover',
  'no monitor-interface inside',
  'logging enable',
  'logging host inside 192.0.2.5',
  'snmp-server location here',
  'dns domain-lookup inside',
  'dns server-group DefaultDNS',
  'name-server 198.51.100.1 inside',
  'domain-name lab.example',
  'dhcpd address 10.0.0.100-10.0.0.150 inside',
  'dhcpd dns 10.0.0.3 10.0.0.4 interface inside',
  'dhcpd wins 10.0.0.5 interface inside',
  'dhcpd lease 7200 interface inside',
  'dhcpd ping_timeout 20 interface inside',
  'dhcpd domain lab.example interface inside',
  'dhcpd auto_config management vpnclient-wins-override interface inside',
  'dhcpd update dns both interface inside',
  'dhcpd option 2 hex c52f interface inside',
  'dhcpd option 13 ip 1.1.1.2 1.1.2.1 interface inside',
  'dhcpd enable inside',
  'dhcprelay timeout 90',
  'ipv6 dhcprelay timeout 30',
  'dhcprelay information trust-all',
  'ntp authentication-key 3 md5 hush',
  'ntp authenticate',
  'ntp trusted-key 3',
  'ntp server 192.0.2.1 key 3 source inside prefer',
  'username bob password Secret-1 privilege 5',
  'username eve nopassword',
  'username bob attributes',
  'service-type nas-prompt',
  'crypto ikev1 policy 10',
  'authentication pre-share',
  'encryption aes-256',
  'group 5',
  'lifetime 3600',
  'group-policy GP internal',
  'group-policy GP attributes',
  'vpn-tunnel-protocol ikev1 ssl-client',
  'vpn-filter value inside_in',
  'vpn-idle-timeout none',
  'vpn-session-timeout 60',
  'pager lines 40',
];

describe.each(Object.keys(releases))('a configuration on %s', (release) => {
  const port = releases[release]?.ports[1] ?? '';

  function full() {
    const box = benchBox(release, { configured: 'rest' });
    box.configure(...everything.map((line) => line.replace('inside-port', port)));
    return box;
  }

  it('comes back from its own text', () => {
    const { device } = full();
    const text = configurationText(device, device.state.config, { plain: true });
    const { config, refused } = configurationOf(device, languageOf(device), text);
    expect(refused).toEqual([]);
    expect(configurationText(device, config, { plain: true })).toBe(text);
    const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));
    expect(plain(config)).toEqual(plain(device.state.config));
  });

  it('hides keys from those who only look', () => {
    const text = full().text('show running-config');
    expect(text).toContain('ntp authentication-key 3 md5 *****\n');
    expect(text).not.toContain('hush');
    expect(text.startsWith(': Saved\n\n: \n: Serial Number: ')).toBe(true);
    expect(text).toMatch(/\nrest-api agent \nCryptochecksum:[0-9a-f]{32}\n: end\n$/);
  });
});
