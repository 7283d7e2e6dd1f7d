import { describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { script } from './testing/script.ts';
import { mayListen, startSwitches } from './testing/switch.ts';

type Vlans = Record<string, { readonly name: string }>;

interface Seen {
  get_facts: { hostname: string; os_version: string; serial_number: string; interface_list: readonly string[] };
  get_interfaces: Record<string, object>;
  get_environment: { memory: { available_ram: number; used_ram: number } };
  get_users: Record<string, { level: number }>;
  is_alive: object;
  cli: Record<string, string>;
  merge: string;
  merged: Vlans;
  startup: string;
  refusal: string | null;
  replace?: string;
  replaced?: Vlans;
  undone: Vlans;
}

/** A whole configuration goes by SCP, and there napalm knows no port but 22. */
const own = '127.77.0.22';
const truePorts = await mayListen(own, 22);

describe.skipIf(!has('python3'))('napalm', () => {
  it('reads all that it can ask for, merges, commits and undoes', async () => {
    const { folder, switches } = await startSwitches({ name: 'n9k-napalm', release: '7.0(3)I7(4)' });
    for (const device of switches) {
      const seen = await script<Seen>('napalm_client.py', device, folder);
      judge(seen, 'n9k-napalm', '7.0(3)I7(4)');
    }
  });

  it.skipIf(!truePorts)(`replaces a configuration${truePorts ? '' : `: ${own}:22 is not to be had`}`, async () => {
    const { folder, switches } = await startSwitches({ name: 'n9k-whole', address: own });
    for (const device of switches) {
      const seen = await script<Seen>('napalm_client.py', device, folder, 'replace');
      judge(seen, 'n9k-whole', '9.3(5)');
      expect(seen.replace).toMatch(/^vlan 200\n.*name replaced$/s);
      expect(seen.replaced?.['200']?.name).toBe('replaced');
    }
  });
});

function judge(seen: Seen, hostname: string, release: string): void {
  expect(seen.get_facts).toMatchObject({ hostname, os_version: release, vendor: 'Cisco' });
  expect(Object.keys(seen.get_interfaces).sort()).toEqual([...seen.get_facts.interface_list].sort());
  expect(seen.get_environment.memory.used_ram).toBeGreaterThan(0);
  expect(seen.get_users).toMatchObject({ admin: { level: 15 } });
  expect(seen.is_alive).toEqual({ is_alive: true });
  expect(seen.cli['show hostname']).toContain(hostname);
  expect(seen.merge).toContain('name by-napalm');
  expect(seen.merged['200']?.name).toBe('by-napalm');
  expect(seen.startup).toMatch(/\nvlan 200\n {2}name by-napalm\n.*\n {2}description by napalm\n/s);
  expect(seen.refusal).toMatch(/automatic rollback attempted.*vlan 5000/s);
}
