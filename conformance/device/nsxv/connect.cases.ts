import { defineCase } from '../../case.ts';
import { all, holds, matches, unseen } from '../../judgement.ts';
import { ok, status } from './judges.ts';
import { ask, element, usermgmt } from './manager.ts';

const services = '/api/2.0/services';
const appliance = '/api/1.0/appliance-management';

/** What PowerNSX and others ask first. */
export const connecting = defineCase({
  id: 'NV-CONN-FIRST',
  title: 'What clients ask when they connect',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const get = (path: string, accept = 'application/xml') => ask(device, 'GET', path, { accept });
    return {
      features: await get('/api/2.0/nwfabric/features'),
      registered: await get(`${services}/vcconfig`),
      connected: await get(`${services}/vcconfig/status`),
      sso: await get(`${services}/ssoconfig`),
      ssoStatus: await get(`${services}/ssoconfig/status`),
      vsm: await get(`${services}/vsmconfig`, 'application/json'),
      heartbeat: await get('/api/2.0/global/heartbeat'),
      profile: await get(`${usermgmt}/securityprofile`),
      uptime: await ask(device, 'GET', `${appliance}/system/uptime`),
      ssh: await get(`${appliance}/components/component/SSH/status`),
    };
  },
  checks: [
    {
      id: 'features',
      requirement: 'NV-CONN-0001',
      killedBy: ['nsxv.features-gone'],
      judge: ({ features }) => all(ok(features), matches(/<featureInfos>/, features.body, 'featureInfos')),
    },
    {
      id: 'registered',
      requirement: 'NV-CONN-0002',
      killedBy: ['nsxv.vcenter-by-name'],
      judge: ({ registered, connected }) =>
        element(connected.body, 'connected') === 'false'
          ? unseen('the manager is not registered with a vCenter')
          : matches(/<vcInfo>\s*<ipAddress>[^<]+<\/ipAddress>/, registered.body, 'vcInfo/ipAddress'),
    },
    {
      id: 'connected',
      requirement: 'NV-CONN-0004',
      killedBy: ['nsxv.connection-in-words'],
      judge: ({ connected }) => matches(/<connected>(true|false)<\/connected>/, connected.body, 'true or false'),
    },
    {
      id: 'sso-status',
      requirement: 'NV-CONN-0005',
      killedBy: ['nsxv.sso-status-named'],
      judge: ({ ssoStatus }) => matches(/<boolean>(true|false)<\/boolean>\s*$/, ssoStatus.body, 'boolean'),
    },
    {
      id: 'sso',
      requirement: 'NV-CONN-0006',
      killedBy: ['nsxv.sso-without-name'],
      judge: ({ sso }) => matches(/<vsmSolutionName>[^<]+/, sso.body, 'vsmSolutionName'),
    },
    {
      id: 'vsm',
      requirement: 'NV-CONN-0008',
      killedBy: ['nsxv.version-untold'],
      judge: ({ vsm }) => matches(/^\{[\s\S]*"version":"\d+\.\d+\.\d+"/, vsm.body, 'version'),
    },
    {
      id: 'heartbeat',
      requirement: 'NV-CONN-0009',
      killedBy: ['nsxv.predecessor-lives'],
      judge: ({ heartbeat }) => status(404)(heartbeat),
    },
    {
      id: 'profile',
      requirement: 'NV-CONN-0010',
      killedBy: ['nsxv.predecessor-lives'],
      judge: ({ profile }) => status(404)(profile),
    },
    {
      id: 'uptime',
      requirement: 'NV-CONN-0011',
      killedBy: ['nsxv.uptime-in-seconds'],
      judge: ({ uptime }) => matches(/^\d+ days, \d+ hours, \d+ minutes$/, uptime.body, 'N days, N hours, N minutes'),
    },
    {
      id: 'ssh',
      requirement: 'NV-CONN-0012',
      killedBy: ['nsxv.status-without-result'],
      judge: ({ ssh }) => matches(/<result>\s*<result class="status">RUNNING<\/result>/, ssh.body, 'RUNNING'),
    },
  ],
});

/** The registration with vCenter, where there is none and where it is changed. */
export const registering = defineCase({
  id: 'NV-CONN-VCENTER',
  title: 'A manager without a vCenter, and one that is told a wrong thumbprint',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh();
    const bare = await t.fresh({ vcenter: null });
    const read = (one: typeof device) => ask(one, 'GET', `${services}/vcconfig`, { accept: 'application/xml' });
    const host = element((await read(device)).body, 'ipAddress');
    return {
      unregistered: await read(bare),
      thumbprint: await ask(device, 'PUT', `${services}/vcconfig`, {
        accept: 'application/xml',
        body: `<vcInfo><ipAddress>${host}</ipAddress><userName>a@vsphere.local</userName><password>Not.Looked.At.1</password><certificateThumbprint></certificateThumbprint></vcInfo>`,
      }),
    };
  },
  checks: [
    {
      id: 'unregistered',
      requirement: 'NV-CONN-0003',
      killedBy: ['nsxv.vcenter-always-there'],
      judge: ({ unregistered }) =>
        all(ok(unregistered), holds(!unregistered.body.includes('ipAddress'), 'no ipAddress', unregistered.body)),
    },
    {
      id: 'thumbprint',
      requirement: 'NV-CONN-0007',
      killedBy: ['nsxv.thumbprint-kept-secret', 'nsxv.vcenter-by-name'],
      judge: ({ thumbprint }) =>
        all(
          holds(thumbprint.status >= 400, 'a refusal', thumbprint.status),
          matches(/[<"]details[>"]:*"*(([A-F0-9]{2}:)+[A-F0-9]{2})/, thumbprint.body, 'the thumbprint'),
        ),
    },
  ],
});
