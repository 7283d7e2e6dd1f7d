import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { type Done, inventory, metBy, playbook } from './testing/playbook.ts';
import { startSwitches } from './testing/switch.ts';

const tasks = [
  ...['facts', 'command', 'feature', 'hostname', 'vlans', 'mode', 'interfaces', 'l2_interfaces', 'l3_interfaces'],
  ...['user', 'nxapi', 'banner', 'config', 'save'],
];
/** What is new on a switch that the playbook meets for the first time; its name and NX-API are as they shall be. */
const news = tasks.filter((name) => !['facts', 'command', 'hostname', 'nxapi'].includes(name));

it.skipIf(!has('python3'))(
  'Ansible cisco.nxos finds nothing to change the second time, over httpapi and over network_cli',
  async () => {
    const { folder, switches } = await startSwitches(
      { name: 'over-httpapi', release: '9.3(5)' },
      { name: 'over-network-cli', release: '10.2(3)' },
    );
    const [web, ssh] = switches;
    if (!web || !ssh) throw new Error('a switch is missing');
    const hosts = inventory(
      folder,
      'switches',
      metBy([
        [web, 'httpapi'],
        [ssh, 'network_cli'],
      ]),
    );

    const first = await playbook('site.yml', hosts, folder);
    const second = await playbook('site.yml', hosts, folder);
    for (const device of switches) {
      expect([...first(device).keys()]).toEqual(tasks);
      expect(changed(first(device))).toEqual(news);
      expect([...second(device).keys()]).toEqual(tasks);
      expect(changed(second(device))).toEqual([]);
    }
    expect(first(web).get('nxapi')?.skipped).toBe(true);
    expect(first(ssh).get('nxapi')?.skipped ?? false).toBe(false);
    expect(first(web).get('facts')?.ansible_facts).toMatchObject(facts('over-httpapi', '9.3(5)', 'nxapi'));
    expect(first(ssh).get('facts')?.ansible_facts).toMatchObject(facts('over-network-cli', '10.2(3)', 'cliconf'));

    const back = await playbook('rollback.yml', hosts, folder);
    for (const device of switches) {
      const difference = (when: string) => back(device).get(`difference when ${when}`)?.stdout?.[0];
      expect(difference('away')).toMatch(/no vlan 666/);
      expect(difference('away')).toContain(`hostname ${device.name}`);
      expect(difference('back')).toContain('Rollback Patch is Empty');
    }
  },
);

const facts = (hostname: string, release: string, api: string) => ({
  ansible_net_hostname: hostname,
  ansible_net_version: expect.stringContaining(release),
  ansible_net_platform: 'N9K-C93180YC-EX',
  ansible_net_api: api,
  ansible_net_interfaces: { 'Ethernet1/1': { state: 'up' } },
  ansible_network_resources: { hostname: { hostname } },
});

const changed = (done: ReadonlyMap<string, Done>): string[] =>
  [...done].filter(([, { changed }]) => changed).map(([name]) => name);
