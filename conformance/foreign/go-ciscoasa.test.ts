import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startFirewalls } from './testing/firewall.ts';
import { build, databaseSums, sealedSums } from './testing/go.ts';
import { program } from './testing/script.ts';

interface Seen {
  lists: readonly object[];
  object: object;
  gone: string;
  twice: string;
  group: readonly string[];
  service: string;
  rule: object;
  moved: object;
  rules: object;
  entry: object;
  route: object;
  ntp: object;
  ports: number;
  saved: boolean;
}

const client = await build('asa');
const releases = ['1.2.2', '1.3.2', '7.14.1'];
const name = `go-ciscoasa makes, lists, changes and deletes, page after page${'why' in client ? `: ${client.why}` : ''}`;

it.skipIf('why' in client)(name, async () => {
  if ('why' in client) return;
  const wanted = releases.map((release, index) => ({ name: `go-asa-${index}`, release }));
  const { folder, firewalls } = await startFirewalls(...wanted);
  for (const firewall of firewalls) {
    const saw = join(folder, `${firewall.name}.json`);
    await program(client.program, [JSON.stringify(firewall), saw], folder);
    const seen: Seen = JSON.parse(readFileSync(saw, 'utf8'));
    expect(seen.lists).toEqual([0, 1, 100, 101, 250].map((made) => ({ made, listed: made, names: made, total: made })));
    expect(seen.object).toEqual({ value: '192.0.2.81', kind: 'IPv4Address', description: 'of another lab' });
    expect(seen.twice).toContain('already exists');
    // Terraform looks for this word to learn that somebody else has deleted a thing.
    expect(seen.gone).toContain('RESOURCE-NOT-FOUND');
    expect(seen.group).toEqual(['server', '192.0.2.83']);
    expect(seen.service).toBe('tcp/https');
    // The client has numbers for the names that the agent answers with.
    expect(seen.rule).toEqual({
      permit: 'true',
      source: 'any4',
      destination: 'server',
      service: 'tcp/443',
      access: 'true',
    });
    expect(seen.moved).toMatchObject({ permit: 'false', source: '198.51.100.0/24', service: 'tcp/22' });
    expect(seen.rules).toEqual({ made: 121, listed: 121, names: 121, total: 121 });
    expect(seen.entry).toEqual({ service: 'udp/514', log: 'Warnings', interval: '60' });
    expect(seen.route).toEqual({ network: '10.254.0.0/16', metric: '9', interface: 'management' });
    expect(seen.ntp).toEqual({ preferred: 'true', interface: 'management' });
    expect(seen.ports).toBe(firewall.release === '1.3.2' ? 9 : 10);
    expect(seen.saved).toBe(true);
  }
});

const sums = await databaseSums('asa');

it.skipIf('why' in sums)(
  `the sums of go-ciscoasa are those of the checksum database${'why' in sums ? `: ${sums.why}` : ''}`,
  () => {
    if ('why' in sums) return;
    expect(sealedSums('asa')).toEqual(sums.lines);
  },
);
