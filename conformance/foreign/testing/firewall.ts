import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostReport } from '../../../lab/report.ts';
import { up } from './up.ts';

/** What a client is told of an ASA. */
export interface Firewall {
  readonly name: string;
  readonly release: string;
  readonly host: string;
  readonly ssh: number;
  readonly https: number;
  readonly username: string;
  readonly password: string;
  readonly enable: string;
}

/** Brings up an ASA of each release, its agent running, in one lab; all of it ends with the test. */
export async function startFirewalls(
  ...wanted: readonly { readonly name: string; readonly release: string; readonly keepAlive?: boolean }[]
): Promise<{ readonly folder: string; readonly firewalls: readonly Firewall[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-foreign-'));
  const devices = wanted.map(({ name, release, keepAlive = false }) => ({
    name,
    release,
    kind: 'asa',
    options: { configured: 'rest', keepAlive },
  }));
  return { folder, firewalls: (await up(folder, devices)).map(asClient) };
}

function asClient({ name, version, username, password, enablePassword, endpoints }: HostReport): Firewall {
  const ssh = new URL(endpoints.ssh ?? '');
  const https = Number(new URL(endpoints.https ?? '').port);
  const enable = enablePassword ?? '';
  return { name, release: version, host: ssh.hostname, ssh: Number(ssh.port), https, username, password, enable };
}

/** What Ansible has to know of an ASA. */
export function asHost({ host, ssh, username, password, enable }: Firewall): object {
  return {
    ansible_connection: 'ansible.netcommon.network_cli',
    ansible_network_os: 'cisco.asa.asa',
    ansible_host: host,
    ansible_port: ssh,
    ansible_user: username,
    ansible_password: password,
    ansible_become: true,
    ansible_become_method: 'ansible.netcommon.enable',
    ansible_become_password: enable,
    ansible_network_cli_ssh_type: 'libssh',
  };
}
