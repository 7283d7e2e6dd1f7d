import { afterAll, describe, expect, it } from 'vitest';
import { type Manager, manager } from './testing/manager.ts';

/** One request for each right, harmless or undone by the next role's turn. */
const operations = {
  'read users': ['GET', '/api/2.0/services/usermgmt/users/vsm'],
  'write users': ['PUT', '/api/2.0/services/usermgmt/user/guest@corp.local/enablestate/1'],
  'read a role': ['GET', '/api/2.0/services/usermgmt/role/admin'],
  'read scopes': ['GET', '/api/2.0/services/usermgmt/scopingobjects'],
  'list roles': ['GET', '/api/2.0/services/usermgmt/roles'],
  'read the audit log': ['GET', '/api/2.0/auditlog?pageSize=1'],
  'read system events': ['GET', '/api/2.0/systemevent?pageSize=1'],
  'read vCenter': ['GET', '/api/2.0/services/vcconfig'],
  'read SSO': ['GET', '/api/2.0/services/ssoconfig/status'],
  'read the appliance': ['GET', '/api/1.0/appliance-management/global/info'],
  'restart the appliance manager': ['POST', '/api/1.0/appliance-management/components/component/APPMGMT/restart'],
  probe: ['GET', '/api/2.0/nwfabric/features'],
} as const;

type Allowed = Readonly<Record<string, readonly (keyof typeof operations)[]>>;

const everybody = ['read the audit log', 'read system events', 'probe'] as const;
const all = Object.keys(operations) as (keyof typeof operations)[];
const overseer = ['read users', 'read a role', 'read scopes', 'list roles'] as const;
const vcenterReader = ['read vCenter', 'read SSO'] as const;

/** The published table of 6.3, which 6.2 goes by. */
const upTo63: Allowed = {
  auditor: everybody,
  security_admin: everybody,
  vshield_admin: [...everybody, ...overseer, ...vcenterReader],
  enterprise_admin: [...everybody, ...overseer, ...vcenterReader, 'write users'],
  super_user: all,
};

/** The published table of 6.4. */
const of64: Allowed = {
  auditor: [...everybody, ...vcenterReader, 'read users'],
  security_admin: [...everybody, ...vcenterReader],
  vshield_admin: [...everybody, ...overseer, ...vcenterReader],
  enterprise_admin: [...everybody, ...overseer, ...vcenterReader, 'write users', 'read the appliance'],
  super_user: all,
};

const engineers: Allowed = {
  ...of64,
  security_engineer: [...everybody, ...vcenterReader],
  network_engineer: [...everybody, ...overseer, ...vcenterReader],
};

const releases: readonly (readonly [string, Allowed])[] = [
  ['6.2.1', upTo63],
  ['6.2.5', upTo63],
  ['6.3.2', upTo63],
  ['6.3.6', upTo63],
  ['6.4.1', of64],
  ['6.4.4', engineers],
  ['6.4.6', { ...engineers, security_role_admin: [...everybody, ...overseer, ...vcenterReader, 'write users'] }],
];

let box: Manager | undefined;
afterAll(() => box?.stop());

describe.each(releases)('roles at %s', (release, allowed) => {
  it('may do what the published table says, and are refused by name for all else', async () => {
    await box?.stop();
    const roles = Object.keys(allowed);
    const users = roles.map((role) => ({ name: `${role}@corp.local`, password: 'Somebody.1' }));
    box = await manager({ release, options: { vcenter: { users } } });
    const give = (login: string, role: string) =>
      box?.ask('POST', `/api/2.0/services/usermgmt/role/${login}`, {
        body: `<accessControlEntry><role>${role}</role></accessControlEntry>`,
      });
    await give('guest@corp.local', 'auditor');
    const seen: Record<string, string[]> = {};
    for (const role of roles) {
      expect((await give(`${role}@corp.local`, role))?.status).toBe(204);
      const may: string[] = [];
      for (const [what, [method, path]] of Object.entries(operations)) {
        const answer = await box.ask(method, path, { as: `${role}@corp.local:Somebody.1`, accept: 'application/xml' });
        if (answer.status < 300) may.push(what);
        else expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('<errorCode>254</errorCode>')]);
      }
      seen[role] = may.sort();
    }
    expect(seen).toEqual(Object.fromEntries(Object.entries(allowed).map(([role, may]) => [role, [...may].sort()])));
  });
});
