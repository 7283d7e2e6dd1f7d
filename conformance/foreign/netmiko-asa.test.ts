import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { startFirewalls } from './testing/firewall.ts';
import { script } from './testing/script.ts';

interface Seen {
  'first prompt': string;
  prompt: string;
  running: string;
  parsed: Record<string, readonly Record<string, unknown>[] | string>;
  configured: string;
  'left configuration mode': boolean;
  saved: string;
  startup: string;
  refusal: string | null;
  detected: string | null;
}

const releases = ['1.2.2', '1.3.2', '7.14.1'];
const software = ['9.5(2)207', '9.6(4)3', '9.9(2)'];

it.skipIf(!has('python3'))(
  'netmiko logs in to an ASA, enables, pages, configures and saves, on each release',
  async () => {
    const wanted = releases.map((release, index) => ({ name: `netmiko-asa-${index}`, release }));
    const { folder, firewalls } = await startFirewalls(...wanted);
    // Together, since netmiko waits more than it works.
    const all = await Promise.all(firewalls.map((one) => script<Seen>('netmiko_asa_client.py', one, folder)));
    expect(all).toHaveLength(releases.length);
    for (const [index, seen] of all.entries()) {
      const name = `netmiko-asa-${index}`;
      expect(seen['first prompt']).toMatch(new RegExp(`^${name}[>#]$`));
      expect(seen.prompt).toBe(`${name}#`);
      expect(seen.running).toMatch(/: Saved\n[\s\S]*\nCryptochecksum:[0-9a-f]{32}\n: end/);
      expect(seen.running).not.toContain('More');
      for (const [command, rows] of Object.entries(seen.parsed)) expect(rows, command).not.toBe('not understood');
      expect(seen.parsed['show version']).toEqual([
        expect.objectContaining({ hostname: name, version: software[index] }),
      ]);
      expect(seen.parsed['show interface']?.length).toBeGreaterThan(8);
      expect(seen.parsed['show running-config object network']).toEqual([
        expect.objectContaining({ name: 'by-netmiko', host: '192.0.2.200', description: 'by netmiko' }),
      ]);
      expect(seen.parsed['show access-list']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ acl_name: 'by-netmiko', action: 'permit', protocol: 'tcp' }),
        ]),
      );
      expect(seen.configured).toContain('(config-network-object)# ');
      expect(seen['left configuration mode']).toBe(true);
      expect(seen.saved).toContain('[OK]');
      expect(seen.startup).toContain('\nobject network by-netmiko\n host 192.0.2.200\n description by netmiko\n');
      expect(seen.refusal).toContain('host 300.0.0.1, matched error: ERROR');
      expect(seen.detected).toBe('cisco_asa');
    }
  },
);
