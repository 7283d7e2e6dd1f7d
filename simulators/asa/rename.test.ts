import { expect, it } from 'vitest';
import { type BenchBox, benchBox } from './testing/box.ts';
import { rest } from './testing/rest.ts';

/** A box where each kind of thing refers to each name. */
function linked(): BenchBox {
  const box = benchBox('1.3.2', { configured: 'rest' });
  box.configure(
    'object network web1',
    'host 10.0.0.10',
    'object network net1',
    'subnet 10.0.0.0 255.255.255.0',
    'nat (any,any) static web1',
    'object-group network group1',
    'network-object object web1',
    'object-group network outer',
    'group-object group1',
    'object service svc1',
    'service tcp destination eq 443',
    'object-group service sg1 tcp',
    'port-object eq 80',
    'object-group service sg2',
    'service-object object svc1',
    'group-object sg1',
    'time-range tr1',
    'periodic daily 8:00 to 17:00',
    'access-list a extended permit tcp object web1 object-group group1 object-group sg1 time-range tr1',
    'access-list a extended permit object svc1 any object web1',
    'access-list a extended permit object-group sg2 any any',
    'route management 10.0.0.0 255.255.255.0 192.0.2.1',
    'nat (any,any) source static web1 group1 destination static group1 web1 service svc1 svc1',
  );
  return box;
}

const paths = {
  web1: '/api/objects/networkobjects',
  group1: '/api/objects/networkobjectgroups',
  svc1: '/api/objects/networkservices',
  sg1: '/api/objects/networkservicegroups',
  tr1: '/api/objects/timeranges',
} as const;

it.each(Object.entries(paths))('%s has its new name wherever it is named, by REST', async (name, path) => {
  const box = linked();
  const before = box
    .text('show running-config')
    .split('\n')
    .filter((line) => !line.startsWith('Crypto'));
  const { json } = await rest(box, 'GET', `${path}/${name}`);
  const { status, location } = await rest(box, 'PUT', `${path}/${name}`, { ...json, name: 'moved' });
  expect([status, location]).toEqual([204, `${path}/moved`]);
  const after = box
    .text('show running-config')
    .split('\n')
    .filter((line) => !line.startsWith('Crypto'));
  const renamed = before.map((line) => line.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), 'moved'));
  expect(after.toSorted()).toEqual(renamed.toSorted());
  expect((await rest(box, 'DELETE', `${path}/moved`)).status).toBe(400);
});

it.each([
  ['network', 'web1'],
  ['service', 'svc1'],
])('an object %s has its new name wherever it is named, by the command line', (kind, name) => {
  const box = linked();
  box.configure(`object ${kind} ${name}`, 'rename moved', 'description found again');
  const text = box.text('show running-config');
  expect(text).not.toMatch(new RegExp(`\\b${name}\\b`));
  expect(text).toContain(`object ${kind} moved\n`);
  expect(text).toContain('description found again');
  box.session.enter('config');
  expect(box.error(`no object ${kind} moved`)).toMatch(/is being used/);
});

it('an object that was listed before it had its new name is listed by that one', async () => {
  const box = linked();
  await rest(box, 'GET', paths.web1);
  box.configure('object network web1', 'rename moved');
  const { items } = (await rest(box, 'GET', paths.web1)).json;
  expect(items.map(({ name, objectId }: { name: string; objectId: string }) => [name, objectId])).toEqual([
    ['moved', 'moved'],
    ['net1', 'net1'],
  ]);
});
