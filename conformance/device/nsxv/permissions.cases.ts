import { defineCase } from '../../case.ts';
import { noContent, ok, status } from './judges.ts';
import { ask, auditlog, give, info, loginOf, type Person, person, usermgmt, withPeople } from './manager.ts';

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
    {
      id: 'auditor-log',
      requirement: 'NV-PERM-0001',
      killedBy: ['nsxv.only-admin-may'],
      judge: ({ auditorLog }) => ok(auditorLog),
    },
    {
      id: 'auditor-writes',
      requirement: 'NV-PERM-0002',
      killedBy: ['nsxv.permissions-ignored'],
      judge: ({ auditorWrites }) => status(403)(auditorWrites),
    },
    {
      id: 'auditor-users-6.3',
      requirement: 'NV-PERM-0003',
      killedBy: ['nsxv.permissions-ignored'],
      judge: ({ auditorUsers }) => status(403)(auditorUsers),
    },
    {
      id: 'auditor-users-6.4',
      requirement: 'NV-PERM-0004',
      killedBy: ['nsxv.only-admin-may'],
      judge: ({ auditorUsers }) => ok(auditorUsers),
    },
    {
      id: 'security-users',
      requirement: 'NV-PERM-0005',
      killedBy: ['nsxv.permissions-ignored'],
      judge: ({ securityUsers }) => status(403)(securityUsers),
    },
    {
      id: 'vshield-users',
      requirement: 'NV-PERM-0006',
      killedBy: ['nsxv.only-admin-may'],
      judge: ({ vshieldUsers }) => ok(vshieldUsers),
    },
    {
      id: 'vshield-writes',
      requirement: 'NV-PERM-0007',
      killedBy: ['nsxv.permissions-ignored'],
      judge: ({ vshieldWrites }) => status(403)(vshieldWrites),
    },
    {
      id: 'enterprise-writes',
      requirement: 'NV-PERM-0008',
      killedBy: ['nsxv.only-admin-may', 'nsxv.switching-is-200'],
      judge: ({ enterpriseWrites }) => noContent(enterpriseWrites),
    },
    {
      id: 'auditor-vcenter-6.3',
      requirement: 'NV-PERM-0009',
      killedBy: ['nsxv.permissions-ignored'],
      judge: ({ auditorVcenter }) => status(403)(auditorVcenter),
    },
    {
      id: 'auditor-vcenter-6.4',
      requirement: 'NV-PERM-0010',
      killedBy: ['nsxv.only-admin-may'],
      judge: ({ auditorVcenter }) => ok(auditorVcenter),
    },
    {
      id: 'appliance-6.3',
      requirement: 'NV-PERM-0011',
      killedBy: ['nsxv.permissions-ignored'],
      judge: ({ enterpriseInfo }) => status(403)(enterpriseInfo),
    },
    {
      id: 'appliance-6.4',
      requirement: 'NV-PERM-0012',
      killedBy: ['nsxv.only-admin-may'],
      judge: ({ enterpriseInfo }) => ok(enterpriseInfo),
    },
    {
      id: 'probe',
      requirement: 'NV-PERM-0013',
      killedBy: ['nsxv.features-gone', 'nsxv.only-admin-may'],
      judge: ({ auditorProbe }) => ok(auditorProbe),
    },
    {
      id: 'auditor-events',
      requirement: 'NV-PERM-0014',
      killedBy: ['nsxv.only-admin-may'],
      judge: ({ auditorEvents }) => ok(auditorEvents),
    },
  ],
});
