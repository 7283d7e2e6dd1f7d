import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { all, equal, holds, type Judgement, matches } from '../../judgement.ts';
import { type Exchange, header, headers } from '../../oracle/http.ts';
import type { Json } from '../../target.ts';
import { type Asking, ask, at, door, fresh, listAt, nodeIds, parsed, shownAt, textAt } from './manager.ts';

const refusal =
  '{\n    "module_name" : "common-services",\n    "error_message" : "The credentials were incorrect or the account specified has been locked.",\n    "error_code" : "403"\n}';

const seen = ({ status, body }: Exchange) => ({ status, body });
const wrong = (device: Device) => ({ username: device.username, password: 'rackless-wrong-password' });
const bad = 'Basic d3Jvbmc6d3Jvbmc=';

/** Logs in by form. */
function login(device: Device, password: string = device.password, asking: Asking = {}): Promise<Exchange> {
  return ask(device, 'POST /api/session/create', {
    as: null,
    raw: new URLSearchParams({ j_username: device.username, j_password: password }).toString(),
    ...asking,
    headers: [...(asking.headers ?? []), ['Content-Type', 'application/x-www-form-urlencoded']],
  });
}

interface Session {
  readonly cookie: string;
  readonly token: string;
}

function sessionOf(exchange: Exchange): Session {
  const cookie = /JSESSIONID=[^;]*/.exec(header(exchange, 'set-cookie') ?? '')?.[0] ?? 'JSESSIONID=none';
  return { cookie, token: header(exchange, 'x-xsrf-token') ?? 'none' };
}

function by({ cookie, token }: Session, more: Asking = {}): Asking {
  return { as: null, ...more, headers: [['Cookie', cookie], ['X-XSRF-TOKEN', token], ...(more.headers ?? [])] };
}

const status = (wanted: number, { status: found }: { status: number }): Judgement => equal(wanted, found);

/** Who may enter, and what is said to who may not. */
export const credentials = defineCase({
  id: 'NSX-AUTH-BASIC',
  title: 'Right, wrong and no credentials',
  touches: 'session',
  async drive(t) {
    const device = await t.device();
    const who = { username: 'rackless-nobody', password: 'rackless-wrong-password' };
    const right = await ask(device, 'GET /api/v1/node/version');
    const nobody = await ask(device, 'GET /api/v1/node/version', { as: null });
    return {
      right: seen(right),
      cookie: headers(right, 'set-cookie').map((one) => /^JSESSIONID=[0-9A-F]{32};/.test(one)),
      nobody: seen(nobody),
      challenge: header(nobody, 'www-authenticate') ?? '',
      wrong: seen(await ask(device, 'GET /api/v1/node/version', { as: wrong(device) })),
      unknown: seen(await ask(device, 'GET /api/v1/node/version', { as: who })),
    };
  },
  checks: [
    { id: 'right', requirement: 'NSX-AUTH-0001', judge: (o) => status(200, o.right) },
    {
      id: 'cookie',
      requirement: 'NSX-AUTH-0030',
      judge: (o) => equal([true], o.cookie),
      killedBy: ['nsx.cookie-without-attributes'],
    },
    {
      id: 'nobody',
      requirement: 'NSX-AUTH-0002',
      judge: (o) => status(403, o.nobody),
      killedBy: ['nsx.nobody-may-read', 'nsx.unauthorized-401'],
    },
    {
      id: 'wrong',
      requirement: 'NSX-AUTH-0003',
      judge: (o) => status(403, o.wrong),
      killedBy: ['nsx.any-password', 'nsx.unauthorized-401'],
    },
    {
      id: 'bytes',
      requirement: 'NSX-AUTH-0004',
      judge: (o) => equal(refusal, o.wrong.body),
      killedBy: ['nsx.any-password', 'nsx.code-is-a-number'],
    },
    { id: 'alike', requirement: 'NSX-AUTH-0005', judge: (o) => equal(o.wrong, o.unknown) },
    { id: 'challenge', requirement: 'NSX-AUTH-0006', judge: (o) => equal('', o.challenge) },
  ],
});

/** How a session begins and ends. */
export const session = defineCase({
  id: 'NSX-AUTH-SESSION',
  title: 'A session is made, used, mistaken and destroyed',
  touches: 'session',
  async drive(t) {
    const device = await t.device();
    const made = await login(device);
    const mine = sessionOf(made);
    const use = async (asking: Asking) => (await ask(device, 'GET /api/v1/cluster/status', asking)).status;
    const withoutToken = await ask(device, 'GET /api/v1/cluster/status', {
      as: null,
      headers: [['Cookie', mine.cookie]],
    });
    const [first = ''] = headers(made, 'set-cookie');
    const beside = await login(device, device.password, { headers: [['Authorization', bad]] });
    return {
      made: made.status,
      cookie: { form: /^JSESSIONID=[0-9A-F]{32}(;|$)/.test(first), attributes: first.split(';').length - 1 },
      token: header(made, 'x-xsrf-token') !== undefined,
      used: await use(by(mine)),
      withoutToken: { status: withoutToken.status, code: at(parsed(withoutToken), 'error_code') },
      semicolon: await use(by({ ...mine, cookie: `${mine.cookie};` })),
      wrongBeside: await use(by(mine, { headers: [['Authorization', bad]] })),
      besideForm: beside.status,
      wrong: (await login(device, 'rackless-wrong-password')).status,
      destroyed: (await ask(device, 'POST /api/session/destroy', by(mine))).status,
      after: await use(by(mine)),
    };
  },
  checks: [
    { id: 'made', requirement: 'NSX-AUTH-0007', judge: (o) => equal(200, o.made) },
    { id: 'cookie', requirement: 'NSX-AUTH-0008', judge: (o) => equal(true, o.cookie.form) },
    {
      id: 'attributes',
      requirement: 'NSX-AUTH-0009',
      judge: (o) => holds(o.cookie.attributes > 0, 'an attribute', o.cookie),
      killedBy: ['nsx.cookie-without-attributes'],
    },
    { id: 'token', requirement: 'NSX-AUTH-0010', judge: (o) => equal(true, o.token) },
    { id: 'used', requirement: 'NSX-AUTH-0011', judge: (o) => equal(200, o.used) },
    {
      id: 'no-token',
      requirement: 'NSX-AUTH-0012',
      judge: (o) => equal(403, o.withoutToken.status),
      killedBy: ['nsx.token-not-needed', 'nsx.unauthorized-401', 'nsx.session-everywhere'],
    },
    {
      id: 'no-token-code',
      requirement: 'NSX-AUTH-0013',
      judge: (o) => equal(98, o.withoutToken.code),
      killedBy: ['nsx.token-not-needed', 'nsx.session-everywhere'],
    },
    { id: 'semicolon', requirement: 'NSX-AUTH-0014', judge: (o) => equal(200, o.semicolon) },
    { id: 'outweighs', requirement: 'NSX-AUTH-0015', judge: (o) => equal(200, o.wrongBeside) },
    { id: 'beside-form', requirement: 'NSX-AUTH-0016', judge: (o) => equal(200, o.besideForm) },
    {
      id: 'wrong',
      requirement: 'NSX-AUTH-0017',
      judge: (o) => equal(403, o.wrong),
      killedBy: ['nsx.unauthorized-401'],
    },
    { id: 'destroyed', requirement: 'NSX-AUTH-0022', judge: (o) => equal(200, o.destroyed) },
    {
      id: 'after',
      requirement: 'NSX-AUTH-0018',
      judge: (o) => equal(403, o.after),
      killedBy: ['nsx.session-survives', 'nsx.unauthorized-401'],
    },
  ],
});

/** Where and how long a session lives. */
export const sessionScope = defineCase({
  id: 'NSX-AUTH-SCOPE',
  title: 'A session lives on its node, for half an hour after its last use',
  touches: 'simulator-only',
  needs: ['clock'],
  async drive(t) {
    const device = await fresh(t);
    const mine = sessionOf(await login(device));
    const use = async (node: string) =>
      (await ask(device, 'GET /api/v1/cluster/status', by(mine, { at: node }))).status;
    const elsewhere = await use('manager-2.https');
    await device.clock.advance(1_700_000);
    const used = await use(door);
    await device.clock.advance(1_700_000);
    const usedAgain = await use(door);
    await device.clock.advance(1_810_000);
    return { elsewhere, used, usedAgain, idle: await use(door) };
  },
  checks: [
    {
      id: 'elsewhere',
      requirement: 'NSX-AUTH-0019',
      judge: (o) => equal(403, o.elsewhere),
      killedBy: ['nsx.session-everywhere', 'nsx.unauthorized-401'],
    },
    { id: 'used', requirement: 'NSX-AUTH-0021', judge: (o) => equal([200, 200], [o.used, o.usedAgain]) },
    {
      id: 'idle',
      requirement: 'NSX-AUTH-0020',
      judge: (o) => equal(403, o.idle),
      killedBy: ['nsx.session-everywhere', 'nsx.unauthorized-401'],
    },
  ],
});

/** Failures lock. */
export const locking = defineCase({
  id: 'NSX-AUTH-LOCK',
  title: 'Five failures lock an account on a node',
  touches: 'simulator-only',
  needs: ['clock', 'ssh'],
  async drive(t) {
    const device = await fresh(t);
    const wrongs: Exchange[] = [];
    for (let failure = 0; failure < 5; failure++)
      wrongs.push(await ask(device, 'GET /api/v1/cluster/status', { as: wrong(device) }));
    const locked = await ask(device, 'GET /api/v1/cluster/status');
    const other = await ask(device, 'GET /api/v1/cluster/status', { at: 'manager-2.https' });
    const cli = await device.login(device);
    await device.clock.advance(905_000);
    return {
      wrong: wrongs[0] ? seen(wrongs[0]) : null,
      locked: seen(locked),
      other: other.status,
      cli,
      later: (await ask(device, 'GET /api/v1/cluster/status')).status,
    };
  },
  checks: [
    {
      id: 'locked',
      requirement: 'NSX-AUTH-0023',
      judge: (o) => equal(403, o.locked.status),
      killedBy: ['nsx.no-lockout', 'nsx.any-password', 'nsx.unauthorized-401'],
    },
    { id: 'alike', requirement: 'NSX-AUTH-0024', judge: (o) => equal(o.wrong, o.locked), killedBy: ['nsx.no-lockout'] },
    { id: 'other-node', requirement: 'NSX-AUTH-0025', judge: (o) => equal(200, o.other) },
    { id: 'cli', requirement: 'NSX-AUTH-0027', judge: (o) => equal('accepted', o.cli) },
    { id: 'later', requirement: 'NSX-AUTH-0026', judge: (o) => equal(200, o.later) },
  ],
});

/** The rate limit, made small so that a case can meet it. */
export const rate = defineCase({
  id: 'NSX-AUTH-RATE',
  title: 'Requests beyond the limit are answered 429',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh({ rateLimit: 2 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(device, 'GET /api/v1/node/version')));
    const refused = answers.find((one) => one.status === 429);
    return { refused: refused ? { status: refused.status, body: parsed(refused) } : null };
  },
  checks: [
    { id: 'status', requirement: 'NSX-AUTH-0028', judge: (o) => equal(429, o.refused?.status ?? 0) },
    {
      id: 'words',
      requirement: 'NSX-AUTH-0029',
      judge: (o) =>
        all(
          equal(102, at(o.refused?.body ?? null, 'error_code')),
          matches(
            /^Client 'admin' exceeded request rate of 2 per second/,
            textAt(o.refused?.body ?? null, 'error_message'),
            "Client 'admin' exceeded request rate of 2 per second",
          ),
        ),
    },
  ],
});

/** What every client asks first. */
export const node = defineCase({
  id: 'NSX-NODE-READ',
  title: 'Version, node, health and the look of the answers',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const version = await ask(device, 'GET /api/v1/node/version');
    const whole = await ask(device, 'GET /api/v1/node');
    const health = await ask(device, 'GET /api/v1/reverse-proxy/node/health');
    const list = await ask(device, 'GET /api/v1/transport-nodes');
    const license = await ask(device, 'GET /api/v1/license');
    const [uuid = ''] = (await nodeIds(device)).slice(-1);
    const other = await ask(device, `GET /api/v1/cluster/${uuid}/node`);
    const names = ['cache-control', 'server', 'x-content-type-options'];
    return {
      version: version.body,
      node: whole.body,
      health: health.body,
      list: list.body,
      warning: header(license, 'warning') ?? '',
      headers: names.map((name) => header(list, name) ?? ''),
      policy: parsed(await ask(device, 'GET /api/v1/node/aaa/auth-policy')),
      other: textAt(parsed(other), 'node_uuid') === uuid,
      site: (await ask(device, 'GET /policy/api/v1/infra/sites/default')).status,
      service: parsed(await ask(device, 'GET /api/v1/cluster/api-service')),
      successes: [version, whole, health, list].map((one) => at(parsed(one), 'error_code')),
    };
  },
  checks: [
    {
      id: 'version',
      requirement: 'NSX-NODE-0001',
      judge: (o) => matches(/"node_version"[\s\S]*"product_version"/, o.version, 'node_version and product_version'),
      killedBy: ['nsx.version-without-node'],
    },
    {
      id: 'numbers',
      requirement: 'NSX-NODE-0002',
      judge: (o) => matches(/"product_version": ?"\d+(\.\d+){4,5}"/, o.version, 'five or six numbers'),
    },
    {
      id: 'style',
      requirement: 'NSX-NODE-0003',
      judge: (o) => equal(JSON.stringify(sorted(parsed({ body: o.node })), null, 2), o.node),
    },
    {
      id: 'members',
      requirement: 'NSX-NODE-0004',
      judge: (o) => {
        const found = parsed({ body: o.node });
        return equal(
          [true, true, true, true],
          ['node_uuid', 'hostname', 'fully_qualified_domain_name', 'node_type'].map(
            (name) => textAt(found, name) !== '',
          ),
        );
      },
    },
    {
      id: 'schema',
      requirement: 'NSX-NODE-0005',
      judge: (o) => {
        const found = parsed({ body: o.node });
        return equal(
          ['NodeProperties', '/node', 'self'],
          [at(found, '_schema'), at(found, '_self', 'href'), at(found, '_self', 'rel')],
        );
      },
    },
    {
      id: 'healthy',
      requirement: 'NSX-NODE-0006',
      judge: (o) => equal(true, at(parsed({ body: o.health }), 'healthy')),
    },
    {
      id: 'components',
      requirement: 'NSX-NODE-0007',
      judge: (o) =>
        matches(
          /^[A-Z_]+:UP(, [A-Z_]+:UP)+$/,
          textAt(parsed({ body: o.health }), 'components_health'),
          'NAME:UP, NAME:UP',
        ),
    },
    {
      id: 'manager-style',
      requirement: 'NSX-NODE-0008',
      judge: (o) =>
        matches(
          /^\{\n {2}"result_count" : \d+,\n {2}"results" : \[ \{\n[\s\S]* \]\n\}$/,
          o.list,
          '{ "result_count" : …, "results" : [ { … } ] }',
        ),
    },
    {
      id: 'headers',
      requirement: 'NSX-NODE-0009',
      judge: (o) => equal(['no-cache, no-store, max-age=0, must-revalidate', 'NSX', 'nosniff'], o.headers),
    },
    { id: 'deprecated', requirement: 'NSX-NODE-0010', judge: (o) => equal('299 - "Deprecated API"', o.warning) },
    {
      id: 'policy',
      requirement: 'NSX-NODE-0011',
      judge: (o) =>
        equal(
          [5, 900, 900, 5, 900, 12],
          [
            'api_max_auth_failures',
            'api_failed_auth_lockout_period',
            'api_failed_auth_reset_period',
            'cli_max_auth_failures',
            'cli_failed_auth_lockout_period',
            'minimum_password_length',
          ].map((name) => at(o.policy, name)),
        ),
    },
    { id: 'proxied', requirement: 'NSX-NODE-0012', judge: (o) => equal(true, o.other) },
    { id: 'site', requirement: 'NSX-NODE-0013', judge: (o) => equal(200, o.site) },
    { id: 'no-code', requirement: 'NSX-NODE-0014', judge: (o) => equal([null, null, null, null], o.successes) },
    {
      id: 'service',
      requirement: 'NSX-CFG-0001',
      judge: (o) =>
        equal(
          [1800, 30, 199, 40],
          ['session_timeout', 'connection_timeout', 'global_api_concurrency_limit', 'client_api_concurrency_limit'].map(
            (name) => at(o.service, name),
          ),
        ),
    },
  ],
});

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** The cluster as the API tells it, beside what its nodes present. */
export const clusterCase = defineCase({
  id: 'NSX-CLU-READ',
  title: 'Members, status and thumbprints of the cluster',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const cluster = parsed(await ask(device, 'GET /api/v1/cluster'));
    const first = textAt(cluster, 'nodes', 0, 'node_uuid');
    const missing = await ask(device, 'GET /api/v1/cluster/00000000-0000-0000-0000-000000000000');
    return {
      cluster,
      presented: (await shownAt(device, [door]))[door] ?? '',
      rows: listAt(parsed(await ask(device, 'GET /api/v1/cluster/nodes')), 'results'),
      status: parsed(await ask(device, 'GET /api/v1/cluster/status')),
      manager: parsed(await ask(device, 'GET /api/v1/cluster-manager/status')),
      byId: textAt(parsed(await ask(device, `GET /api/v1/cluster/${first}`)), 'node_uuid'),
      self: textAt(parsed(await ask(device, 'GET /api/v1/cluster/self')), 'node_uuid'),
      missing: missing.status,
    };
  },
  checks: [
    {
      id: 'id',
      requirement: 'NSX-CLU-0001',
      judge: (o) => matches(/^[0-9a-f-]{36}$/, textAt(o.cluster, 'cluster_id'), 'a UUID'),
    },
    {
      id: 'nodes',
      requirement: 'NSX-CLU-0002',
      judge: (o) =>
        all(
          ...listAt(o.cluster, 'nodes').map((one) =>
            holds(
              textAt(one, 'node_uuid') !== '' && textAt(one, 'fqdn') !== '' && at(one, 'status') === 'JOINED',
              'UUID, fqdn, JOINED',
              one,
            ),
          ),
        ),
    },
    {
      id: 'entities',
      requirement: 'NSX-CLU-0003',
      judge: (o) =>
        holds(
          listAt(o.cluster, 'nodes', 0, 'entities').some(
            (one) => textAt(one, 'ip_address') !== '' && typeof at(one, 'port') === 'number',
          ),
          'an address and a port',
          at(o.cluster, 'nodes', 0, 'entities'),
        ),
    },
    {
      id: 'listen',
      requirement: 'NSX-CLU-0004',
      judge: (o) => equal(o.presented, at(o.cluster, 'nodes', 0, 'api_listen_addr', 'certificate_sha256_thumbprint')),
    },
    {
      id: 'http',
      requirement: 'NSX-CLU-0005',
      judge: (o) => equal(o.presented, at(o.cluster, 'nodes', 0, 'certificates', 0, 'certificate_sha256_thumbprint')),
    },
    {
      id: 'rows',
      requirement: 'NSX-CLU-0006',
      judge: (o) =>
        equal(
          listAt(o.cluster, 'nodes')
            .map((one) => textAt(one, 'node_uuid'))
            .sort(),
          o.rows
            .filter((one) => at(one, 'manager_role') !== null)
            .map((one) => textAt(one, 'id'))
            .sort(),
        ),
    },
    {
      id: 'apart',
      requirement: 'NSX-CLU-0007',
      judge: (o) =>
        holds(
          o.rows.every((one) => at(one, 'manager_role') === null || at(one, 'controller_role') === null),
          'rows of one role each',
          o.rows.length,
        ),
    },
    {
      id: 'stable',
      requirement: 'NSX-CLU-0008',
      judge: (o) => equal('STABLE', at(o.status, 'detailed_cluster_status', 'overall_status')),
    },
    {
      id: 'leader',
      requirement: 'NSX-CLU-0009',
      judge: (o) => {
        const group =
          listAt(o.status, 'detailed_cluster_status', 'groups').find((one) => at(one, 'group_type') === 'HTTPS') ??
          null;
        const members = listAt(group, 'members').map((one) => textAt(one, 'member_uuid'));
        return all(
          equal('api', at(group, 'leaders', 0, 'service_name')),
          equal(true, members.includes(textAt(group, 'leaders', 0, 'leader_uuid'))),
        );
      },
    },
    { id: 'manager', requirement: 'NSX-CLU-0010', judge: (o) => equal('STABLE', at(o.manager, 'overall_status')) },
    {
      id: 'found',
      requirement: 'NSX-CLU-0011',
      judge: (o) =>
        all(equal(textAt(o.cluster, 'nodes', 0, 'node_uuid'), o.byId), holds(o.self !== '', 'a node', o.self)),
    },
    {
      id: 'missing',
      requirement: 'NSX-CLU-0012',
      judge: (o) => equal(404, o.missing),
      killedBy: ['nsx.missing-is-400'],
    },
  ],
});

/** A virtual IP comes and goes. */
export const virtualIp = defineCase({
  id: 'NSX-VIP-LIFE',
  title: 'A virtual IP is set, answers, and is cleared',
  touches: 'disruptive',
  async drive(t) {
    const device = await fresh(t, { vip: false });
    const vip = { port: 443, address: 'vip' };
    const path = '/api/v1/cluster/api-virtual-ip';
    const unset = parsed(await ask(device, `GET ${path}`));
    const before = await device.reach(vip);
    const outside = await ask(device, `POST ${path}?action=set_virtual_ip&ip_address=203.0.113.7`);
    const set = await ask(device, `POST ${path}?action=set_virtual_ip&ip_address=192.168.110.30`, { raw: '""' });
    const after = await device.reachBecomes(vip, 'open');
    const served = (await ask(device, 'GET /api/v1/node/version', { at: 'vip.https' })).status;
    const none = await ask(
      device,
      `POST ${path}?action=set_virtual_ip&ip_address=192.168.110.30&ip6_address=::&force=true`,
    );
    const cleared = await ask(device, `POST ${path}?action=clear_virtual_ip`);
    return {
      unset,
      before,
      outside: outside.status,
      set: { status: set.status, body: parsed(set) },
      after,
      served,
      none: none.status,
      cleared: parsed(cleared),
      gone: await device.reachBecomes(vip, 'refused'),
    };
  },
  checks: [
    {
      id: 'unset',
      requirement: 'NSX-VIP-0001',
      judge: (o) => equal('0.0.0.0', at(o.unset, 'ip_address')),
      killedBy: ['nsx.vip-unset-is-null'],
    },
    {
      id: 'silent',
      requirement: 'NSX-VIP-0002',
      judge: (o) => holds(o.before !== 'open', 'nothing', o.before),
      killedBy: ['nsx.vip-always-listens'],
    },
    { id: 'outside', requirement: 'NSX-VIP-0005', judge: (o) => equal(409, o.outside) },
    {
      id: 'set',
      requirement: 'NSX-VIP-0003',
      judge: (o) => equal([200, '192.168.110.30'], [o.set.status, at(o.set.body, 'ip_address')]),
    },
    { id: 'empty-text', requirement: 'NSX-VIP-0008', judge: (o) => equal(200, o.set.status) },
    { id: 'answers', requirement: 'NSX-VIP-0004', judge: (o) => equal(['open', 200], [o.after, o.served]) },
    { id: 'none', requirement: 'NSX-VIP-0009', judge: (o) => equal(200, o.none) },
    { id: 'ipv6', requirement: 'NSX-VIP-0010', judge: (o) => equal('::', at(o.unset, 'ip6_address')) },
    {
      id: 'cleared',
      requirement: 'NSX-VIP-0006',
      judge: (o) => equal('0.0.0.0', at(o.cleared, 'ip_address')),
      killedBy: ['nsx.vip-unset-is-null'],
    },
    {
      id: 'gone',
      requirement: 'NSX-VIP-0007',
      judge: (o) => holds(o.gone !== 'open', 'nothing', o.gone),
      killedBy: ['nsx.vip-always-listens'],
    },
  ],
});

/** A node goes down. */
export const failover = defineCase({
  id: 'NSX-CLU-FAILOVER',
  title: 'The virtual IP follows the leading node',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await fresh(t);
    const leader = async () => {
      const groups = listAt(
        parsed(await ask(device, 'GET /api/v1/cluster/status', { at: 'manager-2.https' })),
        'detailed_cluster_status',
        'groups',
      );
      return textAt(groups.find((one) => at(one, 'group_type') === 'HTTPS') ?? null, 'leaders', 0, 'leader_uuid');
    };
    const before = await leader();
    const shell = await device.shell(/> $/);
    await shell.say('shutdown', [{ when: /\(yes\/no\): $/, say: 'yes' }]);
    const after = await leader();
    return {
      moved: before !== after && after !== '',
      answers: (await ask(device, 'GET /api/v1/node/version', { at: 'vip.https' })).status,
    };
  },
  checks: [{ id: 'moved', requirement: 'NSX-CLU-0013', judge: (o) => equal([true, 200], [o.moved, o.answers]) }],
});

/** What is checked of certificates, and revisions. */
export const security = defineCase({
  id: 'NSX-CFG-SECURITY',
  title: 'The security configuration is read and changed',
  touches: 'config',
  async drive(t) {
    const device = await fresh(t);
    const path = '/api/v1/global-configs/SecurityGlobalConfig';
    const before = parsed(await ask(device, `GET ${path}`));
    const body = {
      crl_checking_enabled: false,
      resource_type: 'SecurityGlobalConfig',
      _revision: at(before, '_revision'),
    };
    const put = await ask(device, `PUT ${path}`, { body });
    const stale = await ask(device, `PUT ${path}`, { body });
    return {
      before,
      put: { status: put.status, body: parsed(put) },
      stale: { status: stale.status, body: parsed(stale) },
    };
  },
  checks: [
    { id: 'default', requirement: 'NSX-CFG-0002', judge: (o) => equal(true, at(o.before, 'crl_checking_enabled')) },
    {
      id: 'put',
      requirement: 'NSX-CFG-0003',
      judge: (o) =>
        equal(
          [200, false, false],
          [o.put.status, at(o.put.body, 'crl_checking_enabled'), at(o.put.body, 'ca_signed_only')],
        ),
    },
    {
      id: 'stale',
      requirement: 'NSX-CFG-0004',
      judge: (o) =>
        all(
          equal(412, o.stale.status),
          matches(
            /Fetch the latest copy of the object and retry/,
            textAt(o.stale.body, 'error_message'),
            'Fetch the latest copy of the object and retry',
          ),
        ),
    },
  ],
});

/** All of this file. */
export const accessCases = [
  credentials,
  session,
  sessionScope,
  locking,
  rate,
  node,
  clusterCase,
  virtualIp,
  failover,
  security,
];
