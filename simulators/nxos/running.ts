import { certificate } from './commands/certificate.ts';
import { features } from './commands/features.ts';
import { hostname } from './commands/hostname.ts';
import { interfaces } from './commands/interfaces.ts';
import { lockout } from './commands/lockout.ts';
import { nxapi } from './commands/nxapi.ts';
import { roles } from './commands/roles.ts';
import { settings } from './commands/settings.ts';
import { users } from './commands/users.ts';
import { vlans } from './commands/vlans.ts';
import { vrf } from './commands/vrf.ts';
import type { Feature, Rendering } from './feature.ts';
import { releaseOf } from './release.ts';
import { ctime } from './show/version.ts';
import type { NxosConfig } from './state.ts';

/** Everything that writes configuration, in the order of the running configuration; a blank line goes before each group. */
const groups: readonly (readonly Feature[])[] = [
  [hostname],
  [features],
  [roles],
  [users, lockout],
  [settings],
  [vlans],
  [vrf],
  [nxapi, certificate],
  [interfaces],
];

/** The features whose commands make the configuration. */
export const configuration: readonly Feature[] = groups.flat();

/**
 * The lines that bring a configuration back when they are fed to the CLI.
 * @source order: reference 5.11
 */
export function configurationLines(config: NxosConfig, rendering: Rendering): string[] {
  const lines = [`version ${rendering.release.version} Bios:version ${rendering.release.bios.version} `];
  for (const group of groups) {
    const written = group.flatMap((feature) => feature.render?.(config, rendering) ?? []);
    if (written.length === 0) continue;
    if (group[0] !== hostname && written[0] !== '') lines.push('');
    lines.push(...written);
    if (group[0] === hostname) lines.push(`vdc ${config.hostname} id 1`, ...vdcLimits);
  }
  lines.push('line console', 'line vty', `boot nxos ${config.boot} `);
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
