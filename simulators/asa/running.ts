import { createHash } from 'node:crypto';
import type { AsaDevice } from './asa.ts';
import { clockText } from './clock.ts';
import { aaa } from './commands/aaa.ts';
import { accessGroups, accessLists } from './commands/access-lists.ts';
import { securityContexts } from './commands/contexts.ts';
import { dhcp } from './commands/dhcp.ts';
import { dns } from './commands/dns.ts';
import { failover } from './commands/failover.ts';
import { networkGroups, serviceGroups } from './commands/groups.ts';
import { securityGroups, userGroups } from './commands/identity-groups.ts';
import { interfaces, mtu } from './commands/interfaces.ts';
import { license } from './commands/license.ts';
import { http, ssh, telnet } from './commands/management-access.ts';
import { ntp } from './commands/ntp.ts';
import { networkObjects, objectNat, serviceObjects } from './commands/objects.ts';
import { pki } from './commands/pki.ts';
import { restApi } from './commands/rest-api.ts';
import { afterAutoNat, manualNat, routes } from './commands/routes.ts';
import { identity, keptAfter, keptBefore, pager } from './commands/settings.ts';
import { timeRanges } from './commands/time-ranges.ts';
import { users } from './commands/users.ts';
import { vpn } from './commands/vpn.ts';
import type { Feature, Rendering } from './feature.ts';
import { releaseOf } from './release.ts';
import type { AsaConfig } from './state.ts';

const names: Feature = { commands: [], words: ['names'], render: () => ['names', ''] };
const prompt: Feature = { commands: [], words: ['prompt'], render: () => ['prompt hostname context '] };

/** Everything that writes configuration, in the order of the running configuration. @source reference 2.8 */
export const configuration: readonly Feature[] = [
  identity,
  license,
  names,
  interfaces,
  { commands: [], render: () => ['!'] },
  keptBefore,
  timeRanges,
  networkObjects,
  serviceObjects,
  networkGroups,
  serviceGroups,
  userGroups,
  securityGroups,
  accessLists,
  pager,
  mtu,
  failover,
  manualNat,
  objectNat,
  afterAutoNat,
  accessGroups,
  routes,
  aaa,
  http,
  keptAfter,
  pki,
  telnet,
  ssh,
  dns,
  dhcp,
  ntp,
  vpn,
  users,
  securityContexts,
  prompt,
  restApi,
];

const rendered = new WeakMap<AsaConfig, Map<string, readonly string[]>>();

/** The lines that bring a configuration back when they are fed to the CLI; remembered as long as it lives. */
export function configurationLines(config: AsaConfig, rendering: Rendering): readonly string[] {
  const key = `${rendering.release.agent} ${rendering.plain} ${rendering.all}`;
  const known = rendered.get(config) ?? new Map<string, readonly string[]>();
  rendered.set(config, known);
  let lines = known.get(key);
  if (!lines) {
    lines = configuration.flatMap((feature) => feature.render?.(config, rendering) ?? []);
    known.set(key, lines);
  }
  return lines;
}

/** Digest of a configuration: 32 hex digits. */
export function checksum(config: AsaConfig, release: string): string {
  const lines = configurationLines(config, { release: releaseOf(release), plain: true, all: false });
  return createHash('md5').update(lines.join('\n')).digest('hex');
}

/** What stands behind the version of a box in multiple mode. @source recorded: reference 2.7 */
export function spaceMark({ contexts, isContext }: AsaConfig): string {
  return contexts ? '<system>' : isContext ? '<context>' : '';
}

/** When a configuration was written, and by whom. */
export interface Written {
  readonly by: string;
  readonly at: number;
}

/** A whole configuration text, head and all. @source recorded: reference 2.8 */
export function configurationText(
  device: AsaDevice,
  config: AsaConfig,
  options: { plain?: boolean; all?: boolean; written?: Written } = {},
): string {
  const release = releaseOf(device.release);
  const { written, plain = false, all = false } = options;
  return [
    ': Saved',
    '',
    ': ',
    `: Serial Number: ${device.state.store.hardware.serial}`,
    `: Hardware:   ${release.platform}, ${release.hardware}`,
    ...(written ? [`: Written by ${written.by} at ${clockText(written.at)}`, '!'] : [':']),
    `ASA Version ${release.asa} ${spaceMark(config)}`,
    '!',
    ...configurationLines(config, { release, plain, all }),
    `Cryptochecksum:${checksum(config, device.release)}`,
    ': end',
    '',
  ].join('\n');
}
