import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { script } from './testing/script.ts';
import { mayListen, startSwitches } from './testing/switch.ts';

interface Seen {
  hostname: string;
  model: string;
  os_version: string;
  interfaces: readonly string[];
  vlans: readonly string[];
  boot: Record<string, string>;
  redundancy: string;
  show: readonly { hostname: string }[];
  'there before': boolean;
  'there after': boolean;
  verified: boolean;
  missing: boolean;
  configured: readonly string[];
  refusal: string | null;
  'rolled back': readonly string[];
  saved: boolean;
  startup: string;
}

/** pyntc's SSH knows no port but 22. */
const own = '127.77.0.23';
const truePorts = await mayListen(own, 22);
const name = `pyntc tells facts, brings a file, configures and comes back${truePorts ? '' : `: ${own}:22 is not to be had`}`;

it.skipIf(!has('python3') || !truePorts)(name, async () => {
  const { folder, switches } = await startSwitches({ name: 'n9k-pyntc', address: own });
  for (const device of switches) {
    const seen = await script<Seen>('pyntc_client.py', device, folder);
    expect(seen).toMatchObject({ hostname: 'n9k-pyntc', os_version: '9.3(5)', redundancy: 'active', saved: true });
    expect(seen.model).toContain('C93180YC-EX');
    expect(seen.interfaces).toContain('Ethernet1/54');
    expect(seen.boot.sys).toMatch(/^nxos\..*\.bin$/);
    expect(seen.show).toEqual([{ hostname: 'n9k-pyntc' }]);
    expect([seen['there before'], seen['there after'], seen.verified, seen.missing]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(seen.configured).toEqual([...seen.vlans, '400']);
    expect(seen.refusal).toContain('vlan 5000');
    expect(seen['rolled back']).toEqual(seen.vlans);
    expect(seen.startup).toContain('\nhostname n9k-pyntc\n');
    // The checkpoint was taken after the file, with what bringing it needed.
    expect(seen.startup).toContain('\nfeature scp-server\n');
    expect(seen.startup).not.toContain('by-pyntc');
  }
});
