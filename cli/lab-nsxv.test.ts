import { afterAll, beforeAll, expect, it } from 'vitest';
import { testFolder } from '../lab/testing/folder.ts';
import { type Ready, type Running, rackless, up } from './testing/command.ts';

const folder = testFolder();
let running: Running & { ready: Ready };
beforeAll(async () => {
  running = await up(folder.write('lab.yaml', 'devices: [{ kind: nsxv, count: 1 }, { kind: asa }]\n'));
});
afterAll(() => running.stop());

it('shows the users of an NSX-v Manager as the vSphere client does', async () => {
  const [manager, firewall] = running.ready.devices.map(({ name }) => name);
  expect(await rackless('lab', 'nsxv', 'users', manager ?? '')).toMatchObject({
    status: 0,
    stdout: [
      'user   origin        role                  scope   status   sessions',
      'admin  NSX CLI User  System Administrator  Global  Enabled  0',
      '',
      'admin: cannot be edited.',
      '',
    ].join('\n'),
  });
  const { stdout } = await rackless('lab', 'nsxv', 'users', manager ?? '', '--json');
  expect(JSON.parse(stdout).users).toMatchObject([{ login: 'admin', id: 'userinfo-3', role: 'super_user' }]);
  expect(await rackless('lab', 'nsxv', 'users', firewall ?? '')).toMatchObject({
    status: 1,
    stderr: `rackless: name: '${firewall}' is of the kind asa; only nsxv has these users\n`,
  });
});
