import { type Line, section } from '../stanza.ts';

const family = 'address-family {ipv4|ipv6|l2vpn} {unicast|evpn}';
const familyWords = ['ipv4', 'ipv6', 'l2vpn', 'unicast', 'evpn'];

const familyLines: readonly Line[] = [
  { grammar: 'network <net:prefix> [route-map <map:word>]', many: ['net'] },
  {
    grammar: 'redistribute {direct|static|ospf <tag:word>} route-map <map:word>',
    many: ['direct', 'static', 'ospf', 'tag'],
    no: 'redistribute {direct|static|ospf <tag:word>} [route-map <map:word>]',
  },
  { grammar: 'maximum-paths <paths:1-64>' },
  { grammar: 'advertise l2vpn evpn' },
];

const neighbourFamily: readonly Line[] = [
  { grammar: 'send-community' },
  { grammar: 'send-community extended' },
  { grammar: 'route-reflector-client' },
  { grammar: 'next-hop-self' },
  { grammar: 'soft-reconfiguration inbound [always]' },
  { grammar: 'route-map <map:word> {in|out}', many: ['in', 'out'] },
  { grammar: 'prefix-list <list:word> {in|out}', many: ['in', 'out'] },
];

const neighbour = (mode: string): readonly Line[] => [
  { grammar: 'inherit peer <peer:word>' },
  { grammar: 'remote-as <as:word>' },
  { grammar: 'description <text:line>' },
  { grammar: 'password [0|3|7] <key:secret>' },
  { grammar: 'update-source <if:interface>' },
  { grammar: 'ebgp-multihop <hops:2-255>' },
  { grammar: 'timers <keepalive:0-3600> <hold:0-3600>' },
  { grammar: 'shutdown' },
  { grammar: family, many: familyWords, opens: { mode: `${mode}-af@bgp`, lines: neighbourFamily } },
];

const process = (prefix: string): readonly Line[] => [
  { grammar: 'router-id <id:ipv4>' },
  { grammar: 'log-neighbor-changes' },
  { grammar: 'bestpath as-path multipath-relax' },
  { grammar: 'graceful-restart', usual: true },
  { grammar: family, many: familyWords, opens: { mode: `${prefix}-af@bgp`, lines: familyLines } },
  {
    grammar: 'neighbor <peer:word> [remote-as <as:word>]',
    many: ['peer'],
    opens: { mode: `${prefix}-neighbor@bgp`, lines: neighbour(`${prefix}-neighbor`) },
  },
];

/** Border Gateway Protocol: the instance, its neighbours and their address families. */
export const bgp = section({
  name: 'bgp',
  feature: 'bgp',
  lines: [
    {
      grammar: 'router bgp <as:word>',
      many: ['as'],
      opens: {
        mode: 'config-router@bgp',
        lines: [
          ...process('config-router'),
          {
            grammar: 'vrf <vrf:word>',
            many: ['vrf'],
            opens: { mode: 'config-router-vrf@bgp', lines: process('config-router-vrf') },
          },
        ],
      },
    },
  ],
});
