import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { home } from './home.ts';
import { type Lab, LabError, type LabOptions, startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
import { greeting } from './testing/greeting.ts';
import { toyKinds } from './testing/toy.ts';

const folder = testFolder();
const running: Lab[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((lab) => lab.stop()));
});

async function start(options: LabOptions): Promise<Lab> {
  const lab = await startLab({ kinds: toyKinds, ...options });
  running.push(lab);
  return lab;
}

/** Gives a toy another greeting, saved or not, as commands would. */
function say(lab: Lab, name: string, words: string, save: boolean): Promise<void> {
  const { device } = lab.device(name);
  device.change((draft) => {
    Object.assign(draft.config, { greeting: words });
    if (save) Object.assign(draft.store, { startup: { greeting: words, port: 443 } });
  });
  return device.settled();
}

const said = async (lab: Lab, name: string) => (await greeting(lab.device(name).endpoints.https ?? '')).body;

describe('an embedded lab', () => {
  it('tells what a client needs to know of a device', async () => {
    const lab = await start({ devices: [{ kind: 'toy', release: '1.0' }] });
    const device = lab.device('TOY-1');
    expect(device).toMatchObject({
      name: 'toy-1',
      kind: 'toy',
      release: '1.0',
      username: 'admin',
      password: 'Toy-12345',
      enablePassword: 'more',
      endpoints: { https: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) },
    });
    expect(device.certificates).toEqual({});
    const { sha256, body } = await greeting(device.endpoints.https ?? '');
    expect(body).toBe('hello');
    expect(device.certificates).toEqual({ https: sha256 });
  });

  it('gives the same devices for the same seed, and others for another', async () => {
    const births = async (seed: number | string) =>
      (await start({ seed, devices: [{ kind: 'toy', count: 2 }] })).devices.map(({ device }) => device.birth.seed);
    expect(await births(7)).toEqual(['7/toy-1', '7/toy-2']);
    expect(await births(7)).toEqual(await births('7'));
    expect(await births(8)).not.toEqual(await births(7));
  });

  it('shows the same factory certificate for the same seed, wherever the pool is the same', async () => {
    const clock = { start: '2030-01-01T00:00:00Z', frozen: true };
    const shown = async (seed: number) => {
      const lab = await start({ seed, clock, devices: [{ kind: 'toy' }] });
      await lab.device('toy-1').makeCertificates();
      return lab.device('toy-1').certificates.https;
    };
    expect(await shown(7)).toBe(await shown(7));
  });

  it('starts its clock where it is told to, running or frozen', async () => {
    const at = Date.parse('2030-01-31T12:00:00Z');
    const frozen = await start({ clock: { start: '2030-01-31T12:00:00Z', frozen: true } });
    expect([frozen.clock.frozen, frozen.clock.now()]).toEqual([true, at]);
    const running = await start({ clock: { start: '2030-01-31T12:00:00Z' } });
    expect(running.clock.frozen).toBe(false);
    expect(running.clock.now() - at).toBeLessThan(60_000);
    expect((await start({})).clock.now() - Date.now()).toBeLessThan(60_000);
  });

  it('adds devices while it runs, as many as are asked for, and takes them away again', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }] });
    const added = await lab.add({ kind: 'toy', count: 2 });
    expect(added.map(({ name }) => name)).toEqual(['toy-2', 'toy-3']);
    expect(await said(lab, 'toy-3')).toBe('hello');
    const { https = '' } = lab.device('toy-3').endpoints;
    await lab.remove('toy-3');
    await expect(greeting(https)).rejects.toThrow('ECONNREFUSED');
    expect(lab.hosts.map(({ name }) => name)).toEqual(['toy-1', 'toy-2']);
    await expect(lab.add({ kind: 'toy', name: 'toy-1' })).rejects.toThrow("'toy-1' is the name of another device, too");
    await expect(lab.add({ kind: 'box' })).rejects.toBeInstanceOf(LabError);
    expect(lab.hosts.map(({ name }) => name)).toEqual(['toy-1', 'toy-2']);
  });

  it('adds nothing when it cannot add all', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }] });
    const taken = Number(new URL(lab.device('toy-1').endpoints.https ?? '').port);
    await expect(lab.add({ kind: 'toy', ports: { 443: taken } })).rejects.toThrow('is used by another process');
    await expect(lab.add({ kind: 'toy', ports: { htps: 1 } })).rejects.toThrow("no endpoint 'htps'");
    expect(lab.hosts.map(({ name }) => name)).toEqual(['toy-1']);
    expect(lab.device('toy-1').device.surroundings.reach.find('toy-2', '')).toBeUndefined();
  });

  it('names what there is when asked for what there is not', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }] });
    expect(() => lab.device('toy-2')).toThrow("no device 'toy-2' in this lab (did you mean 'toy-1'?); there is toy-1");
    await expect(lab.remove('x')).rejects.toThrow("no device 'x' in this lab; there is toy-1");
  });

  it('lets devices reach each other by name and address, and nothing else', async () => {
    const lab = await start({
      devices: [
        { kind: 'toy', address: '192.0.2.1', count: 2 },
        { kind: 'toy', options: { addresses: { side: '198.51.100.7/24' }, side: true } },
        { kind: 'toy' },
      ],
      hosts: { web: { address: '203.0.113.5', ports: { 80: '127.0.0.1:8000' } } },
    });
    const { reach } = lab.device('toy-1').device.surroundings;
    const port = (url = '') => Number(new URL(url).port);
    expect(reach.find('192.0.2.2', 'mgmt')).toMatchObject({ name: 'toy-2', address: '192.0.2.2' });
    expect(reach.find('toy-2', 'mgmt')?.place(443)?.port).toBe(port(lab.device('toy-2').endpoints.https));
    expect(reach.find('198.51.100.7', 'mgmt')?.place(80)?.port).toBe(port(lab.device('toy-3').endpoints['http@side']));
    expect(reach.find('198.51.100.7', 'mgmt')?.place(443)).toBeUndefined();
    expect(reach.find('toy-4', 'mgmt')?.address).toMatch(/^198\.18\./);
    expect(reach.find('203.0.113.5', 'mgmt')?.place(80)).toEqual({ host: '127.0.0.1', port: 8000 });
    expect(reach.find('localhost', 'mgmt')).toBeUndefined();
    await lab.remove('toy-2');
    expect(reach.find('toy-2', 'mgmt')).toBeUndefined();
  });

  it('keeps a journal that can be asked and watched', async () => {
    const lab = await start({ devices: [{ kind: 'toy', count: 2 }] });
    const seen: string[] = [];
    const unwatch = lab.watch(({ device, kind }) => seen.push(`${device} ${kind}`));
    await said(lab, 'toy-2');
    await lab.device('toy-1').reboot();
    unwatch();
    await lab.device('toy-2').reboot();
    expect(seen).toEqual(['toy-2 handshake', 'toy-2 request', 'toy-1 boot', 'toy-1 endpoint', 'toy-1 endpoint']);
    const [boot] = await lab.journal({ device: 'toy-1', kind: 'boot' });
    expect(boot).toMatchObject({ device: 'toy-1', kind: 'boot', outcome: 'ok' });
    expect((await lab.journal({ after: boot?.seq ?? 0 })).every(({ seq }) => seq > (boot?.seq ?? 0))).toBe(true);
    expect(lab.journalCount).toEqual({ written: (await lab.journal()).length, dropped: 0 });
  });

  it('reboots a device: what it had not saved is gone', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }] });
    await say(lab, 'toy-1', 'saved', true);
    await say(lab, 'toy-1', 'not saved', false);
    expect(await said(lab, 'toy-1')).toBe('not saved');
    await lab.device('toy-1').reboot();
    expect(await said(lab, 'toy-1')).toBe('saved');
  });

  it('breaks devices where a mutant is asked for', async () => {
    const lab = await start({ devices: [{ kind: 'toy', mutant: 'toy.rude' }, { kind: 'toy' }] });
    expect([await said(lab, 'toy-1'), await said(lab, 'toy-2')]).toEqual(['go away', 'hello']);
  });

  it('makes nothing for devices that nobody asks', async () => {
    const lab = await start({ devices: [{ kind: 'toy', count: 200 }] });
    expect(lab.devices.every(({ certificates }) => Object.keys(certificates).length === 0)).toBe(true);
  });

  it.each<[string, LabOptions, string]>([
    ['a file and devices', { file: 'x.yaml', devices: [] }, 'cannot read this lab file'],
    ['a port base that is none', { portBase: 0 }, 'portBase: 0 is not a port; 1 to 65535'],
    ['a wrong address', { listen: 'here' }, 'listen: not an IP address'],
    ['a wrong device', { devices: [{ kind: 'toy', release: '9' }] }, "devices[0].release: '9' is not a release of toy"],
    ['a mutant of nothing', { mutant: 'toy.rude' }, "mutant: 'toy.rude' is a mutant of no device in this lab"],
  ])('refuses %s', async (_what, options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });
});

describe('a stopped lab', () => {
  it('has closed everything, cut connections, and may be stopped again', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }] });
    const url = new URL(lab.device('toy-1').endpoints.https ?? '');
    const silent = connect(Number(url.port), url.hostname);
    const cut = new Promise((resolve) => silent.once('close', resolve).on('error', () => {}));
    await new Promise((resolve) => silent.once('connect', resolve));
    await lab.stop();
    await cut;
    await expect(greeting(url.href)).rejects.toThrow('ECONNREFUSED');
    await lab.stop();
  });

  it('lets the process end by itself, after handshakes too', () => {
    const code = `
      import https from 'node:https';
      import { startLab } from ${JSON.stringify(pathToFileURL(join(home, 'dist/lab/index.js')).href)};
      const devices = [{ kind: 'nxos', count: 3, options: { configured: 'nxapi' } }];
      const lab = await startLab({ devices, stateDir: ${JSON.stringify(join(folder.path, 'ends'))} });
      const url = lab.device('nxos-2').endpoints['nxapi-https'];
      const agent = new https.Agent({ keepAlive: true });
      const answer = await new Promise((resolve) => https.get(url, { agent, rejectUnauthorized: false }, resolve));
      answer.resume();
      await lab.stop();
      console.log(answer.statusCode);`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: expect.stringMatching(/^\d{3}\n$/), stderr: '', status: 0 });
  });
});

describe('state', () => {
  it('outlives the process where a directory is given: what was saved, and nothing else', async () => {
    const options = { stateDir: join(folder.path, 'state'), devices: [{ kind: 'toy', count: 2 }], kinds: toyKinds };
    const first = await startLab(options);
    await say(first, 'toy-1', 'saved', true);
    await say(first, 'toy-1', 'not saved', false);
    await first.stop();
    const second = await start(options);
    expect([await said(second, 'toy-1'), await said(second, 'toy-2')]).toEqual(['saved', 'hello']);
    expect(second.stateDirectory).toBe(options.stateDir);
    await second.remove('toy-1');
    await second.add({ kind: 'toy', name: 'toy-1' });
    expect(await said(second, 'toy-1')).toBe('hello');
  });

  it('has boxes that saved nothing wake as they were unpacked, not as new ones', async () => {
    const options = { stateDir: join(folder.path, 'unpacked'), devices: [{ kind: 'toy' }], kinds: toyKinds };
    const unpacked = async (year: number) => {
      const lab = await start({ ...options, clock: { start: `${year}-01-01T00:00:00Z`, frozen: true } });
      const { state } = lab.device('toy-1').device;
      await lab.stop();
      return [state.store, new Date(state.run.bootedAt).getUTCFullYear()];
    };
    const unpackedAt = Date.parse('2030-01-01T00:00:00Z');
    expect(await unpacked(2030)).toEqual([expect.objectContaining({ unpackedAt }), 2030]);
    expect(await unpacked(2031)).toEqual([expect.objectContaining({ unpackedAt }), 2031]);
  });

  it('belongs to one process at a time', async () => {
    const stateDir = join(folder.path, 'shared');
    await start({ stateDir });
    await expect(startLab({ stateDir })).rejects.toMatchObject({
      exitStatus: 64,
      message: expect.stringContaining('in use by process'),
    });
  });

  it('is not kept unless it is asked for', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }] });
    await say(lab, 'toy-1', 'saved', true);
    expect(lab.stateDirectory).toBeUndefined();
    expect(existsSync(join(folder.path, 'devices'))).toBe(false);
  });
});

describe('a reload', () => {
  it('lets devices come and go, keeps those that stay, and tells what has to wait', async () => {
    const file = folder.write(
      'lab.yaml',
      'devices:\n  - { kind: toy, name: stays }\n  - { kind: toy, name: goes }\n  - { kind: toy, name: changes }\n',
    );
    const lab = await start({ file });
    await lab.add({ kind: 'toy', name: 'guest' });
    await say(lab, 'stays', 'still here', false);
    folder.write(
      'lab.yaml',
      'seed: 2\ndevices:\n  - { kind: toy, name: stays }\n  - { kind: toy, name: comes }\n  - { kind: toy, name: changes, options: { greeting: hi } }\n',
    );
    expect(await lab.reload()).toEqual({
      added: ['comes'],
      removed: ['goes'],
      recertified: [],
      waiting: ['seed', 'changes'],
    });
    expect(lab.hosts.map(({ name }) => name)).toEqual(['stays', 'changes', 'guest', 'comes']);
    expect([await said(lab, 'stays'), await said(lab, 'changes'), await said(lab, 'comes')]).toEqual([
      'still here',
      'hello',
      'hello',
    ]);
    expect(await lab.reload()).toEqual({ added: [], removed: [], recertified: [], waiting: ['changes'] });
  });

  it('changes nothing when the file is wrong, or there is none', async () => {
    const file = folder.write('lab.yaml', 'devices:\n  - { kind: toy, name: a }\n');
    const lab = await start({ file });
    folder.write('lab.yaml', 'devices:\n  - { kind: toy, name: b }\n  - { kind: box }\n');
    await expect(lab.reload()).rejects.toThrow(`${file}:3: devices[1].kind: 'box' is no kind of device`);
    expect(lab.hosts.map(({ name }) => name)).toEqual(['a']);
    await expect((await start({})).reload()).rejects.toThrow('this lab came from no lab file');
  });

  it('takes other hosts over', async () => {
    const file = folder.write('lab.yaml', 'devices: [{ kind: toy }]\nhosts: { a: { ports: {} } }\n');
    const lab = await start({ file });
    const { reach } = lab.device('toy-1').device.surroundings;
    folder.write('lab.yaml', 'devices: [{ kind: toy }]\nhosts: { b: { ports: {} } }\n');
    await lab.reload();
    expect([reach.find('a', ''), reach.find('b', '')?.name]).toEqual([undefined, 'b']);
  });
});
