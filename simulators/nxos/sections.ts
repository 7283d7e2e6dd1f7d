import { aaa } from './commands/aaa.ts';
import { bgp } from './commands/bgp.ts';
import { cdp } from './commands/cdp.ts';
import { lineConfiguration } from './commands/line.ts';
import { lldp } from './commands/lldp.ts';
import { logging } from './commands/logging.ts';
import { nameServers } from './commands/name-servers.ts';
import { ntp } from './commands/ntp.ts';
import { ospf } from './commands/ospf.ts';
import { snmp } from './commands/snmp.ts';
import { spanningTree } from './commands/spanning-tree.ts';
import { vpc } from './commands/vpc.ts';
import type { SectionFeature } from './stanza.ts';

/** Every subject whose lines are kept as they are written. */
export const sections: readonly SectionFeature[] = [
  nameServers,
  snmp,
  ntp,
  aaa,
  cdp,
  lldp,
  spanningTree,
  vpc,
  lineConfiguration,
  ospf,
  bgp,
  logging,
];
