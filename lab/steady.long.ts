import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { slice } from '../.ci/slice.ts';
import type { HostReport } from './report.ts';
import { testFolder } from './testing/folder.ts';
import { type MeasuredLab, measuredLab } from './testing/measured-lab.ts';
import { type Asked, commands, lines, requests } from './testing/work.ts';

const folder = testFolder();
const { rounds } = slice();

/**
 * What a lab may have grown by when all is over. A number kept for each request would be eight times as much; what the
 * engine itself takes for code and profiles goes up and down by half of it.
 */
const mostGrown = 1_000_000;
/** Bytes that the journal's file may take. */
const cap = 4_000_000;
/** So often is memory looked at. */
const looks = 10;

const devices = [
  { name: 'nxos-1', kind: 'nxos', options: { configured: 'nxapi' } },
  { name: 'nsx-1', kind: 'nsx', options: { managers: 1, rateLimit: 0 } },
  { name: 'nsxv-1', kind: 'nsxv' },
  { name: 'asa-1', kind: 'asa', options: { configured: 'rest', keepAlive: true } },
];

it('a lab takes no more memory after a million requests and a hundred thousand commands than before, and gives back its descriptors', {
  timeout: 3_600_000,
}, async () => {
  const path = join(folder.path, 'journal.ndjson');
  const lab = await measuredLab({ devices }, { path, cap });
  const before = await lab.measure();
  // The ring of the journal is full, every module is loaded, and everything that is remembered has been once.
  await work(lab, 20_000, 4_000);
  const heaps: number[] = [];
  for (let look = 0; look < looks; look++) {
    await work(lab, rounds(1_000_000) / looks, rounds(100_000) / looks);
    heaps.push((await lab.atRest()).heap);
  }
  const after = await lab.atRest();
  const [early, late] = [middle(heaps.slice(1, 4)), middle(heaps.slice(-3))];
  expect(late - early, `heaps of ${heaps.join(', ')} bytes`).toBeLessThan(mostGrown);
  // What is loaded lazily keeps none; where the system does not tell, both are 0.
  expect(after.descriptors).toBe(before.descriptors);
  expect(after.journal.held).toBe(10_000);
  expect(after.journal.written - after.journal.dropped).toBe(10_000);

  const file = await lab.stop();
  expect(file.written).toBeGreaterThanOrEqual(after.journal.written);
  expect(file.dropped).toBeGreaterThan(0);
  const parts = [path, `${path}.1`].filter((part) => existsSync(part));
  expect(parts.reduce((sum, part) => sum + statSync(part).size, 0)).toBeLessThanOrEqual(cap);
  const kept = parts.reduce((sum, part) => sum + readFileSync(part, 'utf8').split('\n').length - 1, 0);
  expect(kept).toBe(file.written - file.dropped);
});

/** The middle one of three. */
const middle = (three: readonly number[]): number => [...three].sort((a, b) => a - b)[1] ?? 0;

/** Requests and commands to all devices at once. */
async function work({ devices }: MeasuredLab, asked: number, typed: number): Promise<void> {
  const at = (name: string): HostReport => {
    const device = devices.find((one) => one.name === name);
    if (!device) throw new Error(`no ${name}`);
    return device;
  };
  await Promise.all([
    requests(at('nxos-1'), 'nxapi-https', asked * 0.55, nxapi),
    requests(at('asa-1'), 'https', asked * 0.15, (n) => get(n, '/api/objects/networkobjects', '/api/monitoring/x')),
    requests(at('nsx-1'), 'manager-1.https', asked * 0.15, (n) => get(n, '/api/v1/cluster', '/api/v1/x')),
    requests(at('nsxv-1'), 'https', asked * 0.15, (n) => get(n, '/api/2.0/services/usermgmt/users/vsm', '/api/2.0/x')),
    lines(at('nxos-1'), 'ssh', typed * 0.3, 'show hostname'),
    commands(at('nxos-1'), 'ssh', typed * 0.1, 'show clock', 100),
    lines(at('asa-1'), 'ssh', typed * 0.2, 'show clock'),
    lines(at('nsx-1'), 'manager-1.ssh', typed * 0.2, 'get hostname'),
    lines(at('nsxv-1'), 'ssh', typed * 0.2, 'show clock'),
  ]);
}

/** Mostly what a poller asks; a change now and then, and what nobody knows. */
function nxapi(n: number): Asked {
  const line = n % 20 === 0 ? `interface Ethernet1/${1 + (n % 40)} ;description to ${n}` : undefined;
  const input = line ?? (n % 7 === 0 ? `show ${n % 49}` : 'show version');
  const type = line === undefined ? 'cli_show' : 'cli_conf';
  const body = { ins_api: { version: '1.0', type, chunk: '0', sid: '1', input, output_format: 'json' } };
  return { method: 'POST', path: '/ins', body: JSON.stringify(body) };
}

/** Now and then a route that nobody knows, each under a name of its own. */
function get(n: number, path: string, unknown: string): Asked {
  return { method: 'GET', path: n % 50 === 0 ? `${unknown}${n}` : path };
}
