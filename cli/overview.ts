import Table from 'cli-table3';
import pc from 'picocolors';
import type { LabHost } from '../lab/device.ts';
import { version } from '../lab/home.ts';
import { kinds } from '../lab/kinds.ts';
import type { Lab } from '../lab/lab.ts';
import { trialLine } from '../lab/trial.ts';

/** What an overview shows besides the lab itself. */
export interface OverviewOptions {
  readonly control: string;
  /** Absent where the control API needs none. */
  readonly controlTokenFile?: string;
  /** How many devices are shown. */
  readonly hosts: number;
  /** Puts a certificate into a file; gives its path. */
  write(name: string, pem: string): string;
}

/** A running lab for people: what listens where, who logs in, one command to try, and whether state is kept. */
export function overview(lab: Lab, { control, controlTokenFile, hosts, write }: OverviewOptions): string {
  const shown = lab.hosts.slice(0, hosts);
  const more = lab.hosts.length - shown.length;
  const kept = lab.stateDirectory
    ? `What devices save is kept in ${lab.stateDirectory}.`
    : 'Nothing is kept: what devices save is gone when this lab stops. To keep it: --state DIR';
  return [
    `${pc.bold(`Rackless ${version()}`)}  ${lab.file ?? ''}`,
    '',
    table(shown),
    ...(more > 0 ? [`and ${more} more: rackless lab status --json`] : []),
    '',
    ...trials(lab, write),
    kept,
    `Control API: ${control} (${controlTokenFile === undefined ? 'open to this machine' : `token in ${controlTokenFile}`}; ${control}/docs shows it); rackless lab --help`,
    `Dashboard: ${control}/dashboard`,
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

function table(hosts: readonly LabHost[]): string {
  const drawn = new Table({
    head: ['device', 'endpoint', 'user', 'password', 'certificate (SHA-256)'],
    style: { head: [], border: [] },
  });
  for (const host of hosts) {
    const endpoints = Object.entries(host.endpoints);
    const rows = endpoints.length > 0 ? endpoints : [['', 'nothing listens']];
    const password = [host.password, host.enablePassword && `enable: ${host.enablePassword}`]
      .filter(Boolean)
      .join('\n');
    for (const [index, [endpoint = '', url = '']] of rows.entries()) {
      const first = index === 0;
      drawn.push([
        first ? `${pc.bold(host.name)}\n${host.kind} ${host.release}` : '',
        [endpoint, pc.cyan(url)].filter(Boolean).join('\n'),
        first ? host.username : '',
        first ? password : '',
        host.certificates[endpoint]?.replace(/^.{32}/, '$&\n') ?? '',
      ]);
    }
  }
  return drawn.toString();
}

function trials(lab: Lab, write: OverviewOptions['write']): string[] {
  const tried = new Set<string>();
  return lab.devices.flatMap((device) => {
    const trial = kinds[device.kind]?.trial;
    if (!trial || tried.has(device.kind)) return [];
    const line = trialLine(device, trial, write);
    if (line === undefined) return [];
    tried.add(device.kind);
    return [`To try ${device.name}:`, line, ''];
  });
}
