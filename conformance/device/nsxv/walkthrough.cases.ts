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
    {
      id: 'no-role',
      requirement: 'NV-AUTH-0004',
      killedBy: ['nsxv.no-role-is-401'],
      judge: ({ before }) => status(403)(before),
    },
    {
      id: 'no-role-text',
      requirement: 'NV-AUTH-0005',
      killedBy: ['nsxv.one-403-for-all'],
      judge: ({ before }) =>
        matches(
          /VC user does not have any role on NSX Manager\./,
          before.body,
          'VC user does not have any role on NSX Manager.',
        ),
    },
    {
      id: 'no-role-html',
      requirement: 'NV-AUTH-0006',
      killedBy: ['nsxv.pages-as-xml'],
      judge: ({ before }) => matches(/^text\/html/, before.type, 'text/html'),
    },
    {
      id: 'no-role-heading',
      requirement: 'NV-AUTH-0007',
      killedBy: ['nsxv.one-403-for-all'],
      judge: ({ before }) =>
        matches(
          /<h1>HTTP Status 403 - VC user does not have any role on NSX Manager\.<\/h1>/,
          before.body,
          'the heading',
        ),
    },
    {
      id: 'given',
      requirement: 'NV-ROLE-0001',
      killedBy: ['nsxv.assigning-is-201'],
      judge: ({ given }) => noContent(given),
    },
    {
      id: 'given-empty',
      requirement: 'NV-ROLE-0002',
      killedBy: ['nsxv.assigning-is-201'],
      judge: ({ given }) => equal('', given.body),
    },
    { id: 'works', requirement: 'NV-ROLE-0003', killedBy: ['nsxv.only-admin-may'], judge: ({ after }) => ok(after) },
    {
      id: 'listed',
      requirement: 'NV-ROLE-0004',
      killedBy: ['nsxv.cli-users-look-like-others'],
      judge: ({ usersAfter }) =>
        matches(/<name>api<\/name>(?:(?!<\/userInfo>)[\s\S])*<isCli>true<\/isCli>/, usersAfter.body, 'api, isCli true'),
    },
    {
      id: 'not-listed',
      requirement: 'NV-ROLE-0005',
      killedBy: ['nsxv.accounts-are-listed'],
      judge: ({ usersBefore }) =>
        all(ok(usersBefore), holds(!usersBefore.body.includes('<name>api</name>'), 'no api', usersBefore.body)),
    },
    {
      id: 'twice',
      requirement: 'NV-ROLE-0012',
      killedBy: ['nsxv.assigning-twice'],
      judge: ({ again }) => refused(again),
    },
    {
      id: 'changed',
      requirement: 'NV-ROLE-0006',
      killedBy: ['nsxv.changing-is-silent'],
      judge: ({ security }) => all(ok(security), equal('security_admin', element(security.body, 'role'))),
    },
    {
      id: 'super-user',
      requirement: 'NV-ROLE-0025',
      killedBy: ['nsxv.changing-is-silent'],
      judge: ({ superUser }) => ok(superUser),
    },
    {
      id: 'role-alone',
      requirement: 'NV-ROLE-0007',
      killedBy: ['nsxv.changing-is-silent'],
      judge: ({ superUser }) =>
        matches(
          /<accessControlEntry>\s*<role>super_user<\/role>\s*<\/accessControlEntry>/,
          superUser.body,
          'role alone',
        ),
    },
    {
      id: 'scope',
      requirement: 'NV-ROLE-0008',
      killedBy: ['nsxv.changing-is-silent'],
      judge: ({ security }) => equal('globalroot-0', element(security.body, 'objectId')),
    },
    {
      id: 'global',
      requirement: 'NV-ROLE-0009',
      killedBy: ['nsxv.changing-is-silent'],
      judge: ({ security }) =>
        equal(['GlobalRoot', 'Global'], [element(security.body, 'objectTypeName'), element(security.body, 'name')]),
    },
    {
      id: 'no-resource-id',
      requirement: 'NV-ROLE-0010',
      killedBy: ['nsxv.changing-is-silent', 'nsxv.resource-id-echoed'],
      judge: ({ security }) =>
        all(
          holds(security.body.includes('<resource>'), 'a scope', security.body),
          holds(!security.body.includes('resourceId'), 'no resourceId', security.body),
        ),
    },
    {
      id: 'header',
      requirement: 'NV-ROLE-0011',
      killedBy: ['nsxv.changing-is-silent', 'nsxv.resource-id-echoed'],
      judge: ({ security }) =>
        equal(
          'objectId objectTypeName vsmUuid nodeId revision type typeName name clientHandle extendedAttributes isUniversal universalRevision',
          [...security.body.replace(/^[\s\S]*?<resource>/, '').matchAll(/<([A-Za-z]+)\/?>/g)]
            .map((found) => found[1])
            .join(' '),
        ),
    },
    {
      id: 'vshield-6.2',
      requirement: 'NV-ROLE-0021',
      killedBy: ['nsxv.changing-is-silent'],
      judge: ({ vshield }) => ok(vshield),
    },
    {
      id: 'enterprise-6.2',
      requirement: 'NV-ROLE-0022',
      killedBy: ['nsxv.changing-is-silent'],
      judge: ({ enterprise }) => ok(enterprise),
    },
    {
      id: 'enterprise-later',
      requirement: 'NV-ROLE-0023',
      killedBy: ['nsxv.any-role-for-cli'],
      judge: ({ enterprise }) => refused(enterprise),
    },
    {
      id: 'vshield-later',
      requirement: 'NV-ROLE-0024',
      killedBy: ['nsxv.any-role-for-cli'],
      judge: ({ vshield }) => refused(vshield),
    },
    {
      id: 'own-role',
      requirement: 'NV-ROLE-0017',
      killedBy: ['nsxv.auditor-reads-roles', 'nsxv.permissions-ignored'],
      judge: ({ own }) => status(403)(own),
    },
    {
      id: 'code',
      requirement: 'NV-ROLE-0018',
      killedBy: [
        'nsxv.auditor-reads-roles',
        'nsxv.errors-always-json',
        'nsxv.errors-without-code',
        'nsxv.permissions-ignored',
      ],
      judge: ({ own }) => equal('254', element(own.body, 'errorCode')),
    },
    {
      id: 'details',
      requirement: 'NV-ROLE-0019',
      killedBy: [
        'nsxv.auditor-reads-roles',
        'nsxv.errors-always-json',
        'nsxv.errors-without-code',
        'nsxv.permissions-ignored',
      ],
      judge: ({ own }) =>
        equal(
          'User is not authorized to access object globalroot-0 and feature urm.object_access_control, please check object access scope and feature permissions for the user.',
          element(own.body, 'details'),
        ),
    },
    {
      id: 'module',
      requirement: 'NV-ROLE-0020',
      killedBy: [
        'nsxv.auditor-reads-roles',
        'nsxv.errors-always-json',
        'nsxv.errors-without-code',
        'nsxv.permissions-ignored',
      ],
      judge: ({ own }) => equal('core-services', element(own.body, 'moduleName')),
    },
    {
      id: 'switched',
      requirement: 'NV-ROLE-0034',
      killedBy: ['nsxv.switching-is-200'],
      judge: ({ off, on }) => all(noContent(off), noContent(on)),
    },
    {
      id: 'switched-off',
      requirement: 'NV-ROLE-0035',
      killedBy: ['nsxv.only-admin-may', 'nsxv.switched-off-goes-on'],
      judge: ({ whileOff, whileOn }) => all(refused(whileOff), ok(whileOn)),
    },
    {
      id: 'local-role',
      requirement: 'NV-ROLE-0039',
      killedBy: ['nsxv.admin-can-go'],
      judge: ({ roleDeleted }) => refused(roleDeleted),
    },
    {
      id: 'deleted',
      requirement: 'NV-ROLE-0037',
      killedBy: ['nsxv.deleting-is-200'],
      judge: ({ deleted }) => noContent(deleted),
    },
    {
      id: 'remembered',
      requirement: 'NV-ROLE-0043',
      killedBy: ['nsxv.only-admin-logs-in', 'nsxv.pretty-xml', 'nsxv.status-before-object'],
      judge: ({ log }) =>
        matches(/<operation>LOGIN<\/operation><resource>api<\/resource>/, log.body, 'the login of api'),
    },
    {
      id: 'trap',
      requirement: 'NV-ROLE-0013',
      killedBy: ['nsxv.assigning-is-201', 'nsxv.assigning-twice'],
      judge: ({ trapped, repaired }) => all(noContent(trapped), refused(repaired)),
    },
    {
      id: 'trap-password',
      requirement: 'NV-ROLE-0015',
      killedBy: ['nsxv.bad-password-is-401'],
      judge: ({ inTrap }) => status(403)(inTrap),
    },
    {
      id: 'way-out',
      requirement: 'NV-ROLE-0014',
      killedBy: ['nsxv.assigning-is-201', 'nsxv.deleting-is-200'],
      judge: ({ freed, afterTrap }) => all(noContent(freed), noContent(afterTrap)),
    },
  ],
});
