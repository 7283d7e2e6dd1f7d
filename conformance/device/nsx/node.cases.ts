import { all, equal, matches } from '../../judgement.ts';
import { header } from '../../oracle/http.ts';
import type { Json } from '../../target.ts';
import { at, parsed, textAt } from './answers.ts';
import { cased } from './draft.ts';
import { ask, fresh, nodeIds } from './manager.ts';

/** What every client asks first. */
export const node = cased(
  {
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
  },
  (check) => [
    check('version', 'NSX-NODE-0001', ['nsx.members-reversed', 'nsx.version-without-node'], (o) =>
      matches(/"node_version"[\s\S]*"product_version"/, o.version, 'node_version and product_version'),
    ),
    check('numbers', 'NSX-NODE-0002', ['nsx.version-short'], (o) =>
      matches(/"product_version": ?"\d+(\.\d+){4,5}"/, o.version, 'five or six numbers'),
    ),
    check('style', 'NSX-NODE-0003', ['nsx.members-reversed', 'nsx.node-nameless', 'nsx.code-in-success'], (o) =>
      equal(JSON.stringify(sorted(parsed({ body: o.node })), null, 2), o.node),
    ),
    check('members', 'NSX-NODE-0004', ['nsx.node-nameless'], (o) => {
      const found = parsed({ body: o.node });
      return equal(
        [true, true, true, true],
        ['node_uuid', 'hostname', 'fully_qualified_domain_name', 'node_type'].map((name) => textAt(found, name) !== ''),
      );
    }),
    check('schema', 'NSX-NODE-0005', ['nsx.node-nameless'], (o) => {
      const found = parsed({ body: o.node });
      return equal(
        ['NodeProperties', '/node', 'self'],
        [at(found, '_schema'), at(found, '_self', 'href'), at(found, '_self', 'rel')],
      );
    }),
    check('healthy', 'NSX-NODE-0006', ['nsx.never-healthy'], (o) =>
      equal(true, at(parsed({ body: o.health }), 'healthy')),
    ),
    check('components', 'NSX-NODE-0007', ['nsx.never-healthy'], (o) =>
      matches(
        /^[A-Z_]+:UP(, [A-Z_]+:UP)+$/,
        textAt(parsed({ body: o.health }), 'components_health'),
        'NAME:UP, NAME:UP',
      ),
    ),
    check(
      'manager-style',
      'NSX-NODE-0008',
      ['nsx.members-reversed', 'nsx.no-transport-nodes', 'nsx.code-in-success'],
      (o) =>
        matches(
          /^\{\n {2}"result_count" : \d+,\n {2}"results" : \[ \{\n[\s\S]* \]\n\}$/,
          o.list,
          '{ "result_count" : …, "results" : [ { … } ] }',
        ),
    ),
    check('headers', 'NSX-NODE-0009', ['nsx.headers-missing'], (o) =>
      equal(['no-cache, no-store, max-age=0, must-revalidate', 'NSX', 'nosniff'], o.headers),
    ),
    check('deprecated', 'NSX-NODE-0010', ['nsx.headers-missing'], (o) => equal('299 - "Deprecated API"', o.warning)),
    check('policy', 'NSX-NODE-0011', ['nsx.lock-for-ever', 'nsx.password-rules-looser'], (o) =>
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
    ),
    check('proxied', 'NSX-NODE-0012', ['nsx.answers-for-itself'], (o) => equal(true, o.other)),
    check('site', 'NSX-NODE-0013', ['nsx.no-policy'], (o) => equal(200, o.site)),
    check('no-code', 'NSX-NODE-0014', ['nsx.code-in-success'], (o) => equal([null, null, null, null], o.successes)),
    check(
      'service',
      'NSX-CFG-0001',
      ['nsx.session-dies-young', 'nsx.no-concurrency-limit', 'nsx.password-rules-looser'],
      (o) =>
        equal(
          [1800, 30, 199, 40],
          ['session_timeout', 'connection_timeout', 'global_api_concurrency_limit', 'client_api_concurrency_limit'].map(
            (name) => at(o.service, name),
          ),
        ),
    ),
  ],
);

/** What is checked of certificates, and revisions. */
export const security = cased(
  {
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
  },
  (check) => [
    check('default', 'NSX-CFG-0002', ['nsx.crl-unchecked'], (o) => equal(true, at(o.before, 'crl_checking_enabled'))),
    check('put', 'NSX-CFG-0003', ['nsx.settings-202'], (o) =>
      equal(
        [200, false, false],
        [o.put.status, at(o.put.body, 'crl_checking_enabled'), at(o.put.body, 'ca_signed_only')],
      ),
    ),
    check('stale', 'NSX-CFG-0004', ['nsx.revision-not-checked'], (o) =>
      all(
        equal(412, o.stale.status),
        matches(
          /Fetch the latest copy of the object and retry/,
          textAt(o.stale.body, 'error_message'),
          'Fetch the latest copy of the object and retry',
        ),
      ),
    ),
  ],
);

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
