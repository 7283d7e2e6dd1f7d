import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from '../../../lab/home.ts';
import { collections, inEnvironment } from './python.ts';
import { program } from './script.ts';
import type { Switch } from './switch.ts';

/** How Ansible meets a switch. */
export type Connection = 'httpapi' | 'network_cli';

/** What a task did on a host. */
export interface Done {
  readonly changed: boolean;
  readonly skipped?: boolean;
  readonly stdout?: readonly string[];
  readonly [more: string]: unknown;
}

/** Writes an inventory: one group of hosts, each with its variables. @returns its path */
export function inventory(folder: string, group: string, hosts: Readonly<Record<string, object>>): string {
  const path = join(folder, 'inventory.json');
  writeFileSync(path, JSON.stringify({ [group]: { hosts } }));
  return path;
}

/** Each switch and how it is met, for {@link inventory}. */
export function metBy(hosts: readonly (readonly [Switch, Connection])[]): Readonly<Record<string, object>> {
  return Object.fromEntries(hosts.map(([device, connection]) => [device.name, host(device, connection)]));
}

function host(device: Switch, connection: Connection): object {
  const over = {
    httpapi: {
      ansible_httpapi_port: device.https,
      ansible_httpapi_use_ssl: true,
      ansible_httpapi_validate_certs: true,
      ansible_httpapi_ca_path: device.ca,
    },
    network_cli: { ansible_port: device.ssh, ansible_network_cli_ssh_type: 'libssh' },
  };
  return {
    ansible_connection: `ansible.netcommon.${connection}`,
    ansible_network_os: 'cisco.nxos.nxos',
    ansible_host: device.host,
    ansible_user: device.username,
    ansible_password: device.password,
    ...over[connection],
  };
}

/**
 * Runs a playbook of `ansible/` against all hosts at once.
 *
 * @returns what each task did on a host, by the task's name
 * @throws Error with Ansible's own words when a task failed
 */
export async function playbook(
  name: string,
  inventory: string,
  folder: string,
): Promise<(device: { readonly name: string }) => ReadonlyMap<string, Done>> {
  const file = join(home, 'conformance', 'foreign', 'ansible', name);
  const words = await program(inEnvironment('ansible-playbook'), ['--inventory', inventory, file], folder, {
    ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
    ANSIBLE_COLLECTIONS_PATH: collections,
    ANSIBLE_HOST_KEY_CHECKING: 'False',
    ANSIBLE_DEPRECATION_WARNINGS: 'False',
    // Sockets lie there, whose paths may not be long.
    ANSIBLE_PERSISTENT_CONTROL_PATH_DIR: join(folder, 'pc'),
  });
  const told: Told = JSON.parse(words.slice(words.indexOf('{')));
  const tasks = told.plays.flatMap((play) => play.tasks);
  return (device) => {
    const done = tasks.flatMap(({ task, hosts }): [string, Done][] => {
      const here = hosts[device.name];
      return here ? [[task.name, here]] : [];
    });
    return new Map(done);
  };
}

/** As Ansible's JSON callback tells of a run. */
interface Told {
  readonly plays: readonly {
    readonly tasks: readonly { readonly task: { readonly name: string }; readonly hosts: Record<string, Done> }[];
  }[];
}
