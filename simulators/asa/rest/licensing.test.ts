import { expect, it } from 'vitest';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

const path = '/api/licensing/smart/asav';

it('a smart license is asked for over both faces, and lasts once it is registered', async () => {
  const box = benchBox('7.14.1', { configured: 'rest' });
  expect((await rest(box, 'POST', `${path}/renewid`)).status).toBe(400);
  expect((await rest(box, 'POST', `${path}/register`, { idToken: '' })).status).toBe(400);
  expect(
    (await rest(box, 'POST', `${path}/register`, { kind: 'object#SmartLicenseRegId', idToken: 't', force: false }))
      .status,
  ).toBe(201);
  expect(box.text('show license status')).toContain('Status: REGISTERED\n');
  const { json } = await rest(box, 'GET', path);
  expect((await rest(box, 'PUT', path, { ...json, throughput: '1G', featureTier: 'standard' })).status).toBe(204);
  expect(box.text('show running-config license')).toBe('license smart\n feature tier standard\n throughput level 1G\n');
  box.configure('license smart', 'throughput level 2G');
  expect((await rest(box, 'GET', path)).json).toMatchObject({
    throughput: '2G',
    featureTier: 'standard',
    transportURL: true,
  });
  expect((await rest(box, 'PUT', path, { ...json, throughput: '3G' })).json.messages[0].context).toBe('throughput');
  expect((await rest(box, 'POST', `${path}/deregister`)).status).toBe(201);
  expect(box.text('show license status')).toContain('UNREGISTERED');
});

it('a physical box has no smart licensing', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  expect((await rest(box, 'GET', path)).status).toBe(404);
  box.session.enter('config');
  expect(box.error('license smart')).toMatch(/Invalid input/);
});
