import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { script } from './testing/script.ts';
import { startSwitches } from './testing/switch.ts';

interface Seen {
  prompt: string;
  running: string;
  parsed: Record<string, readonly Record<string, unknown>[] | string>;
  configured: string;
  'left configuration mode': boolean;
  saved: string;
  startup: string;
  refusal: string | null;
  put: Record<string, boolean>;
  'put again': Record<string, boolean>;
  get: Record<string, boolean>;
  'same bytes': boolean;
  detected: string;
}

const releases = ['7.0(3)I7(4)', '9.3(5)', '10.2(3)'];

it.skipIf(!has('python3'))('netmiko logs in, pages, configures, saves and transfers, on each release', async () => {
  const wanted = releases.map((release, index) => ({ name: `netmiko-${index}`, release }));
  const { folder, switches } = await startSwitches(...wanted);
  // Together, since netmiko waits more than it works.
  const all = await Promise.all(switches.map((device) => script<Seen>('netmiko_client.py', device, folder)));
  expect(all).toHaveLength(releases.length);
  for (const [index, seen] of all.entries()) {
    expect(seen.prompt).toBe(`netmiko-${index}#`);
    expect(seen.running).toMatch(/\ninterface Ethernet1\/54\n.*\nline vty/s);
    expect(seen.running).not.toContain('--More--');
    for (const [command, rows] of Object.entries(seen.parsed)) expect(rows, command).not.toBe('not understood');
    const version = { hostname: `netmiko-${index}`, platform: 'C93180YC-EX' };
    const os = expect.stringContaining(releases[index] ?? '');
    expect(seen.parsed['show version']).toEqual([expect.objectContaining({ ...version, os })]);
    expect(seen.parsed['show interface status']?.length).toBeGreaterThan(54);
    expect(seen.configured).toContain('(config-if)# feature scp-server');
    expect(seen['left configuration mode']).toBe(true);
    expect(seen.saved).toContain('Copy complete');
    expect(seen.startup).toMatch(/\nvlan 100\n {2}name by-netmiko\n.*\n {2}description by netmiko\n/s);
    expect(seen.refusal).toContain('Invalid');
    expect(seen.put).toEqual({ file_exists: true, file_transferred: true, file_verified: true });
    expect(seen['put again']).toEqual({ file_exists: true, file_transferred: false, file_verified: true });
    expect(seen.get).toEqual({ file_exists: true, file_transferred: true, file_verified: true });
    expect(seen['same bytes']).toBe(true);
    expect(seen.detected).toBe('cisco_nxos');
  }
});
