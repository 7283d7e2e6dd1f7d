import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Manager, manager } from './testing/manager.ts';
import { listedUsers } from './vsphere-users.ts';

let box: Manager;
beforeAll(async () => {
  box = await manager({ release: '6.4.4' });
});
afterAll(() => box.stop());

const assign = (path: string, role: string) =>
  box.ask('POST', `/api/2.0/services/usermgmt/role/${path}`, {
    body: `<accessControlEntry><role>${role}</role></accessControlEntry>`,
  });

it('shows users by origin, with what an edit would offer and end, and no account without a role', async () => {
  box.device.change((draft) => {
    draft.config.users.api = { hash: '', web: true };
    draft.config.users.idle = { hash: '', web: true };
  });
  await assign('api?isCli=true', 'auditor');
  await assign('ops@corp.local', 'vshield_admin');
  await assign('admins@corp.local?isGroup=true', 'enterprise_admin');
  await box.ask('GET', '/api/2.0/auditlog', { as: 'ops@corp.local:Operator.1' });
  await box.ask('GET', '/api/2.0/auditlog', { as: 'eve@corp.local:Evening.1' });
  const users = listedUsers(box.device);
  expect(users.map(({ user, origin, label, scope, sessions }) => [user, origin, label, scope, sessions])).toEqual([
    ['admin', 'NSX CLI User', 'System Administrator', ['Global'], 1],
    ['api', 'NSX CLI User', 'Auditor', ['Global'], 0],
    ['CORP.LOCAL\\ops', 'vCenter', 'NSX Administrator', ['Global'], 1],
    ['CORP.LOCAL\\admins', 'vCenter', 'Enterprise Administrator', ['Global'], 1],
  ]);
  expect(users.map(({ edit }) => edit?.roles)).toEqual([
    undefined,
    ['security_admin', 'auditor'],
    ['vshield_admin', 'security_admin', 'auditor', 'enterprise_admin', 'security_engineer', 'network_engineer'],
    ['vshield_admin', 'security_admin', 'auditor', 'enterprise_admin', 'security_engineer', 'network_engineer'],
  ]);
  expect(users[1]?.edit?.warning).toMatch(/sessions of the user api will be terminated/);
  await box.ask('PUT', '/api/2.0/services/usermgmt/user/ops@corp.local/enablestate/0');
  expect(listedUsers(box.device)[2]).toMatchObject({ status: 'Disabled', sessions: 0 });
});
