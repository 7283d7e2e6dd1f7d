import { defineCase } from '../../case.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import {
  ask,
  assignment,
  auditlog,
  element,
  give,
  info,
  loginOf,
  person,
  type Request,
  type Seen,
  tags,
  usermgmt,
  withPeople,
} from './manager.ts';

const status = (wanted: number) => (seen: Seen) => equal(wanted, seen.status);

/** Media types both ways. */
export const media = defineCase({
  id: 'NV-WIRE-MEDIA',
  title: 'What bodies are written in, and what answers are',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(withPeople);
    const one = loginOf('auditor');
    const body = assignment('auditor');
    const post = async (request: Request) => {
      const seen = await ask(device, 'POST', `${usermgmt}/role/${one}`, { body, ...request });
      await ask(device, 'DELETE', `${usermgmt}/role/${one}`);
      return seen;
    };
    const admin = (accept?: string, type?: string) =>
      ask(device, 'GET', `${usermgmt}/role/admin`, {
        ...(accept !== undefined && { accept }),
        ...(type !== undefined && { type }),
      });
    const cli = (accept?: string) =>
      ask(device, 'POST', '/api/1.0/nsx/cli?action=execute', {
        body: '<nsxcli><command>show cluster all</command></nsxcli>',
        ...(accept !== undefined && { accept }),
      });
    const unknownRole = assignment('no_such_role');
    return {
      untyped: await post({ type: '' }),
      form: await post({ type: 'application/x-www-form-urlencoded' }),
      textXml: await post({ type: 'text/xml' }),
      charset: await post({ type: 'application/xml; charset=UTF-8' }),
      empty: await post({ body: '' }),
      unknownRole: await post({ body: unknownRole, accept: 'application/xml' }),
      errorToTextXml: await post({ body: unknownRole, type: 'text/xml' }),
      errorAsTextXml: await post({ body: unknownRole, type: 'text/xml', accept: 'text/xml' }),
      xml: await admin('application/xml'),
      typedGet: await admin(undefined, 'application/xml'),
      versioned: await admin('application/xml;version=1.5'),
      wildcard: await admin('application/*+xml;version=1.5'),
      infoJson: await ask(device, 'GET', info, { accept: 'application/json' }),
      infoPlain: await ask(device, 'GET', info, { type: 'application/xml' }),
      cliAny: await cli(),
      cliText: await cli('text/plain'),
    };
  },
  checks: [
    {
      id: 'untyped',
      requirement: 'NV-WIRE-0001',
      judge: ({ untyped }) => status(415)(untyped),
      killedBy: ['nsxv.any-content-type'],
    },
    {
      id: 'form',
      requirement: 'NV-WIRE-0002',
      judge: ({ form }) => status(415)(form),
      killedBy: ['nsxv.any-content-type'],
    },
    {
      id: 'text-xml',
      requirement: 'NV-WIRE-0003',
      judge: ({ textXml }) => status(204)(textXml),
      killedBy: ['nsxv.assigning-is-201'],
    },
    {
      id: 'charset',
      requirement: 'NV-WIRE-0004',
      judge: ({ charset }) => status(204)(charset),
      killedBy: ['nsxv.assigning-is-201'],
    },
    {
      id: 'type',
      requirement: 'NV-WIRE-0005',
      judge: ({ xml }) => matches(/^application\/xml\b/, xml.type, 'application/xml'),
    },
    {
      id: 'prolog',
      requirement: 'NV-WIRE-0006',
      judge: ({ xml }) => matches(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n</, xml.body, 'prolog and line end'),
    },
    {
      id: 'one-line',
      requirement: 'NV-WIRE-0007',
      judge: ({ xml }) => equal(2, xml.body.trimEnd().split('\n').length),
      killedBy: ['nsxv.pretty-xml'],
    },
    {
      id: 'json',
      requirement: 'NV-WIRE-0008',
      judge: ({ infoJson }) =>
        all(status(200)(infoJson), matches(/^\{"currentLoggedInUser":/, infoJson.body, 'no root element')),
      killedBy: ['nsxv.json-keeps-root'],
    },
    {
      id: 'strings',
      requirement: 'NV-WIRE-0009',
      judge: ({ infoJson }) => matches(/"majorVersion":"6"/, infoJson.body, '"majorVersion":"6"'),
    },
    {
      id: 'before-6.2.3',
      requirement: 'NV-WIRE-0010',
      judge: ({ infoPlain }) => matches(/^application\/json/, infoPlain.type, 'JSON'),
    },
    {
      id: 'since-6.2.3',
      requirement: 'NV-WIRE-0011',
      judge: ({ infoPlain }) => matches(/<globalInfo>/, infoPlain.body, '<globalInfo>'),
    },
    { id: 'versioned', requirement: 'NV-WIRE-0012', judge: ({ versioned }) => status(200)(versioned) },
    { id: 'wildcard', requirement: 'NV-WIRE-0013', judge: ({ wildcard }) => status(200)(wildcard) },
    { id: 'wildcard-later', requirement: 'NV-WIRE-0014', judge: ({ wildcard }) => status(406)(wildcard) },
    { id: 'empty', requirement: 'NV-WIRE-0015', judge: ({ empty }) => status(500)(empty) },
    { id: 'empty-later', requirement: 'NV-WIRE-0016', judge: ({ empty }) => status(400)(empty) },
    {
      id: 'cli-any',
      requirement: 'NV-WIRE-0017',
      judge: ({ cliAny }) => status(406)(cliAny),
      killedBy: ['nsxv.central-cli-any-accept'],
    },
    {
      id: 'cli-text',
      requirement: 'NV-WIRE-0018',
      judge: ({ cliText }) => all(status(200)(cliText), matches(/^text\/plain/, cliText.type, 'text/plain')),
    },
    { id: 'typed-get', requirement: 'NV-WIRE-0019', judge: ({ typedGet }) => status(200)(typedGet) },
    {
      id: 'drift',
      requirement: 'NV-WIRE-0020',
      judge: ({ errorToTextXml }) => matches(/^application\/json/, errorToTextXml.type, 'JSON'),
    },
    {
      id: 'error-xml',
      requirement: 'NV-WIRE-0021',
      judge: ({ errorAsTextXml }) => matches(/<error>/, errorAsTextXml.body, '<error>'),
    },
    { id: 'unknown-role', requirement: 'NV-WIRE-0022', judge: ({ unknownRole }) => status(400)(unknownRole) },
  ],
});

const tag = (name: string) =>
  `<securityTag><objectTypeName>SecurityTag</objectTypeName><type><typeName>SecurityTag</typeName></type><name>${name}</name><description>of the suite</description><extendedAttributes></extendedAttributes></securityTag>`;

const entriesIn = (body: string) =>
  [...body.matchAll(/<auditLog>([\s\S]*?)<\/auditLog>/g)].map((found) => found[1] ?? '');
const idsIn = (body: string) => entriesIn(body).map((entry) => Number(element(entry, 'id')));

/** Two API users at work, and the log of it. */
export const auditing = defineCase({
  id: 'NV-AUDIT-LOG',
  title: 'What the audit log tells of two API users',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(withPeople);
    const workers = ['security_admin', 'enterprise_admin'] as const;
    const made: string[] = [];
    for (const name of workers) {
      await give(device, loginOf(name), name);
      const created = await ask(device, 'POST', tags, { as: person(name), body: tag(`TAG-${name}`) });
      made.push(created.body);
    }
    const twice = await ask(device, 'POST', tags, { body: tag(`TAG-${workers[0]}`), accept: 'application/xml' });
    const list = await ask(device, 'GET', tags, { accept: 'application/xml' });
    await ask(device, 'DELETE', `${tags}/${made[0]}`, { as: person(workers[0]) });
    const read = (query: string) => ask(device, 'GET', `${auditlog}${query}`, { accept: 'application/xml' });
    const whole = await read('');
    const total = Number(element(whole.body, 'totalCount'));
    return {
      made,
      twice,
      list,
      whole,
      total,
      tail: await read(`?startIndex=${total - 2}`),
      small: await read('?pageSize=2'),
      newest: await read('?sortBy=timestamp&sortOrderAscending=false'),
      capital: await read('?sortOrderAscending=False'),
      json: await ask(device, 'GET', `${auditlog}?pageSize=1000`, { accept: 'application/json' }),
      events: await ask(device, 'GET', '/api/2.0/systemevent', { accept: 'application/xml' }),
    };
  },
  checks: [
    {
      id: 'name',
      requirement: 'NV-AUDIT-0001',
      judge: ({ tail }) => equal(loginOf('security_admin'), element(entriesIn(tail.body).at(-1) ?? '', 'userName')),
      killedBy: ['nsxv.everybody-is-admin'],
    },
    {
      id: 'deletion',
      requirement: 'NV-AUDIT-0002',
      judge: ({ tail }) => {
        const last = entriesIn(tail.body).at(-1) ?? '';
        return equal(['SECURITY_TAG', 'DELETE'], [element(last, 'module'), element(last, 'operation')]);
      },
    },
    {
      id: 'object',
      requirement: 'NV-AUDIT-0003',
      judge: ({ tail, made }) => {
        const last = entriesIn(tail.body).at(-1) ?? '';
        const told = [element(last, 'resource'), element(last, 'resourceId'), element(last, 'status')];
        return equal(['TAG-security_admin', made[0], 'SUCCESS'], told);
      },
    },
    {
      id: 'order',
      requirement: 'NV-AUDIT-0004',
      judge: ({ tail }) =>
        equal(
          'id userName module operation resource resourceId status timestamp oldValue newValue isResourceUniversal',
          [...(entriesIn(tail.body).at(-1) ?? '').matchAll(/<([A-Za-z]+)>/g)].map((found) => found[1]).join(' '),
        ),
    },
    {
      id: 'login',
      requirement: 'NV-AUDIT-0005',
      judge: ({ whole }) =>
        matches(
          /<userName>System<\/userName><module>ACCESS_CONTROL<\/module><operation>LOGIN<\/operation><resource>admin<\/resource>/,
          whole.body.replace(/>\s+</g, '><'),
          'a login of admin by System',
        ),
      killedBy: ['nsxv.login-under-own-name'],
    },
    {
      id: 'login-values',
      requirement: 'NV-AUDIT-0006',
      judge: ({ whole }) => {
        const logins = entriesIn(whole.body).filter((entry) => entry.includes('>LOGIN<'));
        return holds(logins.length > 0 && !logins.join().includes('Value>'), 'logins without values', logins);
      },
    },
    {
      id: 'admin',
      requirement: 'NV-AUDIT-0007',
      judge: ({ whole }) =>
        matches(/<resource>admin<\/resource>\s*<resourceId>userinfo-3<\/resourceId>/, whole.body, 'userinfo-3'),
    },
    {
      id: 'offset',
      requirement: 'NV-AUDIT-0008',
      judge: ({ tail, whole }) => equal(idsIn(whole.body).slice(-2), idsIn(tail.body)),
    },
    {
      id: 'page-size',
      requirement: 'NV-AUDIT-0009',
      judge: ({ whole, small }) =>
        equal(
          ['256', '2', 2],
          [element(whole.body, 'pageSize'), element(small.body, 'pageSize'), idsIn(small.body).length],
        ),
      killedBy: ['nsxv.page-size-is-count'],
    },
    {
      id: 'sorted',
      requirement: 'NV-AUDIT-0010',
      judge: ({ whole }) => {
        const ids = idsIn(whole.body);
        return all(
          equal('id', element(whole.body, 'sortBy')),
          equal(
            [...ids].sort((a, b) => a - b),
            ids,
          ),
        );
      },
    },
    {
      id: 'newest',
      requirement: 'NV-AUDIT-0011',
      judge: ({ newest }) => {
        const times = entriesIn(newest.body).map((entry) => Number(element(entry, 'timestamp')));
        return holds(
          times.length > 1 && times.every((time, at) => at === 0 || time <= (times[at - 1] ?? 0)),
          'times that fall',
          times,
        );
      },
    },
    {
      id: 'capital',
      requirement: 'NV-AUDIT-0012',
      judge: ({ capital, whole }) => equal(idsIn(whole.body).reverse(), idsIn(capital.body)),
    },
    {
      id: 'milliseconds',
      requirement: 'NV-AUDIT-0013',
      judge: ({ whole }) => matches(/<timestamp>\d{13}<\/timestamp>/, whole.body, 'thirteen digits'),
    },
    {
      id: 'json',
      requirement: 'NV-AUDIT-0014',
      judge: ({ json, total }) => {
        const parsed: { readonly [name: string]: { readonly data?: readonly unknown[] } } = JSON.parse(json.body);
        return equal(total, Object.values(parsed)[0]?.data?.length);
      },
      killedBy: ['nsxv.json-keeps-root'],
    },
    {
      id: 'apart',
      requirement: 'NV-AUDIT-0015',
      judge: ({ whole }) =>
        equal(
          [loginOf('security_admin'), loginOf('enterprise_admin')],
          entriesIn(whole.body)
            .filter((entry) => entry.includes('>SECURITY_TAG<') && entry.includes('>CREATE<'))
            .map((entry) => element(entry, 'userName')),
        ),
      killedBy: ['nsxv.everybody-is-admin'],
    },
    {
      id: 'roles',
      requirement: 'NV-AUDIT-0016',
      judge: ({ whole }) =>
        holds(
          entriesIn(whole.body).some(
            (entry) => entry.includes(loginOf('enterprise_admin')) && !/LOGIN|SECURITY_TAG/.test(entry),
          ),
          'an entry for a role',
          whole.body,
        ),
    },
    {
      id: 'events',
      requirement: 'NV-EVENT-0001',
      judge: ({ events }) => matches(/<pagedSystemEventList>/, events.body, 'pagedSystemEventList'),
    },
    {
      id: 'no-source-info',
      requirement: 'NV-EVENT-0002',
      judge: ({ events }) =>
        holds(
          events.body.includes('<systemEvent>') && !events.body.includes('eventSourceInfo'),
          'no eventSourceInfo',
          events.body,
        ),
    },
    {
      id: 'source-info',
      requirement: 'NV-EVENT-0003',
      judge: ({ events }) => matches(/<eventSourceInfo>/, events.body, 'eventSourceInfo'),
    },
    {
      id: 'tag-id',
      requirement: 'NV-TAG-0001',
      judge: ({ made }) => matches(/^securitytag-\d+$/, made[0] ?? '', 'securitytag-N and nothing else'),
    },
    {
      id: 'tag-paging',
      requirement: 'NV-TAG-0002',
      judge: ({ list }) => matches(/<pagingInfo>/, list.body, 'pagingInfo'),
    },
    {
      id: 'tag-twice',
      requirement: 'NV-TAG-0003',
      judge: ({ twice }) => equal([400, '210'], [twice.status, element(twice.body, 'errorCode')]),
    },
  ],
});

/** What PowerNSX and others ask first. */
export const connecting = defineCase({
  id: 'NV-CONN-FIRST',
  title: 'What clients ask when they connect',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh();
    const bare = await t.fresh({ vcenter: null });
    const services = '/api/2.0/services';
    const appliance = '/api/1.0/appliance-management';
    const get = (path: string, accept = 'application/xml') => ask(device, 'GET', path, { accept });
    const registered = await get(`${services}/vcconfig`);
    const host = element(registered.body, 'ipAddress');
    return {
      features: await get('/api/2.0/nwfabric/features'),
      registered,
      unregistered: await ask(bare, 'GET', `${services}/vcconfig`, { accept: 'application/xml' }),
      connected: await get(`${services}/vcconfig/status`),
      sso: await get(`${services}/ssoconfig`),
      ssoStatus: await get(`${services}/ssoconfig/status`),
      thumbprint: await ask(device, 'PUT', `${services}/vcconfig`, {
        accept: 'application/xml',
        body: `<vcInfo><ipAddress>${host}</ipAddress><userName>a@vsphere.local</userName><password>Not.Looked.At.1</password><certificateThumbprint></certificateThumbprint></vcInfo>`,
      }),
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
      judge: ({ features }) => all(status(200)(features), matches(/<featureInfos>/, features.body, 'featureInfos')),
    },
    {
      id: 'registered',
      requirement: 'NV-CONN-0002',
      judge: ({ registered }) =>
        matches(/<vcInfo>\s*<ipAddress>[^<]+<\/ipAddress>/, registered.body, 'vcInfo/ipAddress'),
    },
    {
      id: 'unregistered',
      requirement: 'NV-CONN-0003',
      judge: ({ unregistered }) =>
        all(
          status(200)(unregistered),
          holds(!unregistered.body.includes('ipAddress'), 'no ipAddress', unregistered.body),
        ),
    },
    {
      id: 'connected',
      requirement: 'NV-CONN-0004',
      judge: ({ connected }) => equal('true', element(connected.body, 'connected')),
    },
    {
      id: 'sso-status',
      requirement: 'NV-CONN-0005',
      judge: ({ ssoStatus }) => matches(/<boolean>(true|false)<\/boolean>\s*$/, ssoStatus.body, 'boolean'),
    },
    {
      id: 'sso',
      requirement: 'NV-CONN-0006',
      judge: ({ sso }) => matches(/<vsmSolutionName>[^<]+/, sso.body, 'vsmSolutionName'),
    },
    {
      id: 'thumbprint',
      requirement: 'NV-CONN-0007',
      judge: ({ thumbprint }) =>
        all(
          holds(thumbprint.status >= 400, 'a refusal', thumbprint.status),
          matches(/[<"]details[>"]:*"*(([A-F0-9]{2}:)+[A-F0-9]{2})/, thumbprint.body, 'the thumbprint'),
        ),
    },
    {
      id: 'vsm',
      requirement: 'NV-CONN-0008',
      judge: ({ vsm }) => matches(/^\{[\s\S]*"version":"\d+\.\d+\.\d+"/, vsm.body, 'version'),
    },
    { id: 'heartbeat', requirement: 'NV-CONN-0009', judge: ({ heartbeat }) => status(404)(heartbeat) },
    { id: 'profile', requirement: 'NV-CONN-0010', judge: ({ profile }) => status(404)(profile) },
    {
      id: 'uptime',
      requirement: 'NV-CONN-0011',
      judge: ({ uptime }) => matches(/^\d+ days, \d+ hours, \d+ minutes$/, uptime.body, 'N days, N hours, N minutes'),
    },
    {
      id: 'ssh',
      requirement: 'NV-CONN-0012',
      judge: ({ ssh }) => matches(/<result>\s*<result class="status">RUNNING<\/result>/, ssh.body, 'RUNNING'),
    },
  ],
});
