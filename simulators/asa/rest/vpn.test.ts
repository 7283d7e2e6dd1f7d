import { expect, it } from 'vitest';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

it('an IKEv1 policy is one on both faces, in the words of each', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const body = {
    kind: 'object#ikev1policy',
    priority: 10,
    authentication: 'preshared',
    encryption: 'aes-256',
    hash: 'sha',
    dhgroup: 2,
    lifetimeInSecs: 86_400,
  };
  expect(await rest(box, 'POST', '/api/vpn/ikev1policy', body)).toMatchObject({
    status: 201,
    location: '/api/vpn/ikev1policy/10',
  });
  expect(box.text('show running-config crypto ikev1')).toBe(
    'crypto ikev1 policy 10\n authentication pre-share\n encryption aes-256\n hash sha\n group 2\n lifetime 86400\n',
  );
  expect((await rest(box, 'PATCH', '/api/vpn/ikev1policy/10', { dhgroup: 5 })).status).toBe(204);
  box.configure('crypto ikev1 policy 10', 'lifetime 3600');
  expect((await rest(box, 'GET', '/api/vpn/ikev1policy')).json.items).toMatchObject([
    { ...body, dhgroup: 5, lifetimeInSecs: 3600 },
  ]);
  expect((await rest(box, 'POST', '/api/vpn/ikev1policy', body)).json.messages[0].code).toBe('DUPLICATE');
  expect((await rest(box, 'DELETE', '/api/vpn/ikev1policy/10')).status).toBe(204);
  expect(box.text('show running-config crypto')).toBe('');
});

it('a group policy is one on both faces', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  box.configure(
    'access-list split extended permit ip any any',
    'group-policy GP internal',
    'group-policy GP attributes',
    'vpn-tunnel-protocol ssl-client',
  );
  const path = '/api/vpn/grouppolicies/GP';
  const { json } = await rest(box, 'GET', path);
  expect(json).toMatchObject({ type: 'internal', attributes: { tunnelingProtocols: ['ssl-client'] } });
  const attributes = { tunnelingProtocols: ['ikev1', 'ssl-client'], filter: 'split', idleTimeout: '30' };
  expect((await rest(box, 'PUT', path, { ...json, attributes })).status).toBe(204);
  expect(box.text('show running-config group-policy')).toBe(
    'group-policy GP internal\ngroup-policy GP attributes\n vpn-idle-timeout 30\n vpn-filter value split\n vpn-tunnel-protocol ikev1 ssl-client \n',
  );
  expect((await rest(box, 'PUT', path, { ...json, attributes: { filter: 'none' } })).json.messages[0].context).toBe(
    'filter',
  );
});
