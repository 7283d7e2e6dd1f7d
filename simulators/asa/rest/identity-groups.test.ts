import { expect, it } from 'vitest';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

it('a group of users is one on both faces, and what it holds cannot be removed', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  box.configure('username bob password Secret-1');
  const path = '/api/objects/localusergroups';
  const members = [{ kind: 'objectRef#UserObj', objectId: 'LOCAL_API_BACK_SLASH_bob' }];
  expect((await rest(box, 'POST', path, { kind: 'object#LocalUserObjGroup', name: 'people', members })).status).toBe(
    201,
  );
  box.configure('object-group user all', 'group-object people');
  expect(box.text('show running-config object-group user')).toBe(
    'object-group user people\n user LOCAL\\bob\nobject-group user all\n group-object people\n',
  );
  expect((await rest(box, 'GET', path)).json.items).toMatchObject([
    { name: 'all', members: [{ kind: 'objectRef#LocalUserObjGroup', objectId: 'people' }] },
    { name: 'people', members },
  ]);
  expect((await rest(box, 'DELETE', `${path}/people`)).status).toBe(400);
  expect((await rest(box, 'DELETE', '/api/objects/localusers/bob')).status).toBe(400);
  box.session.enter('config');
  expect(box.error('no username bob')).toMatch(/being used/);
  expect(box.error('no object-group user people')).toMatch(/not allowed, it is being used/);
  expect((await rest(box, 'PUT', `${path}/people`, { name: 'team', members })).status).toBe(204);
  expect(box.text('show running-config object-group user')).toContain(' group-object team\n');
  const round = [{ kind: 'objectRef#LocalUserObjGroup', objectId: 'all' }];
  expect((await rest(box, 'PUT', `${path}/team`, { name: 'team', members: round })).json.messages[0].context).toBe(
    'members',
  );
  expect((await rest(box, 'GET', '/api/objects/userobjects/LOCAL_API_BACK_SLASH_bob')).json.value).toBe('LOCAL\\bob');
});

it('a group of security groups is one on both faces', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const path = '/api/objects/securityobjectgroups';
  const members = [
    { kind: 'SecurityName', value: 'Lab' },
    { kind: 'SecurityTag', value: '17' },
  ];
  expect((await rest(box, 'POST', path, { name: 'tagged', members })).status).toBe(201);
  box.configure('object-group security tagged', 'no security-group name Lab', 'description by tag');
  expect((await rest(box, 'GET', `${path}/tagged`)).json).toMatchObject({
    members: [members[1]],
    description: 'by tag',
  });
  expect(box.text('show running-config object-group security')).toBe(
    'object-group security tagged\n description by tag\n security-group tag 17\n',
  );
});
