import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { journalRoutes } from '../lab/control/journal-routes.ts';
import { controlRoutes } from '../lab/control/routes.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { spreads } from '../lab/workers/spread.ts';
import { type Ready, Running, rackless, up } from './testing/command.ts';

const folder = testFolder();
const names = ['nxos-1', 'nxos-2', 'nxos-3', 'nxos-4', 'nxos-5', 'nxos-6'];
const lab =
  'devices: [{ kind: nxos, count: 6 }, { kind: files, name: files-1 }]\nclock: { start: 2030-01-01T00:00:00Z, frozen: true }\n';
let running: Running & { ready: Ready };

beforeAll(async () => {
  running = await up(folder.write('lab.yaml', lab), '--workers', '2', '--no-token', '--seed', '7');
});
afterAll(() => running.stop());

async function ask<T>(route: string, body?: unknown): Promise<T> {
  const [method = '', path = ''] = route.split(' ');
  const answer = await fetch(running.ready.control + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return JSON.parse(await answer.text());
}

const said = async (...words: string[]) => {
  const { status, stdout, stderr } = await rackless('lab', ...words);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
};

/** Gives a switch the host name `of-NAME`, in the dashboard's terminal. */
async function named(name: string): Promise<void> {
  const terminal = new WebSocket(`${running.ready.control.replace('http', 'ws')}/dashboard/terminal`, [
    'rackless-terminal',
  ]);
  terminal.on('open', () =>
    terminal.send(JSON.stringify({ device: name, endpoint: 'ssh', username: 'admin', columns: 80, rows: 24 })),
  );
  const lines = ['configure terminal\r', `hostname of-${name}\r`];
  const prompts = ['# ', '(config)# ', `of-${name}(config)# `];
  let shown = '';
  terminal.on('message', (data, isBinary) => {
    shown += isBinary ? data.toString() : '';
    if (!isBinary || !shown.endsWith(prompts[0] ?? '')) return;
    shown = '';
    prompts.shift();
    const line = lines.shift();
    if (line === undefined) terminal.close();
    else terminal.send(Buffer.from(line));
  });
  await once(terminal, 'close');
  expect(prompts).toEqual([]);
}

describe('a lab of several workers', () => {
  it('says of every route how several answers become one', () => {
    const written = (some: readonly { method: string; path: string }[]) =>
      some.map(({ method, path }) => `${method} ${path}`);
    const routes = written(controlRoutes);
    const ofOneDevice = routes.filter((route) => / \/devices\/\{name\}/.test(route) && !(route in spreads));
    expect([...Object.keys(spreads), ...ofOneDevice, ...written(journalRoutes)].sort()).toEqual(routes.sort());
  });

  it('has all devices once, spread, as one process has them', async () => {
    expect(running.ready.devices.map(({ name }) => name)).toEqual(['files-1', ...names]);
    const metrics = await said('metrics');
    for (const worker of [1, 2]) {
      const count = new RegExp(`rackless_devices\\{worker="${worker}",kind="nxos"\\} (\\d)`).exec(metrics)?.[1];
      expect(Number(count)).toBeGreaterThan(0);
      expect(Number(count)).toBeLessThan(6);
    }
    expect(metrics.match(/# TYPE rackless_devices gauge/g)).toHaveLength(1);
    expect(await ask('GET /lab')).toMatchObject({ seed: '7', devices: 6 });
    const alone = await up(folder.write('alone.yaml', lab), '--seed', '7');
    const one = await rackless('lab', 'export', 'nxos-3', '--control', alone.ready.control);
    const other = await rackless('lab', 'export', 'nxos-3', '--control', running.ready.control);
    await alone.stop();
    expect(other.stdout).toContain('name: nxos-3\n');
    expect(other.stdout).toBe(one.stdout);
  });

  it('adds devices under names that are free, and removes them', async () => {
    const added = await ask<{ devices: { name: string }[] }>('POST /devices', { kind: 'nxos', count: 3 });
    expect(added.devices.map(({ name }) => name)).toEqual(['nxos-7', 'nxos-8', 'nxos-9']);
    expect(await ask('POST /devices', { kind: 'nxos', name: 'nxos-1' })).toMatchObject({
      error: expect.stringContaining('another device'),
    });
    expect(await ask('POST /devices', { kind: 'box' })).toMatchObject({
      error: expect.stringContaining('no kind of device'),
    });
    await said('remove', 'nxos-7', 'nxos-8', 'nxos-9');
    expect((await ask<{ devices: unknown[] }>('GET /devices')).devices).toHaveLength(7);
    expect(await ask('DELETE /devices/nxos-9')).toMatchObject({ error: expect.stringContaining("no device 'nxos-9'") });
  });

  it('keeps snapshots, exports and imports over all of them', async () => {
    await said('snapshot', 'base');
    expect(await said('snapshot')).toMatch(/^base {2}2030-01-01T00:00:00.000Z {2}(nxos-\d(, )?){6}\n$/);
    const text = await said('export');
    for (const name of names) expect(text).toContain(`name: ${name}\n`);
    expect((await said('import', folder.write('states.yaml', text))).match(/nxos-\d/g)?.sort()).toEqual(names);
    expect(await said('export')).toBe(text);
    expect((await said('restore', 'base', '--devices', 'nxos-1,nxos-2')).match(/nxos-\d/g)?.sort()).toEqual([
      'nxos-1',
      'nxos-2',
    ]);
    await said('snapshot', 'base', '--remove');
    expect(await said('snapshot')).toBe('');
  });

  it('tells one journal, with numbers that a reader can go on from', async () => {
    await said('reset');
    type Entries = { entries: { seq: number; device: string }[]; written: number };
    const { entries, written } = await ask<Entries>('GET /journal?kind=boot&operation=reset');
    expect(entries.map(({ device }) => device).sort()).toEqual(names);
    expect(written).toBeGreaterThanOrEqual(6);
    const whole = await ask<Entries>('GET /journal');
    expect(whole.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: whole.written }, (_, n) => n + 1));
    for (const { seq } of entries) {
      const later = await ask<Entries>(`GET /journal?kind=boot&operation=reset&after=${seq}`);
      expect(later.entries.map((one) => one.seq).sort()).toEqual(
        entries
          .map((one) => one.seq)
          .filter((one) => one > seq)
          .sort(),
      );
    }
    const following = new Running(['lab', 'journal', '--follow', '--kind', 'boot']);
    for (const name of names) await following.says(`"device":"${name}"`);
    await said('reboot', 'nxos-4');
    await following.says('"operation":"reboot"');
    await following.stop();
  });

  it('has the dashboard, with a history, undo, and a terminal to each device', async () => {
    const page = await fetch(`${running.ready.control}/dashboard`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    type Steps = { steps: { seq: number; device: string; operation: string }[] };
    await ask('GET /history');
    for (const name of ['nxos-1', 'nxos-2', 'nxos-3', 'nxos-4']) {
      await named(name);
    }
    const { steps } = await ask<Steps>('GET /history');
    expect(steps.map(({ operation }) => operation).sort()).toEqual([1, 2, 3, 4].map((n) => `hostname of-nxos-${n}`));
    const { entries } = await ask<{ entries: { seq: number; operation: string; device: string }[] }>('GET /journal');
    for (const { seq, device, operation } of steps) {
      expect(entries.find((entry) => entry.seq === seq)).toMatchObject({ device, operation });
      expect(await ask(`GET /history/${seq}`)).toMatchObject({ changes: [{ after: `of-${device}` }] });
      expect(await ask(`POST /devices/${device}/undo`)).toMatchObject({ undone: { seq, device, operation } });
    }
    expect(await ask('GET /history')).toEqual({ steps: [] });
    expect(await ask('GET /history?device=nxos-1')).toEqual({ steps: [] });
    expect(await ask('GET /history/999999')).toEqual({ changes: [] });
    expect(await ask('GET /history/x')).toMatchObject({ error: 'seq: a whole number belongs here' });
  });

  it('has faults, clock and seed everywhere', async () => {
    expect(await said('fault', 'add', '{ at: accept, act: reset }')).toBe('fault-1\n');
    for (const { endpoints } of running.ready.devices.slice(1)) {
      await expect(fetch((endpoints.ssh ?? '').replace('ssh', 'http'))).rejects.toThrow();
    }
    expect(await said('fault', 'list')).toMatch(/^fault-1 {2}acted 6 of 6 times/);
    await said('fault', 'clear');
    expect(await ask('POST /faults', { at: 'accept', act: 'reset', countBy: 'lab' })).toMatchObject({
      error: expect.stringContaining('cannot count together'),
    });
    expect(await said('clock', 'advance', '1h')).toBe('2030-01-01T01:00:00.000Z  frozen\n');
    await said('clock', 'run');
    expect(await said('clock', 'freeze')).toMatch(/^2030-01-01T01:00:\d\d\.\d{3}Z {2}frozen\n$/);
    expect(await said('coverage')).toBe('');
    expect(await said('near-misses')).toBe('');
  });
});

it('several workers write one journal to a file, to the last entry', async () => {
  const path = join(folder.path, 'journal.ndjson');
  const file = folder.write('told.yaml', 'devices: [{ kind: nxos, count: 4 }]\n');
  const lab = await up(file, '--workers', '2', '--no-token', '--journal', path);
  await fetch(`${lab.ready.control}/reset`, { method: 'POST' });
  const held = JSON.parse(await (await fetch(`${lab.ready.control}/journal`)).text());
  expect(held.file).toEqual({ path, written: expect.any(Number), dropped: 0 });
  await lab.stop();
  const entries = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const operations = (some: { operation: string; device: string }[], wanted: RegExp) =>
    some
      .filter(({ operation }) => wanted.test(operation))
      .map(({ device }) => device)
      .sort();
  expect(operations(entries, /^reset$/)).toEqual(['nxos-1', 'nxos-2', 'nxos-3', 'nxos-4']);
  // What happens while the lab stops stands there, too.
  const ports = entries.filter(({ kind, outcome }) => kind === 'endpoint' && outcome === 'closed');
  expect(new Set(ports.map(({ device }) => device)).size).toBe(4);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, n) => entries[0].seq + n));
});

it('what several workers cannot be asked is refused', async () => {
  const file = folder.write('other.yaml', 'devices: []\n');
  const state = join(folder.path, 'state');
  mkdirSync(join(state, 'worker-1-of-3'), { recursive: true });
  expect(await rackless('up', file, '--workers', '2', '--state', state)).toMatchObject({
    status: 64,
    stderr: expect.stringContaining(`${state} holds worker-1-of-3, which was not left by 2 workers`),
  });
  const wrong = folder.write('wrong.yaml', 'devices: [{ kind: nxus }]\n');
  expect(await rackless('up', wrong, '--workers', '2')).toMatchObject({
    status: 64,
    stderr: expect.stringContaining("'nxus' is no kind of device"),
  });
});

it.skipIf(process.platform !== 'linux')('a lab whose worker is killed ends (/proc)', async () => {
  const lab = await up(folder.write('killed.yaml', 'devices: [{ kind: nxos, count: 4 }]\n'), '--workers', '2');
  const { pid } = lab.process;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  process.kill(Number(children[0]), 'SIGKILL');
  expect(await lab.ended).toMatchObject({ status: 70, stderr: 'rackless: a worker has ended, and the lab with it\n' });
});
