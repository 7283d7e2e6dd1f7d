import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { startFirewalls } from './testing/firewall.ts';
import { script } from './testing/script.ts';

interface Seen {
  alive: object;
  facts: { interface_list: readonly string[] };
  interfaces: Record<string, object>;
  addresses: object;
  arp: readonly object[];
  config: { running: string; startup: string };
  cli: object;
  'alive after': object;
}

it.skipIf(!has('python3'))(
  'napalm-asa reads facts, interfaces and configuration over REST, on each release',
  async () => {
    const { folder, firewalls } = await startFirewalls(
      { name: 'napalm-asa-0', release: '1.2.2', keepAlive: true },
      { name: 'napalm-asa-1', release: '1.3.2', keepAlive: true },
      { name: 'napalm-asa-2', release: '7.14.1', keepAlive: true },
    );
    const all = await Promise.all(firewalls.map((one) => script<Seen>('napalm_asa_client.py', one, folder)));
    const management = ['Management0/0', 'Management1/1', 'Management0/0'];
    for (const [index, seen] of all.entries()) {
      const hostname = `napalm-asa-${index}`;
      const port = management[index] ?? '';
      expect(seen.alive).toEqual({ is_alive: true });
      expect(seen.facts).toMatchObject({ vendor: 'Cisco Systems', hostname, fqdn: hostname });
      expect(seen.facts).toMatchObject({ os_version: expect.stringMatching(/^9\.\d+\(\d+\)\d*$/) });
      expect(seen.facts.interface_list.length).toBeGreaterThan(8);
      expect(seen.interfaces[port]).toMatchObject({ is_up: true, is_enabled: true, mtu: 1500 });
      expect(seen.interfaces[port]).toMatchObject({ mac_address: expect.stringMatching(/^[0-9a-f.]{14}$/) });
      expect(seen.addresses).toEqual({ [port]: { ipv4: { '192.0.2.40': { prefix_length: 24 } } } });
      expect(seen.arp).toEqual([]);
      expect(seen.config.running).toMatch(/^: Saved\n[\s\S]*: end\n$/);
      expect(seen.cli).toEqual({ 'show hostname': `${hostname}\n`, 'show firewall': 'Firewall mode: Router\n' });
      expect(seen['alive after']).toEqual({ is_alive: false });
    }
  },
);
