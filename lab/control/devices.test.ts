import { afterAll, beforeAll, expect, it } from 'vitest';
import { testFolder } from '../testing/folder.ts';
import { greeting } from '../testing/greeting.ts';
import { type Controlled, controlled } from './testing/asked.ts';

testFolder();
let there: Controlled;
beforeAll(async () => {
  there = await controlled();
});
afterAll(() => there.stop());

const urlOf = (name: string) => there.lab.device(name).endpoints.https ?? '';

function change(name: string, words: string): Promise<void> {
  const { device } = there.lab.device(name);
  device.change((draft) => {
    Object.assign(draft.config, { greeting: words });
  });
  return device.settled();
}

it('adds a device that answers at once, and takes it away', async () => {
  const { status, body } = await there.ask('POST /devices', { kind: 'toy', name: 'mine', options: { greeting: 'hi' } });
  expect([status, body]).toEqual([201, { devices: [expect.objectContaining({ name: 'mine', kind: 'toy' })] }]);
  const url = urlOf('mine');
  expect((await greeting(url)).body).toBe('hi');
  expect(await there.ask('DELETE /devices/mine')).toMatchObject({ status: 200, body: { removed: ['mine'] } });
  expect((await there.ask('GET /devices/mine')).status).toBe(404);
  await expect(greeting(url)).rejects.toThrow('ECONNREFUSED');
});

it('adds several with numbers in their names', async () => {
  const { body } = await there.ask('POST /devices', { kind: 'toy', name: 'test-{n}', count: 3 });
  expect(body).toMatchObject({ devices: [{ name: 'test-1' }, { name: 'test-2' }, { name: 'test-3' }] });
  for (const n of [1, 2, 3]) await there.ask(`DELETE /devices/test-${n}`);
});

it.each([
  [{ kind: 'box' }, "devices[0].kind: 'box' is no kind of device"],
  [{ name: 'x' }, 'body.kind: missing'],
  [{ kind: 'toy', nane: 'x' }, "body.nane: unknown key (did you mean 'name'?)"],
  [{ kind: 'toy', name: 'toy-1' }, 'is the name of another device, too'],
  [[], 'body: a mapping belongs here, not a list'],
  ['{"kind":', 'body: this is no JSON'],
])('adds nothing for %j and says why', async (body, message) => {
  const answer = await there.ask('POST /devices', body);
  expect(answer).toMatchObject({ status: 422, body: { error: expect.stringContaining(message) } });
  expect(there.lab.devices).toHaveLength(2);
});

it('unpacks a device again, on the same port', async () => {
  await change('toy-1', 'changed');
  const before = urlOf('toy-1');
  expect((await there.ask('POST /devices/toy-1/reset')).body).toMatchObject({ name: 'toy-1' });
  expect([(await greeting(before)).body, urlOf('toy-1')]).toEqual(['hello', before]);
});

it('restarts a device, which forgets what it had not saved', async () => {
  await change('toy-2', 'changed');
  await there.ask('POST /devices/toy-2/reboot');
  expect((await greeting(urlOf('toy-2'))).body).toBe('hello');
});

it('tells the certificates that are served now', async () => {
  const { body } = await there.ask('GET /devices/toy-1/certificates');
  const { sha256 } = await greeting(urlOf('toy-1'));
  expect(body).toEqual({
    certificates: {
      https: expect.objectContaining({
        sha256,
        subject: 'CN=toy',
        issuer: 'CN=toy',
        notAfter: expect.stringMatching(/^\d{4}-/),
        chain: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
      }),
    },
  });
});

it('tells who has an account', async () => {
  expect((await there.ask('GET /devices/toy-1/users')).body).toEqual({ users: [{ name: 'admin', roles: ['all'] }] });
});
