import { once } from 'node:events';
import { createServer } from 'node:net';
import fc from 'fast-check';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { toyKinds } from '../testing/toy.ts';
import { type Control, startControl } from './server.ts';

const folder = testFolder();
let lab: Lab;
let control: Control;
let stops = 0;

beforeAll(async () => {
  const file = folder.write('lab.yaml', 'devices: [{ kind: toy, count: 2 }]');
  lab = await startLab({ file, kinds: toyKinds });
  control = await startControl(lab, { port: 0, stop: () => stops++ });
});
afterAll(() => Promise.all([control.close(), lab.stop()]));

const rightToken = (): string => control.token ?? '';

async function ask(path: string, { method = 'GET', authorization = `Bearer ${control.token}`, headers = {} } = {}) {
  const asking = method === 'POST' ? request(control.url).post(path) : request(control.url).get(path);
  const { status, headers: answered, body } = await asking.set({ authorization, ...headers });
  return { status, headers: new Headers(answered), body };
}

describe('the control API', () => {
  it('tells its health to anybody', async () => {
    const answer = await fetch(`${control.url}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('tells what was asked for and is not known', async () => {
    lab.device('toy-1').device.report({ kind: 'near-miss', operation: 'GET /toys', outcome: '404' });
    expect((await ask('/coverage')).body).toEqual({
      missing: [{ operation: 'GET /toys', count: 1, devices: ['toy-1'] }],
    });
  });

  it('tells of the devices', async () => {
    const { body } = await ask('/devices');
    expect(body.devices.map(({ name }: { name: string }) => name)).toEqual(['toy-1', 'toy-2']);
    expect((await ask('/devices/toy-2')).body).toEqual({
      name: 'toy-2',
      kind: 'toy',
      version: '2.0',
      username: 'admin',
      password: 'Toy-12345',
      enablePassword: 'more',
      endpoints: lab.device('toy-2').endpoints,
    });
    expect(await ask('/devices/toy-3')).toMatchObject({
      status: 404,
      body: { error: "no device 'toy-3' in this lab (did you mean 'toy-1'?); there is toy-1, toy-2" },
    });
  });

  it('tells the place that stands for a port, also while that is closed', async () => {
    const { https = '' } = lab.device('toy-1').endpoints;
    expect((await ask('/devices/toy-1/at?port=443')).body).toEqual({
      host: '127.0.0.1',
      port: Number(new URL(https).port),
    });
    expect((await ask('/devices/toy-1/at?port=80&address=side')).body).toEqual(
      await lab.device('toy-1').at(80, 'side'),
    );
    for (const query of ['', '?port=0', '?port=65536', '?port=x', '?port=1&colour=2', '?port=1&port=2']) {
      expect(await ask(`/devices/toy-1/at${query}`)).toMatchObject({
        status: 422,
        body: { error: expect.any(String) },
      });
    }
  });

  it('tells the journal, by device, kind and number', async () => {
    await lab.device('toy-2').reboot();
    await lab.device('toy-1').reboot();
    const { body } = await ask('/journal?device=toy-2&kind=boot');
    expect(body).toEqual({ ...lab.journalCount, entries: await lab.journal({ device: 'toy-2', kind: 'boot' }) });
    expect(body.entries).toHaveLength(1);
    const later = (await ask(`/journal?after=${body.entries[0].seq}&kind=boot`)).body.entries;
    expect(later).toEqual(await lab.journal({ device: 'toy-1', kind: 'boot' }));
    expect(await ask('/journal?kind=gossip')).toMatchObject({
      status: 422,
      body: { error: expect.stringContaining('one of handshake, ') },
    });
  });

  it('reloads the lab file, or says what is wrong with it', async () => {
    expect((await ask('/reload', { method: 'POST' })).body).toEqual({
      added: [],
      removed: [],
      recertified: [],
      waiting: [],
    });
    const file = folder.write('lab.yaml', 'devices: [{ kind: box }]');
    expect(await ask('/reload', { method: 'POST' })).toMatchObject({
      status: 422,
      body: {
        error: expect.stringContaining(`${file}:1: devices[0].kind: 'box' is no kind of device; one of nxos, `),
        problems: [{ path: 'devices[0].kind', line: 1 }],
      },
    });
  });

  it('asks for the lab to be stopped, once the answer is out', async () => {
    expect((await ask('/stop', { method: 'POST' })).body).toEqual({ stopping: true });
    expect(stops).toBe(1);
  });

  it('answers what it has not in JSON', async () => {
    expect(await ask('/nothing?x=1')).toMatchObject({ status: 404, body: { error: 'there is no GET /nothing' } });
    expect(await ask('/devices/%zz')).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });
});

describe('its token', () => {
  it.each(['/devices', '/devices/toy-1', '/journal', '/nothing', '/health/x', '/reload', '/stop'])(
    'is needed for %s',
    async (path) => {
      for (const token of ['', 'x', `${rightToken()}x`, rightToken().slice(1), rightToken().toUpperCase()]) {
        const { status, headers, body } = await ask(path, { authorization: `Bearer ${token}`, method: 'POST' });
        expect([status, headers.get('www-authenticate'), Object.keys(body)]).toEqual([401, 'Bearer', ['error']]);
      }
      expect((await fetch(control.url + path)).status).toBe(401);
      expect(stops).toBe(1);
    },
  );

  it('is 256 random bits, another one each time', async () => {
    expect(control.token).toMatch(/^[\w-]{43}$/);
    const other = await startControl(lab, { port: 0, stop: () => {} });
    expect(other.token).not.toBe(control.token);
    await other.close();
  });

  it('is not opened by any other text', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'Bearer =:,./+-_aA0 '), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, async (authorization) => {
        expect((await ask('/devices', { authorization })).status).toBe(401);
      }),
      { numRuns: 50 },
    );
  });

  it('goes to no page of another origin', async () => {
    const { headers } = await ask('/devices', { headers: { origin: 'https://example.com' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(`${control.url}/devices`, {
      method: 'OPTIONS',
      headers: { origin: 'https://example.com', 'access-control-request-method': 'GET' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([401, null]);
  });
});

describe('its port', () => {
  it('is refused when it was asked for and is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const bound = squatter.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    await expect(startControl(lab, { port, stop: () => {} })).rejects.toMatchObject({
      exitStatus: 64,
      message: `control: 127.0.0.1:${port} is used by another process; stop that one or name another port`,
    });
    squatter.close();
  });

  it('is 8080 unless told, or another one where that is taken', async () => {
    const first = await startControl(lab, { stop: () => {} });
    const second = await startControl(lab, { stop: () => {} });
    const port = Number(new URL(second.url).port);
    expect(port).not.toBe(8080);
    expect(second.notice).toBe(`control API: 127.0.0.1:8080 is used by another process; it is on port ${port} instead`);
    await Promise.all([first.close(), second.close()]);
  });
});
