import { defineCase } from '../../case.ts';
import { all, equal, matches } from '../../judgement.ts';
import { noContent, ok, refused, status } from './judges.ts';
import { ask, assignment, auditlog, element, give, loginOf, person, usermgmt, withPeople } from './manager.ts';

const five = ['super_user', 'vshield_admin', 'security_admin', 'auditor', 'enterprise_admin'];

/** What any manager tells of users and roles. */
export const looking = defineCase({
  id: 'NV-ROLE-READ',
  title: 'Users, roles and scopes as they are read',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const read = (path: string) => ask(device, 'GET', `${usermgmt}/${path}`, { accept: 'application/xml' });
    const roles = await read('roles');
    return {
      smoke: await read('user/admin'),
      admin: await read('role/admin'),
      none: await read('role/no-such-user@suite.invalid'),
      roles: [...roles.body.matchAll(/<string>([^<]*)<\/string>/g)].map((found) => found[1] ?? ''),
      scopes: await read('scopingobjects'),
    };
  },
  checks: [
    { id: 'smoke', requirement: 'NV-AUTH-0009', killedBy: ['nsxv.admin-is-unknown'], judge: ({ smoke }) => ok(smoke) },
    {
      id: 'admin',
      requirement: 'NV-ROLE-0036',
      killedBy: ['nsxv.admin-is-no-super-user'],
      judge: ({ admin }) => equal('super_user', element(admin.body, 'role')),
    },
    {
      id: 'none',
      requirement: 'NV-ROLE-0016',
      killedBy: ['nsxv.missing-role-is-404'],
      judge: ({ none }) => status(400)(none),
    },
    {
      id: 'five',
      requirement: 'NV-ROLE-0026',
      killedBy: ['nsxv.roles-by-alphabet'],
      judge: ({ roles }) => equal(five, roles),
    },
    {
      id: 'seven',
      requirement: 'NV-ROLE-0027',
      killedBy: ['nsxv.roles-by-alphabet'],
      judge: ({ roles }) => equal([...five, 'security_engineer', 'network_engineer'], roles.slice(0, 7)),
    },
    {
      id: 'scopes',
      requirement: 'NV-ROLE-0040',
      killedBy: ['nsxv.no-global-scope'],
      judge: ({ scopes }) =>
        matches(
          /<scopingObjects>[\s\S]*<objectId>globalroot-0<\/objectId>/,
          scopes.body,
          'globalroot-0 among scopingObjects',
        ),
    },
  ],
});

/** What the administrator does to people of vCenter, and cannot do to `admin`. */
export const administering = defineCase({
  id: 'NV-ROLE-ADMIN',
  title: 'People of vCenter, odd queries, and what nobody may do to admin',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(withPeople);
    const at = (method: string, path: string, body?: string) =>
      ask(device, method, `${usermgmt}/${path}`, body === undefined ? { accept: 'application/xml' } : { body });
    const one = loginOf('auditor');
    return {
      plain: await give(device, one, 'auditor'),
      removed: await at('DELETE', `role/${one}`),
      twoMarks: await give(device, one, 'auditor', '??isGroup=false'),
      twoMarksRemoved: await at('DELETE', `role/${one}??isGroup=false`),
      ampersand: await give(device, one, 'auditor', '?&isGroup=false'),
      users: await at('GET', 'users/vsm'),
      byUpn: await ask(device, 'GET', auditlog, { as: person('auditor') }),
      adminDeleted: await at('DELETE', 'user/admin'),
      adminDisabled: await at('PUT', 'user/admin/enablestate/0'),
      adminChanged: await at('PUT', 'role/admin', assignment('auditor')),
    };
  },
  checks: [
    {
      id: 'plain',
      requirement: 'NV-ROLE-0030',
      killedBy: ['nsxv.assigning-is-201'],
      judge: ({ plain }) => noContent(plain),
    },
    {
      id: 'removed',
      requirement: 'NV-ROLE-0038',
      killedBy: ['nsxv.deleting-is-200'],
      judge: ({ removed }) => noContent(removed),
    },
    {
      id: 'two-marks',
      requirement: 'NV-ROLE-0028',
      killedBy: ['nsxv.assigning-is-201', 'nsxv.deleting-is-200'],
      judge: ({ twoMarks, twoMarksRemoved }) => all(noContent(twoMarks), noContent(twoMarksRemoved)),
    },
    {
      id: 'ampersand',
      requirement: 'NV-ROLE-0029',
      killedBy: ['nsxv.assigning-is-201'],
      judge: ({ ampersand }) => noContent(ampersand),
    },
    {
      id: 'domain',
      requirement: 'NV-ROLE-0041',
      killedBy: ['nsxv.users-by-upn'],
      judge: ({ users }) => matches(/<name>[^<]+\\auditor<\/name>/i, users.body, 'DOMAIN\\auditor'),
    },
    { id: 'upn', requirement: 'NV-ROLE-0042', killedBy: ['nsxv.only-admin-may'], judge: ({ byUpn }) => ok(byUpn) },
    {
      id: 'admin-deleted',
      requirement: 'NV-ROLE-0031',
      killedBy: ['nsxv.admin-can-go'],
      judge: ({ adminDeleted }) => refused(adminDeleted),
    },
    {
      id: 'admin-disabled',
      requirement: 'NV-ROLE-0032',
      killedBy: ['nsxv.admin-can-go'],
      judge: ({ adminDisabled }) => refused(adminDisabled),
    },
    {
      id: 'admin-changed',
      requirement: 'NV-ROLE-0033',
      killedBy: ['nsxv.admin-can-go'],
      judge: ({ adminChanged }) => refused(adminChanged),
    },
  ],
});
