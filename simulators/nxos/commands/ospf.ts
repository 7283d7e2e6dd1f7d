import { type Line, section } from '../stanza.ts';

const process: readonly Line[] = [
  { grammar: 'router-id <id:ipv4>' },
  { grammar: 'log-adjacency-changes [detail]' },
  { grammar: 'auto-cost reference-bandwidth <bandwidth:number> [Gbps|Mbps]' },
  { grammar: 'passive-interface default' },
  { grammar: 'default-information originate [always]' },
  {
    grammar: 'redistribute {direct|static|bgp <as:word>} route-map <map:word>',
    many: ['direct', 'static', 'bgp', 'as'],
    no: 'redistribute {direct|static|bgp <as:word>} [route-map <map:word>]',
  },
  { grammar: 'area <area:word> {stub|nssa} [no-summary]', many: ['area'] },
];

/** Open Shortest Path First: instances; interfaces join by `ip router ospf`. */
export const ospf = section({
  name: 'ospf',
  feature: 'ospf',
  lines: [
    {
      grammar: 'router ospf <tag:word>',
      many: ['tag'],
      opens: {
        mode: 'config-router@ospf',
        lines: [
          ...process,
          { grammar: 'vrf <vrf:word>', many: ['vrf'], opens: { mode: 'config-router-vrf@ospf', lines: process } },
        ],
      },
    },
  ],
});
