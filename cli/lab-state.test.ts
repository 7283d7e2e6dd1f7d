import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../lab/testing/folder.ts';
import { type Ready, Running, rackless, up } from './testing/command.ts';

const folder = testFolder();
const journal = join(folder.path, 'journal.ndjson');
let running: Running & { ready: Ready };

beforeAll(async () => {
  const lab = folder.write(
    'lab.yaml',
    'devices: [{ name: asa-1, kind: asa, options: { configured: rest } }]\nclock: { start: 2030-01-01T00:00:00Z, frozen: true }\n',
  );
  running = await up(lab, '--no-token', '--journal', journal);
});
afterAll(() => running.stop());

const said = async (...words: string[]) => {
  const { status, stdout, stderr } = await rackless('lab', ...words);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
};

describe('rackless lab, without a token', () => {
  it('adds a device, restarts it, unpacks it, takes it away', async () => {
    const added = JSON.parse(await said('add', 'nxos', '--name', 'mine', '--options', '{"configured":"nxapi"}'));
    expect(added).toMatchObject({ name: 'mine', kind: 'nxos', endpoints: { 'nxapi-https': expect.any(String) } });
    expect(await said('certificates', 'mine')).toMatch(/^nxapi-https\n {2}sha256 {5}[0-9a-f]{64}\n {2}subject/);
    expect(await said('certificates', 'mine', '--pem')).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(await said('users', 'mine')).toBe('admin  network-admin\n');
    await said('reboot', 'mine');
    await said('reset', 'mine');
    expect((await said('journal', '--device', 'mine', '--kind', 'boot')).match(/"operation":"\w+"/g)).toEqual([
      '"operation":"reboot"',
      '"operation":"reset"',
    ]);
    await said('remove', 'mine');
    expect((await rackless('lab', 'users', 'mine')).status).toBe(1);
    expect(await rackless('lab', 'add', 'nxos', '--options', '{')).toMatchObject({ status: 64 });
  });

  it('keeps snapshots, exports them and imports them', async () => {
    await said('snapshot', 'base');
    expect(await said('snapshot')).toBe('base  2030-01-01T00:00:00.000Z  asa-1\n');
    const before = await said('export', 'asa-1', '--snapshot', 'base');
    expect(before).toMatch(/^rackless-state: 1\ndevices:\n {2}- name: asa-1\n/);
    const file = folder.write('base.yaml', before);
    expect(await said('restore', 'base')).toBe('restored: asa-1\n');
    expect(await said('import', file)).toBe('restored: asa-1\n');
    expect(await said('export')).toBe(before);
    await said('snapshot', 'base', '--remove');
    expect(await said('snapshot')).toBe('');
    await said('reset');
    expect(await rackless('lab', 'import', '/nowhere')).toMatchObject({
      status: 64,
      stderr: 'rackless: /nowhere: cannot be read: there is no such file\n',
    });
  });

  it('adds rules of what goes wrong, shows what they did, takes them away', async () => {
    expect(await said('fault', 'add', '{ id: gone, at: accept, act: reset, match: { endpoint: https } }')).toBe(
      'gone\n',
    );
    const { https = '' } = running.ready.devices[0]?.endpoints ?? {};
    await expect(fetch(https)).rejects.toThrow();
    expect(await said('fault', 'list')).toMatch(
      /^gone {2}acted 1 of 1 times {2}\{"match":\{"endpoint":"https"\},"at":"accept","act":"reset"/,
    );
    await said('fault', 'remove', 'gone');
    await said('fault', 'add', '{ at: accept, act: reset }');
    await said('fault', 'clear');
    expect(await said('fault', 'list')).toBe('');
    expect(await rackless('lab', 'fault', 'add', '{ at: accept }')).toMatchObject({ status: 1 });
  });

  it('moves the clock', async () => {
    expect(await said('clock')).toBe('2030-01-01T00:00:00.000Z  frozen\n');
    expect(await said('clock', 'advance', '90s')).toBe('2030-01-01T00:01:30.000Z  frozen\n');
    expect(await said('clock', 'set', '2030-01-02T00:00:00Z')).toBe('2030-01-02T00:00:00.000Z  frozen\n');
    expect(await said('clock', 'run')).not.toContain('frozen');
    expect(await said('clock', 'freeze')).toContain('frozen');
    for (const words of [['advance', '1 day'], ['set'], ['back']]) {
      expect((await rackless('lab', 'clock', ...words)).status).toBe(64);
    }
  });

  it('tells health, figures, another seed', async () => {
    expect(await said('health')).toBe('ok\n');
    expect(await said('metrics')).toContain('rackless_devices{kind="asa"} 1\n');
    await said('seed', '42');
  });

  it('follows the journal until the lab stops, with the same in its file', async () => {
    const following = new Running(['lab', 'journal', '--follow']);
    await following.says('"operation":"reset"');
    const late = new Running(['lab', 'journal', '--follow', '--last', '1']);
    await late.says('"seq"');
    await said('stop', '--grace', '100');
    expect((await running.ended).status).toBe(0);
    const { stdout, status } = await following.ended;
    expect(status).toBe(0);
    const { stdout: tail } = await late.ended;
    expect(stdout.endsWith(tail)).toBe(true);
    expect(tail.split('\n').length).toBeLessThan(stdout.split('\n').length);
    expect(readFileSync(journal, 'utf8').startsWith(stdout)).toBe(true);
  });
});

it('a lab that others reach is not without a token', async () => {
  const lab = folder.write('lab.yaml', 'devices: []\n');
  const ended = await rackless('up', lab, '--listen', '0.0.0.0', '--no-token', '--control-port', '0');
  expect(ended).toMatchObject({ status: 64, stderr: expect.stringContaining('has to have a token on 0.0.0.0') });
});
