import { describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { type Done, inventory, playbook } from './testing/playbook.ts';
import { startSwitches } from './testing/switch.ts';

const tasks = [
  ...['facts', 'command', 'feature', 'hostname', 'vlans', 'mode', 'interfaces', 'l2_interfaces', 'l3_interfaces'],
  ...['user', 'nxapi', 'banner', 'config', 'save'],
];
/** What is new on a switch that the playbook meets for the first time; its name and NX-API are as they shall be. */
const news = tasks.filter((name) => !['facts', 'command', 'hostname', 'nxapi'].includes(name));

describe.skipIf(!has('python3'))('Ansible cisco.nxos', () => {
  it.each([
    ['httpapi', '9.3(5)'],
    ['network_cli', '10.2(3)'],
  ] as const)('over %s finds nothing to change the second time', async (connection, release) => {
    const { folder, switches } = await startSwitches({ name: 'n9k-ansible', release });
    for (const device of switches) {
      const hosts = inventory(folder, device, connection);
      const first = await playbook('site.yml', hosts, folder);
      expect([...first.keys()]).toEqual(tasks);
      expect(changed(first)).toEqual(news);
      expect(first.get('nxapi')?.skipped ?? false).toBe(connection === 'httpapi');
      expect(first.get('facts')?.ansible_facts).toMatchObject({
        ansible_net_hostname: 'n9k-ansible',
        ansible_net_version: expect.stringContaining(release),
        ansible_net_platform: 'N9K-C93180YC-EX',
        ansible_net_api: connection === 'httpapi' ? 'nxapi' : 'cliconf',
        ansible_net_interfaces: { 'Ethernet1/1': { state: 'up' } },
        ansible_network_resources: { hostname: { hostname: 'n9k-ansible' } },
      });
      const second = await playbook('site.yml', hosts, folder);
      expect([...second.keys()]).toEqual(tasks);
      expect(changed(second)).toEqual([]);

      const back = await playbook('rollback.yml', hosts, folder);
      expect(back.get('difference when away')?.stdout?.[0]).toMatch(/hostname astray.*vlan 666|vlan 666.*hostname/s);
      expect(back.get('difference when back')?.stdout?.[0]).toMatch(/Rollback Patch is Empty/);
    }
  });
});

const changed = (done: ReadonlyMap<string, Done>): string[] =>
  [...done].filter(([, { changed }]) => changed).map(([name]) => name);
