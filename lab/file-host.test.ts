import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Lab, type LabOptions, startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
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

const urls = {
  ssh: expect.stringMatching(/^ssh:\/\/127\.0\.0\.1:\d+$/),
  http: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  tftp: expect.stringMatching(/^tftp:\/\/127\.0\.0\.1:\d+$/),
};

describe('a file server of a lab', () => {
  it('serves a folder of its own for as long as the lab runs, to a user that it names', async () => {
    const lab = await start({ devices: [{ kind: 'files' }] });
    const files = lab.files('files-1');
    expect(files).toMatchObject({ name: 'files-1', kind: 'files', username: 'lab', password: 'lab', endpoints: urls });
    writeFileSync(join(files.directory, 'a.txt'), 'some text');
    expect(await (await fetch(`${files.endpoints.http}/a.txt`)).text()).toBe('some text');
    const [transfer] = await lab.journal({ device: 'files-1', kind: 'transfer' });
    expect(transfer).toMatchObject({ endpoint: 'http', outcome: 'ok' });
    await lab.stop();
    expect(existsSync(files.directory)).toBe(false);
    await expect(fetch(`${files.endpoints.http}`)).rejects.toThrow();
  });

  it('keeps its folder, its ports and its files where state is kept', async () => {
    const options = { stateDir: join(folder.path, 'state'), devices: [{ kind: 'files' }] };
    const before = await start(options);
    const { directory, endpoints } = before.files('files-1');
    writeFileSync(join(directory, 'kept.txt'), 'kept');
    await before.stop();
    const after = await start(options);
    expect(after.files('files-1').endpoints).toEqual(endpoints);
    expect(await (await fetch(`${endpoints.http}/kept.txt`)).text()).toBe('kept');
  });

  it('serves the folder that a lab file names, relative to it, and leaves it there', async () => {
    const file = folder.write('lab.yaml', 'devices: [{ kind: files, options: { directory: mine } }]');
    const lab = await start({ file });
    expect(lab.files('files-1').directory).toBe(join(folder.path, 'mine'));
    await lab.stop();
    expect(existsSync(join(folder.path, 'mine'))).toBe(true);
  });

  it('is reached by devices under the ports that everybody knows, by name and address', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }, { kind: 'files', address: '192.0.2.20' }] });
    const { reach } = lab.device('toy-1').device.surroundings;
    const { endpoints } = lab.files('files-1');
    for (const typed of ['files-1', '192.0.2.20']) {
      const host = reach.find(typed, 'mgmt');
      expect(host?.address).toBe('192.0.2.20');
      expect([22, 80, 69, 443].map((port) => host?.place(port)?.port)).toEqual([
        Number(new URL(endpoints.ssh ?? '').port),
        Number(new URL(endpoints.http ?? '').port),
        Number(new URL(endpoints.tftp ?? '').port),
        undefined,
      ]);
    }
  });

  it('listens on the ports that the lab names, or says that they are taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const bound = squatter.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    const file = folder.write('lab.yaml', `devices:\n  - kind: files\n    ports: { 80: ${port} }\n`);
    const message = `files-1 http: 127.0.0.1:${port} is used by another process; stop that one, or name another port or address in the lab file`;
    await expect(start({ file })).rejects.toMatchObject({
      exitStatus: 64,
      message: `${file}:3: devices[0].ports: ${message}`,
    });
    const told: string[] = [];
    const tolerant = await start({ file, takenPorts: 'report', tell: (notice) => told.push(notice) });
    expect(told).toEqual([message]);
    expect(tolerant.files('files-1').endpoints).toMatchObject(urls);
    await tolerant.stop();
    squatter.close();
    await once(squatter, 'close');
    const lab = await start({ file });
    expect(lab.files('files-1').endpoints.http).toBe(`http://127.0.0.1:${port}`);
  });

  it('counts its ports from a base on, around those that the lab names', async () => {
    const lab = await start({ portBase: 61_900, devices: [{ kind: 'files', ports: { http: 61_901 } }] });
    const ports = Object.values(lab.files('files-1').endpoints).map((url) => new URL(url).port);
    expect(ports).toEqual(['61900', '61901', '61902']);
  });

  it.skipIf(process.platform !== 'linux')('may have an address of its own (127.0.x.y on Linux)', async () => {
    const places: unknown[] = [];
    const devices = [{ kind: 'files', addresses: { eth0: '127.91.9.1' } }];
    // Whether low ports may be opened depends on the machine.
    const lab = await start({ devices, takenPorts: 'report', tell: (notice) => places.push(notice) }).catch(
      () => undefined,
    );
    if (lab) places.push(...Object.values(lab.files('files-1').endpoints));
    expect(places.join()).toMatch(/127\.91\.9\.1/);
  });

  it.each([
    [
      'ports: { 443: 8443 }',
      'devices[0].ports["443"]: a file server has no endpoint \'443\'; it has ssh (22), http (80), tftp (69)',
    ],
    ['release: "1"', 'devices[0].release: a file server has none'],
    [
      'options: { folder: x }',
      'devices[0].options.folder: folder: not an option of a file server; known are directory, users, anonymousRead, tftp',
    ],
    ['options: { users: [] }', /devices\[0\]\.options\.users: users(\.0)?: /],
    ['options: { users: [{ name: a }] }', /devices\[0\]\.options\.users: users\.0\.password: /],
    [
      'options: { users: [{ name: a, password: b, pass: c }] }',
      /users\.0\.pass: not an option of a file server; known are name, password, write/,
    ],
  ])('refuses %s', async (field, message) => {
    const file = folder.write('lab.yaml', `devices:\n  - kind: files\n    ${field}\n`);
    await expect(start({ file })).rejects.toThrow(message);
    await expect(start({ file })).rejects.toMatchObject({ exitStatus: 64 });
  });

  it('is no device', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }, { kind: 'files' }] });
    expect(() => lab.device('files-1')).toThrow("'files-1' is a file server, not a device");
    expect(() => lab.files('toy-1')).toThrow("'toy-1' is a device, not a file server");
    expect(lab.devices.map(({ name }) => name)).toEqual(['toy-1']);
    expect(lab.hosts.map(({ name }) => name)).toEqual(['toy-1', 'files-1']);
    await expect(lab.reload()).rejects.toThrow('no lab file');
  });
});
