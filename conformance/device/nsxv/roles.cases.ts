import { defineCase } from '../../case.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import {
  apiUser,
  ask,
  assignment,
  auditlog,
  change,
  element,
  give,
  info,
  loginOf,
  type Person,
  person,
  type Seen,
  usermgmt,
  withPeople,
} from './manager.ts';
import { makeAccount } from './terminal.ts';

const status = (wanted: number) => (seen: Seen) => equal(wanted, seen.status);
const ok = status(200);
const gone = status(204);
/** Refused in whatever way: which one, nobody has written down. */
const refused = (seen: Seen) => holds(seen.status >= 400 && seen.status < 500, 'a refusal, 4xx', seen.status);

/** The how-to over the API, from an account of the CLI to its roles. */
export const walkthrough = defineCase({
  id: 'NV-ROLE-WALK',
  title: 'A CLI account gets a role, another one, and loses it',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh();
    await makeAccount(t, device);
    const asApi = () => ask(device, 'GET', auditlog, { as: apiUser });
    const users = () => ask(device, 'GET', `${usermgmt}/users/vsm`, { accept: 'application/xml' });
    const before = await asApi();
    const usersBefore = await users();
    const given = await give(device, 'api', 'auditor', '?isCli=true');
    const again = await give(device, 'api', 'auditor', '?isCli=true');
    const after = await asApi();
    const usersAfter = await users();
    const own = await ask(device, 'GET', `${usermgmt}/role/api`, { as: apiUser, accept: 'application/xml' });
    const superUser = await change(device, 'api', 'super_user');
    const vshield = await change(device, 'api', 'vshield_admin');
    const enterprise = await change(device, 'api', 'enterprise_admin');
    const security = await change(device, 'api', 'security_admin');
    const off = await ask(device, 'PUT', `${usermgmt}/user/api/enablestate/0`);
    const whileOff = await asApi();
    const on = await ask(device, 'PUT', `${usermgmt}/user/api/enablestate/1`);
    const whileOn = await asApi();
    const roleDeleted = await ask(device, 'DELETE', `${usermgmt}/role/api`);
    const deleted = await ask(device, 'DELETE', `${usermgmt}/user/api`);
    const log = await ask(device, 'GET', `${auditlog}?pageSize=1024`);
    const trapped = await give(device, 'api', 'auditor');
    const inTrap = await asApi();
    const repaired = await give(device, 'api', 'auditor', '?isCli=true');
    const freed = await ask(device, 'DELETE', `${usermgmt}/role/api`);
    const afterTrap = await give(device, 'api', 'auditor', '?isCli=true');
    return {
      before,
      usersBefore,
      given,
      again,
      after,
      usersAfter,
      own,
      superUser,
      vshield,
      enterprise,
      security,
      off,
      whileOff,
      on,
      whileOn,
      roleDeleted,
      deleted,
      log,
      trapped,
      inTrap,
      repaired,
      freed,
      afterTrap,
    };
  },
  checks: [
    { id: 'no-role', requirement: 'NV-AUTH-0004', judge: ({ before }) => status(403)(before) },
    {
      id: 'no-role-text',
      requirement: 'NV-AUTH-0005',
      judge: ({ before }) =>
        matches(
          /VC user does not have any role on NSX Manager\./,
          before.body,
          'VC user does not have any role on NSX Manager.',
        ),
      killedBy: ['nsxv.one-403-for-all'],
    },
    {
      id: 'no-role-html',
      requirement: 'NV-AUTH-0006',
      judge: ({ before }) => matches(/^text\/html/, before.type, 'text/html'),
    },
    {
      id: 'no-role-heading',
      requirement: 'NV-AUTH-0007',
      judge: ({ before }) =>
        matches(
          /<h1>HTTP Status 403 - VC user does not have any role on NSX Manager\.<\/h1>/,
          before.body,
          'the heading',
        ),
      killedBy: ['nsxv.one-403-for-all'],
    },
    {
      id: 'given',
      requirement: 'NV-ROLE-0001',
      judge: ({ given }) => gone(given),
      killedBy: ['nsxv.assigning-is-201'],
    },
    { id: 'given-empty', requirement: 'NV-ROLE-0002', judge: ({ given }) => equal('', given.body) },
    { id: 'works', requirement: 'NV-ROLE-0003', judge: ({ after }) => ok(after) },
    {
      id: 'listed',
      requirement: 'NV-ROLE-0004',
      judge: ({ usersAfter }) =>
        matches(/<name>api<\/name>(?:(?!<\/userInfo>)[\s\S])*<isCli>true<\/isCli>/, usersAfter.body, 'api, isCli true'),
    },
    {
      id: 'not-listed',
      requirement: 'NV-ROLE-0005',
      judge: ({ usersBefore }) =>
        all(ok(usersBefore), holds(!usersBefore.body.includes('<name>api</name>'), 'no api', usersBefore.body)),
    },
    { id: 'twice', requirement: 'NV-ROLE-0012', judge: ({ again }) => refused(again) },
    {
      id: 'changed',
      requirement: 'NV-ROLE-0006',
      judge: ({ security }) => all(ok(security), equal('security_admin', element(security.body, 'role'))),
      killedBy: ['nsxv.changing-is-silent'],
    },
    {
      id: 'super-user',
      requirement: 'NV-ROLE-0025',
      judge: ({ superUser }) => ok(superUser),
      killedBy: ['nsxv.changing-is-silent'],
    },
    {
      id: 'role-alone',
      requirement: 'NV-ROLE-0007',
      judge: ({ superUser }) =>
        matches(
          /<accessControlEntry>\s*<role>super_user<\/role>\s*<\/accessControlEntry>/,
          superUser.body,
          'role alone',
        ),
      killedBy: ['nsxv.changing-is-silent'],
    },
    {
      id: 'scope',
      requirement: 'NV-ROLE-0008',
      judge: ({ security }) => equal('globalroot-0', element(security.body, 'objectId')),
      killedBy: ['nsxv.changing-is-silent'],
    },
    {
      id: 'global',
      requirement: 'NV-ROLE-0009',
      judge: ({ security }) =>
        equal(['GlobalRoot', 'Global'], [element(security.body, 'objectTypeName'), element(security.body, 'name')]),
      killedBy: ['nsxv.changing-is-silent'],
    },
    {
      id: 'no-resource-id',
      requirement: 'NV-ROLE-0010',
      judge: ({ security }) =>
        all(
          holds(security.body.includes('<resource>'), 'a scope', security.body),
          holds(!security.body.includes('resourceId'), 'no resourceId', security.body),
        ),
      killedBy: ['nsxv.resource-id-echoed', 'nsxv.changing-is-silent'],
    },
    {
      id: 'header',
      requirement: 'NV-ROLE-0011',
      judge: ({ security }) =>
        equal(
          'objectId objectTypeName vsmUuid nodeId revision type typeName name clientHandle extendedAttributes isUniversal universalRevision',
          [...security.body.replace(/^[\s\S]*?<resource>/, '').matchAll(/<([A-Za-z]+)\/?>/g)]
            .map((found) => found[1])
            .join(' '),
        ),
      killedBy: ['nsxv.resource-id-echoed', 'nsxv.changing-is-silent'],
    },
    {
      id: 'vshield-6.2',
      requirement: 'NV-ROLE-0021',
      judge: ({ vshield }) => ok(vshield),
      killedBy: ['nsxv.changing-is-silent'],
    },
    {
      id: 'enterprise-6.2',
      requirement: 'NV-ROLE-0022',
      judge: ({ enterprise }) => ok(enterprise),
      killedBy: ['nsxv.changing-is-silent'],
    },
    {
      id: 'enterprise-later',
      requirement: 'NV-ROLE-0023',
      judge: ({ enterprise }) => refused(enterprise),
      killedBy: ['nsxv.any-role-for-cli'],
    },
    {
      id: 'vshield-later',
      requirement: 'NV-ROLE-0024',
      judge: ({ vshield }) => refused(vshield),
      killedBy: ['nsxv.any-role-for-cli'],
    },
    {
      id: 'own-role',
      requirement: 'NV-ROLE-0017',
      judge: ({ own }) => status(403)(own),
      killedBy: ['nsxv.auditor-reads-roles'],
    },
    {
      id: 'code',
      requirement: 'NV-ROLE-0018',
      judge: ({ own }) => equal('254', element(own.body, 'errorCode')),
      killedBy: ['nsxv.errors-without-code', 'nsxv.auditor-reads-roles'],
    },
    {
      id: 'details',
      requirement: 'NV-ROLE-0019',
      judge: ({ own }) =>
        equal(
          'User is not authorized to access object globalroot-0 and feature urm.object_access_control, please check object access scope and feature permissions for the user.',
          element(own.body, 'details'),
        ),
      killedBy: ['nsxv.errors-without-code', 'nsxv.auditor-reads-roles'],
    },
    {
      id: 'module',
      requirement: 'NV-ROLE-0020',
      judge: ({ own }) => equal('core-services', element(own.body, 'moduleName')),
      killedBy: ['nsxv.errors-without-code', 'nsxv.auditor-reads-roles'],
    },
    { id: 'switched', requirement: 'NV-ROLE-0034', judge: ({ off, on }) => all(gone(off), gone(on)) },
    {
      id: 'switched-off',
      requirement: 'NV-ROLE-0035',
      judge: ({ whileOff, whileOn }) => all(refused(whileOff), ok(whileOn)),
    },
    {
      id: 'local-role',
      requirement: 'NV-ROLE-0039',
      judge: ({ roleDeleted }) => refused(roleDeleted),
      killedBy: ['nsxv.admin-can-go'],
    },
    { id: 'deleted', requirement: 'NV-ROLE-0037', judge: ({ deleted }) => gone(deleted) },
    {
      id: 'remembered',
      requirement: 'NV-ROLE-0043',
      judge: ({ log }) =>
        matches(/<operation>LOGIN<\/operation><resource>api<\/resource>/, log.body, 'the login of api'),
    },
    {
      id: 'trap',
      requirement: 'NV-ROLE-0013',
      judge: ({ trapped, repaired }) => all(gone(trapped), refused(repaired)),
      killedBy: ['nsxv.assigning-is-201'],
    },
    {
      id: 'trap-password',
      requirement: 'NV-ROLE-0015',
      judge: ({ inTrap }) => status(403)(inTrap),
      killedBy: ['nsxv.bad-password-is-401'],
    },
    {
      id: 'way-out',
      requirement: 'NV-ROLE-0014',
      judge: ({ freed, afterTrap }) => all(gone(freed), gone(afterTrap)),
      killedBy: ['nsxv.assigning-is-201'],
    },
  ],
});

/** What the administrator sees without any account being made. */
export const administering = defineCase({
  id: 'NV-ROLE-ADMIN',
  title: 'Roles, scopes, odd queries, and what nobody may do to admin',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(withPeople);
    const bad = { username: device.username, password: 'Surely.Wrong.1' };
    t.secret('password', bad.password);
    const at = (method: string, path: string, body?: string) =>
      ask(device, method, `${usermgmt}/${path}`, body === undefined ? { accept: 'application/xml' } : { body });
    const one = loginOf('auditor');
    const roles = await at('GET', 'roles');
    return {
      wrong: await ask(device, 'GET', auditlog, { as: bad }),
      wrongJson: await ask(device, 'GET', auditlog, { as: bad, accept: 'application/json' }),
      smoke: await at('GET', 'user/admin'),
      admin: await at('GET', 'role/admin'),
      none: await at('GET', `role/${one}`),
      roles: [...roles.body.matchAll(/<string>([^<]*)<\/string>/g)].map((found) => found[1] ?? ''),
      scopes: await at('GET', 'scopingobjects'),
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
      id: 'wrong',
      requirement: 'NV-AUTH-0001',
      judge: ({ wrong }) => status(403)(wrong),
      killedBy: ['nsxv.bad-password-is-401'],
    },
    {
      id: 'wrong-text',
      requirement: 'NV-AUTH-0002',
      judge: ({ wrong }) =>
        matches(/Bad Username or Credentials presented/, wrong.body, 'Bad Username or Credentials presented'),
    },
    {
      id: 'wrong-new',
      requirement: 'NV-AUTH-0008',
      judge: ({ wrong }) =>
        matches(
          /Message<\/b> Bad Username or Credentials presented<\/p>/,
          wrong.body,
          'the message where the tool looks for it',
        ),
    },
    {
      id: 'reason',
      requirement: 'NV-AUTH-0003',
      judge: ({ wrong }) => equal('Forbidden', wrong.reason),
      killedBy: ['nsxv.bad-password-is-401'],
    },
    { id: 'smoke', requirement: 'NV-AUTH-0009', judge: ({ smoke }) => ok(smoke) },
    {
      id: 'admin',
      requirement: 'NV-ROLE-0036',
      judge: ({ admin }) => equal('super_user', element(admin.body, 'role')),
    },
    {
      id: 'none',
      requirement: 'NV-ROLE-0016',
      judge: ({ none }) => status(400)(none),
      killedBy: ['nsxv.missing-role-is-404'],
    },
    {
      id: 'five',
      requirement: 'NV-ROLE-0026',
      judge: ({ roles }) =>
        equal(['super_user', 'vshield_admin', 'security_admin', 'auditor', 'enterprise_admin'], roles),
    },
    {
      id: 'seven',
      requirement: 'NV-ROLE-0027',
      judge: ({ roles }) =>
        equal(
          [
            'super_user',
            'vshield_admin',
            'security_admin',
            'auditor',
            'enterprise_admin',
            'security_engineer',
            'network_engineer',
          ],
          roles.slice(0, 7),
        ),
    },
    {
      id: 'scopes',
      requirement: 'NV-ROLE-0040',
      judge: ({ scopes }) =>
        matches(
          /<scopingObjects>[\s\S]*<objectId>globalroot-0<\/objectId>/,
          scopes.body,
          'globalroot-0 among scopingObjects',
        ),
    },
    {
      id: 'plain',
      requirement: 'NV-ROLE-0030',
      judge: ({ plain }) => gone(plain),
      killedBy: ['nsxv.assigning-is-201'],
    },
    { id: 'removed', requirement: 'NV-ROLE-0038', judge: ({ removed }) => gone(removed) },
    {
      id: 'two-marks',
      requirement: 'NV-ROLE-0028',
      judge: ({ twoMarks, twoMarksRemoved }) => all(gone(twoMarks), gone(twoMarksRemoved)),
      killedBy: ['nsxv.assigning-is-201'],
    },
    {
      id: 'ampersand',
      requirement: 'NV-ROLE-0029',
      judge: ({ ampersand }) => gone(ampersand),
      killedBy: ['nsxv.assigning-is-201'],
    },
    {
      id: 'domain',
      requirement: 'NV-ROLE-0041',
      judge: ({ users }) => matches(/<name>[^<]+\\auditor<\/name>/i, users.body, 'DOMAIN\\auditor'),
    },
    { id: 'upn', requirement: 'NV-ROLE-0042', judge: ({ byUpn }) => ok(byUpn) },
    {
      id: 'admin-deleted',
      requirement: 'NV-ROLE-0031',
      judge: ({ adminDeleted }) => refused(adminDeleted),
      killedBy: ['nsxv.admin-can-go'],
    },
    {
      id: 'admin-disabled',
      requirement: 'NV-ROLE-0032',
      judge: ({ adminDisabled }) => refused(adminDisabled),
      killedBy: ['nsxv.admin-can-go'],
    },
    {
      id: 'admin-changed',
      requirement: 'NV-ROLE-0033',
      judge: ({ adminChanged }) => refused(adminChanged),
      killedBy: ['nsxv.admin-can-go'],
    },
  ],
});

/** The published table, where clients feel it. */
export const permissions = defineCase({
  id: 'NV-PERM-TABLE',
  title: 'What each role may read and change',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(withPeople);
    for (const name of ['auditor', 'security_admin', 'vshield_admin', 'enterprise_admin'] as const) {
      await give(device, loginOf(name), name);
    }
    const as = (name: Person, method: string, path: string) => ask(device, method, path, { as: person(name) });
    const users = `${usermgmt}/users/vsm`;
    const enabling = `${usermgmt}/user/${loginOf('auditor')}/enablestate/1`;
    return {
      auditorLog: await as('auditor', 'GET', auditlog),
      auditorEvents: await as('auditor', 'GET', '/api/2.0/systemevent'),
      auditorUsers: await as('auditor', 'GET', users),
      auditorWrites: await as('auditor', 'PUT', enabling),
      auditorVcenter: await as('auditor', 'GET', '/api/2.0/services/vcconfig'),
      auditorProbe: await as('auditor', 'GET', '/api/2.0/nwfabric/features'),
      securityUsers: await as('security_admin', 'GET', users),
      vshieldUsers: await as('vshield_admin', 'GET', users),
      vshieldWrites: await as('vshield_admin', 'PUT', enabling),
      enterpriseWrites: await as('enterprise_admin', 'PUT', enabling),
      enterpriseInfo: await as('enterprise_admin', 'GET', info),
    };
  },
  checks: [
    { id: 'auditor-log', requirement: 'NV-PERM-0001', judge: ({ auditorLog }) => ok(auditorLog) },
    { id: 'auditor-writes', requirement: 'NV-PERM-0002', judge: ({ auditorWrites }) => status(403)(auditorWrites) },
    { id: 'auditor-users-6.3', requirement: 'NV-PERM-0003', judge: ({ auditorUsers }) => status(403)(auditorUsers) },
    { id: 'auditor-users-6.4', requirement: 'NV-PERM-0004', judge: ({ auditorUsers }) => ok(auditorUsers) },
    { id: 'security-users', requirement: 'NV-PERM-0005', judge: ({ securityUsers }) => status(403)(securityUsers) },
    { id: 'vshield-users', requirement: 'NV-PERM-0006', judge: ({ vshieldUsers }) => ok(vshieldUsers) },
    { id: 'vshield-writes', requirement: 'NV-PERM-0007', judge: ({ vshieldWrites }) => status(403)(vshieldWrites) },
    { id: 'enterprise-writes', requirement: 'NV-PERM-0008', judge: ({ enterpriseWrites }) => gone(enterpriseWrites) },
    {
      id: 'auditor-vcenter-6.3',
      requirement: 'NV-PERM-0009',
      judge: ({ auditorVcenter }) => status(403)(auditorVcenter),
    },
    { id: 'auditor-vcenter-6.4', requirement: 'NV-PERM-0010', judge: ({ auditorVcenter }) => ok(auditorVcenter) },
    { id: 'appliance-6.3', requirement: 'NV-PERM-0011', judge: ({ enterpriseInfo }) => status(403)(enterpriseInfo) },
    { id: 'appliance-6.4', requirement: 'NV-PERM-0012', judge: ({ enterpriseInfo }) => ok(enterpriseInfo) },
    { id: 'probe', requirement: 'NV-PERM-0013', judge: ({ auditorProbe }) => ok(auditorProbe) },
    { id: 'auditor-events', requirement: 'NV-PERM-0014', judge: ({ auditorEvents }) => ok(auditorEvents) },
  ],
});

/** Tokens of 6.4. */
export const tokens = defineCase({
  id: 'NV-AUTH-TOKEN',
  title: 'Tokens in place of a password',
  touches: 'simulator-only',
  versions: '>=6.4.1',
  async drive(t) {
    const device = await t.fresh(withPeople);
    const login = loginOf('auditor');
    await give(device, login, 'auditor');
    const issue = () => ask(device, 'POST', '/api/2.0/services/auth/token', { as: person('auditor') });
    const issued = await issue();
    const token = element(issued.body, 'value');
    const use = (value: string) => ask(device, 'GET', auditlog, { authorization: `AUTHTOKEN ${value}` });
    const used = await use(token);
    await ask(device, 'DELETE', `${usermgmt}/user/${login}`);
    const orphan = await use(token);
    await give(device, login, 'auditor');
    const other = element((await issue()).body, 'value');
    const invalidated = await ask(device, 'POST', `/api/2.0/services/auth/tokeninvalidation?userId=${login}`);
    const [header = '', claims = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    return {
      status: issued.status,
      shape: { header, claims: claims.replace(/\d{9,}/, 'N') },
      used,
      orphan,
      invalidated,
      afterInvalidation: await use(other),
      expiry: await ask(device, 'GET', '/api/2.0/services/auth/tokenexpiration'),
    };
  },
  checks: [
    {
      id: 'issued',
      requirement: 'NV-AUTH-0010',
      judge: ({ status: seen, shape }) => all(equal(200, seen), holds(shape.header !== '', 'a token', shape)),
    },
    {
      id: 'jwt',
      requirement: 'NV-AUTH-0011',
      judge: ({ shape }) =>
        equal({ header: '{"typ":"JWT","alg":"HS256"}', claims: `{"sub":"${loginOf('auditor')}","exp":N}` }, shape),
    },
    { id: 'used', requirement: 'NV-AUTH-0012', judge: ({ used }) => ok(used) },
    {
      id: 'orphan',
      requirement: 'NV-AUTH-0013',
      judge: ({ orphan }) => ok(orphan),
      killedBy: ['nsxv.tokens-die-with-users'],
    },
    {
      id: 'invalidated',
      requirement: 'NV-AUTH-0014',
      judge: ({ invalidated, afterInvalidation }) =>
        all(holds(invalidated.status < 300, '2xx', invalidated.status), refused(afterInvalidation)),
    },
    {
      id: 'ninety',
      requirement: 'NV-AUTH-0015',
      judge: ({ expiry }) => equal('90', element(expiry.body, 'defaultExpiryInMinutes')),
    },
  ],
});
