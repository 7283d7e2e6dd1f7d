import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { authority, DeviceAddresses, HostPorts, isLoopback, reachable, type TakenPort } from './addresses.ts';
import { type Lab, startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
import { greeting } from './testing/greeting.ts';
import { toyKinds } from './testing/toy.ts';

const folder = testFolder();
const open: { stop(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

/** A port of the host that somebody else has. */
async function squat(port = 0, host = '127.0.0.1'): Promise<number> {
  const server: Server = createServer().listen(port, host);
  await once(server, 'listening');
  open.push({ stop: () => server.close() });
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : 0;
}

let quiet = 61_000 + (process.pid % 200) * 20;

/** A port beyond those that the system gives out by itself, so that no other test comes by it; the next three are free, too. */
const quietPort = (): number => {
  quiet += 4;
  return quiet;
};

async function start(options: Parameters<typeof startLab>[0]): Promise<Lab> {
  const lab = await startLab({ kinds: toyKinds, ...options });
  open.push(lab);
  return lab;
}

/** Moves a toy to another port, as a command would. */
async function move(lab: Lab, name: string, port: number): Promise<void> {
  const { device } = lab.device(name);
  device.change((draft) => {
    Object.assign(draft.config, { port });
  });
  await device.settled();
}

const portOf = (url = '') => Number(new URL(url).port);

describe('devices that share the host', () => {
  it('keep the host port of each of their own ports, open or closed, and tell it', async () => {
    const lab = await start({ devices: [{ kind: 'toy' }] });
    const device = lab.device('toy-1');
    const first = portOf(device.endpoints.https);
    const after = lab.journalCount.written;
    const [second, again] = await Promise.all([device.at(8443), device.at(8443)]);
    expect(again).toEqual(second);
    expect([await device.at(443), await device.at(443, 'mgmt'), await device.at(8443)]).toEqual([
      { host: '127.0.0.1', port: first },
      { host: '127.0.0.1', port: first },
      second,
    ]);
    await expect(greeting(`https://127.0.0.1:${second.port}`)).rejects.toThrow('ECONNREFUSED');
    await move(lab, 'toy-1', 8443);
    expect(device.endpoints).toEqual({ https: `https://127.0.0.1:${second.port}` });
    expect((await greeting(device.endpoints.https ?? '')).body).toBe('hello');
    await expect(greeting(`https://127.0.0.1:${first}`)).rejects.toThrow('ECONNREFUSED');
    await move(lab, 'toy-1', 443);
    expect(portOf(device.endpoints.https)).toBe(first);
    const told = (await lab.journal({ kind: 'endpoint', after })).map(({ operation, outcome, detail }) => [
      operation,
      outcome,
      detail?.port,
    ]);
    expect(told).toEqual([
      ['mgmt:443', 'closed', first],
      ['mgmt:8443', 'open', second.port],
      ['mgmt:8443', 'closed', second.port],
      ['mgmt:443', 'open', first],
    ]);
  });

  it('keep them for the next process where state is kept', async () => {
    const stateDir = `${folder.path}/state-${open.length}`;
    const devices = [{ kind: 'toy', count: 3 }];
    const before = await startLab({ kinds: toyKinds, stateDir, devices });
    const closed = await before.device('toy-2').at(8443);
    const ports = before.devices.map(({ endpoints }) => endpoints);
    await before.stop();
    const after = await start({ stateDir, devices });
    expect(after.devices.map(({ endpoints }) => endpoints)).toEqual(ports);
    expect(await after.device('toy-2').at(8443)).toEqual(closed);
  });

  it('get another host port where somebody has taken the one that was kept, and say so', async () => {
    const stateDir = `${folder.path}/state-taken`;
    const before = await startLab({ kinds: toyKinds, stateDir, devices: [{ kind: 'toy' }] });
    const kept = portOf(before.device('toy-1').endpoints.https);
    await before.stop();
    await squat(kept);
    const told: string[] = [];
    const after = await start({ stateDir, devices: [{ kind: 'toy' }], tell: (notice) => told.push(notice) });
    expect((await after.journal())[0]).toMatchObject({
      kind: 'endpoint',
      outcome: 'taken',
      detail: { message: told[0] },
    });
    const { https } = after.device('toy-1').endpoints;
    expect((await greeting(https ?? '')).body).toBe('hello');
    expect(portOf(https)).not.toBe(kept);
    expect(told).toEqual([
      `toy-1 https: 127.0.0.1:${kept} is used by another process; it gets another host port instead`,
    ]);
  });

  it('get ports in a row from a base on, around those that the lab names', async () => {
    const base = quietPort();
    const lab = await start({
      portBase: base,
      devices: [{ kind: 'toy', options: { side: true } }, { kind: 'toy', ports: { 443: base + 1 } }, { kind: 'toy' }],
    });
    expect(lab.devices.map(({ endpoints }) => Object.values(endpoints).map(portOf))).toEqual([
      [base, base + 2],
      [base + 1],
      [base + 3],
    ]);
  });

  it('get the ports that the lab names: by number, by address, by endpoint, counted up', async () => {
    const [a, b, c] = [quietPort(), quietPort(), quietPort()];
    const lab = await start({
      devices: [
        { kind: 'toy', name: 'numbered', ports: { 443: a }, options: { side: true } },
        { kind: 'toy', name: 'placed', ports: { 'side:80': b }, options: { side: true } },
        { kind: 'toy', name: 'named', ports: { https: c } },
      ],
    });
    expect(portOf(lab.device('numbered').endpoints.https)).toBe(a);
    expect(portOf(lab.device('placed').endpoints['http@side'])).toBe(b);
    expect(portOf(lab.device('named').endpoints.https)).toBe(c);
    // A name stands for the place where the endpoint began, not for wherever it goes.
    await move(lab, 'named', 8443);
    expect(portOf(lab.device('named').endpoints.https)).not.toBe(c);
  });

  it('that name an endpoint which is not there are refused', async () => {
    const file = folder.write('lab.yaml', 'devices:\n  - kind: toy\n    ports:\n      htps: 8443\n');
    await expect(start({ file })).rejects.toMatchObject({
      exitStatus: 64,
      message: `${file}:4: devices[0].ports.htps: toy-1 has no endpoint 'htps' when it starts (it has https); write the number of a port that opens later`,
    });
  });

  it('that name a taken port do not start, or go on without it where that was asked for', async () => {
    const port = await squat();
    const file = folder.write('lab.yaml', `devices:\n  - kind: toy\n    ports: { 443: ${port} }\n  - kind: toy\n`);
    const message = `toy-1 https: 127.0.0.1:${port} is used by another process; stop that one, or name another port or address in the lab file`;
    await expect(start({ file })).rejects.toMatchObject({
      exitStatus: 64,
      message: `${file}:3: devices[0].ports: ${message}`,
    });
    const told: string[] = [];
    const lab = await start({ file, takenPorts: 'report', tell: (notice) => told.push(notice) });
    expect(told).toEqual([message]);
    expect(lab.devices.map(({ endpoints }) => Object.keys(endpoints))).toEqual([[], ['https']]);
  });
});

describe.skipIf(process.platform !== 'linux')('devices with addresses of their own (127.0.x.y on Linux)', () => {
  it('have true port numbers there', async () => {
    const lab = await start({
      devices: [{ kind: 'toy', count: 2, addresses: { mgmt: '127.91.7.255' } }],
    });
    await move(lab, 'toy-1', 18_443);
    await move(lab, 'toy-2', 18_443);
    expect(lab.devices.map(({ endpoints }) => endpoints.https)).toEqual([
      'https://127.91.7.255:18443',
      'https://127.91.8.0:18443',
    ]);
    expect(await lab.device('toy-2').at(22)).toEqual({ host: '127.91.8.0', port: 22 });
    expect((await greeting('https://127.91.8.0:18443')).body).toBe('hello');
  });

  it('share the host with those interfaces that have none', async () => {
    const lab = await start({
      devices: [{ kind: 'toy', addresses: { mgmt: '127.91.7.1' }, options: { side: true } }],
    });
    expect(lab.device('toy-1').endpoints['http@side']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('that also fix a host port for it are refused', async () => {
    await expect(
      start({ devices: [{ kind: 'toy', addresses: { mgmt: '127.91.7.1' }, ports: { 443: 9000 } }] }),
    ).rejects.toThrow('devices[0].ports["443"]: mgmt has an address of its own, 127.91.7.1, where ports are true');
  });

  it('that this machine has not are told by name', async () => {
    await expect(start({ devices: [{ kind: 'toy', addresses: { mgmt: '192.0.2.77' } }] })).rejects.toThrow(
      'devices[0].addresses: toy-1 https: this machine has no address 192.0.2.77; add it to an interface, or name one that it has',
    );
  });

  it('that are many and not to be had are told by the first of them', async () => {
    const started = start({ devices: [{ kind: 'toy', count: 12, addresses: { mgmt: '192.0.2.77' } }] });
    const lines = await started.then(
      () => [],
      (error: Error) => error.message.split('\n'),
    );
    expect(lines[9]).toMatch(/toy-10 https: this machine has no address 192\.0\.2\.86;/);
    expect(lines.slice(10)).toEqual(['devices: and 2 more places cannot be had']);
  });
});

describe('what is told of a host port that cannot be had', () => {
  const told = (code: string, named: boolean): TakenPort | undefined => {
    let taken: TakenPort | undefined;
    const addresses = new DeviceAddresses({
      name: 'x',
      ports: new HostPorts('127.0.0.1'),
      own: {},
      kept: {},
      keep: () => {},
      tell: (one) => {
        taken = one;
      },
      retry: () => {},
    });
    if (named) addresses.name('mgmt', 443, 443);
    addresses.taken('x https', { host: '127.0.0.1', port: 443 }, Object.assign(new Error('odd'), { code }));
    return taken;
  };

  it.each([
    ['EACCES', true, 'x https: 127.0.0.1:443 needs privileges that this process has not; use a port from 1024 up'],
    [
      'EMFILE',
      false,
      'x https: no file descriptor is left to listen with; raise the limit (ulimit -n) or start fewer devices',
    ],
    ['EADDRINUSE', false, 'x https: 127.0.0.1:443 is used by another process; stop that one'],
    ['EWHAT', true, 'x https: cannot listen on 127.0.0.1:443: odd'],
  ])('%s', (code, named, message) => {
    expect(told(code, named)).toMatchObject({ device: 'x', named, message });
  });
});

it('writes addresses as URLs have them, and knows where to connect', () => {
  expect([authority('127.0.0.1', 1), authority('::1', 1)]).toEqual(['127.0.0.1:1', '[::1]:1']);
  expect([reachable('0.0.0.0'), reachable('::'), reachable('192.0.2.1')]).toEqual(['127.0.0.1', '::1', '192.0.2.1']);
  expect(['127.0.0.1', '127.8.9.1', '::1', '0.0.0.0', '::', '192.0.2.1', '1.127.0.0'].map(isLoopback)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
