import { defineCase } from '../../case.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import { noContent, ok, refused, status } from './judges.ts';
import { apiUser, ask, auditlog, change, element, give, usermgmt } from './manager.ts';
import { makeAccount } from './terminal.ts';

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
      judge: ({ given }) => noContent(given),
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
    { id: 'switched', requirement: 'NV-ROLE-0034', judge: ({ off, on }) => all(noContent(off), noContent(on)) },
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
    { id: 'deleted', requirement: 'NV-ROLE-0037', judge: ({ deleted }) => noContent(deleted) },
    {
      id: 'remembered',
      requirement: 'NV-ROLE-0043',
      judge: ({ log }) =>
        matches(/<operation>LOGIN<\/operation><resource>api<\/resource>/, log.body, 'the login of api'),
    },
    {
      id: 'trap',
      requirement: 'NV-ROLE-0013',
      judge: ({ trapped, repaired }) => all(noContent(trapped), refused(repaired)),
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
      judge: ({ freed, afterTrap }) => all(noContent(freed), noContent(afterTrap)),
      killedBy: ['nsxv.assigning-is-201'],
    },
  ],
});
