import { aaa } from './commands/aaa.ts';
import { bgp } from './commands/bgp.ts';
import { cdp } from './commands/cdp.ts';
import { certificate } from './commands/certificate.ts';
import { features } from './commands/features.ts';
import { hostname } from './commands/hostname.ts';
import { interfaces } from './commands/interfaces.ts';
import { lineConfiguration } from './commands/line.ts';
import { lldp } from './commands/lldp.ts';
import { lockout } from './commands/lockout.ts';
import { logging } from './commands/logging.ts';
import { nameServers } from './commands/name-servers.ts';
import { ntp } from './commands/ntp.ts';
import { nxapi } from './commands/nxapi.ts';
import { ospf } from './commands/ospf.ts';
import { roles } from './commands/roles.ts';
import { settings } from './commands/settings.ts';
import { snmp } from './commands/snmp.ts';
import { spanningTree } from './commands/spanning-tree.ts';
import { users } from './commands/users.ts';
import { vlans } from './commands/vlans.ts';
import { vpc } from './commands/vpc.ts';
import { vrf } from './commands/vrf.ts';
import type { Feature, Rendering } from './feature.ts';
import { releaseOf } from './release.ts';
import { ctime } from './show/version.ts';
import type { NxosConfig } from './state.ts';

/** Which image comes up next; the command stands among the settings. */
const bootImage: Feature = { commands: [], render: ({ boot }) => [`boot nxos ${boot} `] };

/** A group of subjects; a blank line goes before it unless it is `tight`. */
interface Group {
  readonly features: readonly Feature[];
  readonly tight?: true;
}

/** Everything that writes configuration, in the order of the running configuration. */
const groups: readonly Group[] = [
  { features: [hostname], tight: true },
  { features: [features] },
  { features: [roles] },
  { features: [users, lockout, aaa] },
  { features: [settings, nameServers] },
  { features: [snmp, ntp, cdp, lldp], tight: true },
  { features: [vlans] },
  { features: [spanningTree] },
  { features: [vrf] },
  { features: [vpc] },
  { features: [nxapi, certificate], tight: true },
  { features: [interfaces] },
  { features: [lineConfiguration, bootImage], tight: true },
  { features: [ospf, bgp, logging], tight: true },
];

/** The features whose commands make the configuration. */
export const configuration: readonly Feature[] = groups.flatMap((group) => group.features);

/**
 * The lines that bring a configuration back when they are fed to the CLI.
 * @source order: reference 5.11
 */
export function configurationLines(config: NxosConfig, rendering: Rendering): string[] {
  const lines = [`version ${rendering.release.version} Bios:version ${rendering.release.bios.version} `];
  for (const { features: members, tight } of groups) {
    const written = members.flatMap((feature) => feature.render?.(config, rendering) ?? []);
    if (written.length === 0) continue;
    if (!tight && written[0] !== '') lines.push('');
    lines.push(...written);
    if (members[0] === hostname) lines.push(`vdc ${config.hostname} id 1`, ...vdcLimits);
  }
  return lines;
}

const vdcLimits = [
  '  limit-resource vlan minimum 16 maximum 4094',
  '  limit-resource vrf minimum 2 maximum 4096',
  '  limit-resource port-channel minimum 0 maximum 511',
];

/** What a configuration text is headed with. */
export interface Heading {
  /** `show running-config` */
  readonly command: string;
  /** Lab ms. */
  readonly now: number;
  readonly lastChange?: number;
  /** For a startup configuration: when it was saved. */
  readonly savedAt?: number;
}

/** A whole configuration text, head and all. */
export function configurationText(config: NxosConfig, release: string, heading: Heading, all = false): string {
  const profile = releaseOf(release);
  const head = ['', `!Command: ${heading.command}`];
  if (heading.lastChange !== undefined && profile.savingWords) {
    head.push(`!Running configuration last done at: ${ctime(heading.lastChange)}`);
  }
  head.push(`!Time: ${ctime(heading.now)}`);
  if (heading.savedAt !== undefined) head.push(`!Startup config saved at: ${ctime(heading.savedAt)}`);
  return `${[...head, '', ...configurationLines(config, { release: profile, all }), ''].join('\n')}\n`;
}
