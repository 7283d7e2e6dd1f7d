import { section } from '../stanza.ts';

/** Spanning tree: Rapid PVST+ from the factory. */
export const spanningTree = section({
  name: 'spanning-tree',
  lines: [
    { grammar: 'spanning-tree mode {mst|rapid-pvst}' },
    { grammar: 'spanning-tree pathcost method {long|short}' },
    { grammar: 'spanning-tree loopguard default' },
    {
      grammar: 'spanning-tree port type {edge [bpduguard|bpdufilter]|network} default',
      many: ['edge', 'bpduguard', 'bpdufilter', 'network'],
    },
    {
      grammar: 'spanning-tree vlan <vlans:vlans> priority <priority:0-61440>',
      many: ['vlans', 'priority'],
      no: 'spanning-tree vlan <vlans:vlans> priority [<priority:0-61440>]',
    },
    {
      grammar: 'spanning-tree mst configuration',
      opens: {
        mode: 'config-mst',
        lines: [
          { grammar: 'name <name:word>' },
          { grammar: 'revision <number:0-65535>' },
          {
            grammar: 'instance <id:0-4094> vlan <vlans:vlans>',
            many: ['id'],
            no: 'instance <id:0-4094> [vlan <vlans:vlans>]',
          },
        ],
      },
    },
  ],
});
