import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { asHost, startFirewalls } from './testing/firewall.ts';
import { inventory, playbook } from './testing/playbook.ts';

const boxes = [
  { release: '1.2.2', version: '9.5(2)207', model: 'ASAv' },
  { release: '1.3.2', version: '9.6(4)3', model: 'ASA5516' },
  { release: '7.14.1', version: '9.9(2)', model: 'ASAv' },
];
const tasks = ['facts', 'command', 'config', 'ogs', 'acls', 'save'];

it.skipIf(!has('python3'))('Ansible cisco.asa finds nothing to change the second time, on each release', async () => {
  const { folder, firewalls } = await startFirewalls(
    ...boxes.map(({ release }, index) => ({ name: `ansible-asa-${index}`, release })),
  );
  const hosts = inventory(folder, 'firewalls', Object.fromEntries(firewalls.map((one) => [one.name, asHost(one)])));
  const first = await playbook('asa.yml', hosts, folder);
  const second = await playbook('asa.yml', hosts, folder);
  for (const [index, firewall] of firewalls.entries()) {
    const changed = (run: typeof first) => [...run(firewall)].filter(([, done]) => done.changed).map(([name]) => name);
    expect([...first(firewall).keys()]).toEqual(tasks);
    expect(changed(first)).toEqual(['config', 'ogs', 'acls']);
    expect([...second(firewall).keys()]).toEqual(tasks);
    expect(changed(second)).toEqual([]);
    expect(second(firewall).get('facts')?.ansible_facts).toMatchObject({
      ansible_net_hostname: firewall.name,
      ansible_net_version: boxes[index]?.version,
      ansible_net_model: boxes[index]?.model,
      ansible_net_config: expect.stringContaining('\nobject network ansible-web\n host 192.0.2.80\n'),
      ansible_network_resources: {
        acls: { acls: [expect.objectContaining({ name: 'ansible-in' })] },
        ogs: expect.arrayContaining([expect.objectContaining({ object_type: 'network' })]),
      },
    });
    expect(second(firewall).get('save')?.stdout?.[0]).toMatch(/^Building configuration\.\.\.\n[\s\S]*\[OK\]$/);
  }
});
