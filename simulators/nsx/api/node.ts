import type { JsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import { bound } from '../site.ts';
import type { Settings } from '../state.ts';
import { refusals } from '../texts.ts';
import { restartHttp, startHttp, stopHttp } from '../trust/http-service.ts';
import { asTold } from '../trust/lag.ts';
import { apply } from '../trust/replacement.ts';
import { certificateView } from '../trust/view.ts';
import { neededQuery } from './cluster.ts';
import { bodyOf, type Call, type Operation, operation, siteOf } from './operation.ts';

const service = '/api/v1/node/services/http';
const documented = (source: string) =>
  ({ evidence: 'documented', source: `NSX reference ${source}`, backEnd: 'node' }) as const;
const recorded = (source: string) =>
  ({ evidence: 'recorded', source: `NSX reference ${source}`, backEnd: 'node' }) as const;

const self = (href: string): JsonObject => ({ href, rel: 'self' });

/** The node that answers, its version, its HTTP service and its password rules. @source NSX reference 7.4, 7.6, 3.4 */
export const nodeOperations: readonly Operation[] = [
  operation('GET /api/v1/node', recorded('7.6'), (call) => {
    const { node, release, device } = call;
    const now = device.now();
    return {
      json: {
        _schema: 'NodeProperties',
        _self: self('/node'),
        cli_coredump_config: { global_file_limit: 2, global_frequency_threshold: 600, process_config: [] },
        cli_history_size: 100,
        cli_output_central: false,
        cli_output_datetime: release.cliTime,
        cli_timeout: 600,
        export_type: 'UNRESTRICTED',
        fully_qualified_domain_name: node.fqdn,
        hostname: node.hostname,
        kernel_version: '5.15.92-nn2-server',
        motd: '',
        node_type: siteOf(call).role === 'GM' ? 'NSX Global Manager' : 'NSX Manager',
        node_uuid: node.uuid,
        node_version: release.nodeVersion,
        product_version: release.productVersion,
        system_datetime: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
        system_time: Math.floor(now),
        timezone: 'Etc/UTC',
      },
    };
  }),
  operation('GET /api/v1/node/version', { ...recorded('7.6'), area: 'everybody' }, ({ release }) => ({
    json: { node_version: release.nodeVersion, product_version: release.productVersion },
  })),
  operation(`GET ${service}`, documented('7.4'), (call) => ({ json: httpService(call) })),
  operation(
    `POST ${service}?action=apply_certificate`,
    { ...documented('7.4'), area: 'certificates', deprecated: ({ shared }) => shared },
    async (call) => {
      const certificateId = neededQuery(call, 'certificate_id');
      await apply(call.device, call.siteName, { certificateId, service: 'API', nodeId: call.node.uuid }, call.caller);
      return {};
    },
  ),
  operation(`POST ${service}?action=restart`, documented('7.4'), (call) => {
    restartHttp(call.device, call.siteName, [call.node.uuid]);
    return { status: 202 };
  }),
  operation(`POST ${service}?action=start`, documented('7.4'), (call) => {
    startHttp(call.device, call.siteName, call.node.name);
    return { json: serviceStatus(call) };
  }),
  operation(`POST ${service}?action=stop`, documented('7.4'), (call) => {
    stopHttp(call.device, call.siteName, call.node.name);
    return { status: 202 };
  }),
  operation(`GET ${service}/status`, documented('7.4'), (call) => ({ json: serviceStatus(call) })),
  operation('GET /api/v1/node/aaa/auth-policy', recorded('3.4'), (call) => ({
    json: policyView(siteOf(call).authPolicy),
  })),
  operation('PUT /api/v1/node/aaa/auth-policy', recorded('3.4'), (call) => {
    const body = bodyOf(call);
    changeSite(call.device, call.siteName, (site) => {
      const known = Object.keys(site.authPolicy).flatMap((name) =>
        body[name] === undefined ? [] : [[name, body[name]] as const],
      );
      return { ...site, authPolicy: { ...site.authPolicy, ...Object.fromEntries(known) } };
    });
    return { status: 202, json: policyView(siteOf(call).authPolicy) };
  }),
  operation('GET /api/v1/node/users', { ...documented('7'), backEnd: 'node' }, (call) => {
    const results = Object.keys(siteOf(call).users).map((name) => userView(call, name));
    return { json: { result_count: results.length, results } };
  }),
  operation('GET /api/v1/node/users/{userid}', documented('7'), (call) => ({ json: userView(call, userNamed(call)) })),
  operation('PUT /api/v1/node/users/{userid}', documented('7'), setUser),
  operation('GET /api/v1/reverse-proxy/node/health', { evidence: 'recorded', source: 'NSX reference 7.6' }, () => ({
    backEnd: 'manager',
    json: { healthy: true, components_health: 'MANAGER:UP, SEARCH:UP, UI:UP, NODE_MGMT:UP' },
  })),
];

function policyView(policy: Settings): JsonObject {
  return { _schema: 'AuthenticationPolicyProperties', _self: self('/node/aaa/auth-policy'), ...policy };
}

function httpService(call: Call): JsonObject {
  const { release, node, device } = call;
  const site = siteOf(call);
  const certificate = bound(site, 'API', node.uuid);
  const { apiService } = site;
  const names = [
    'cipher_suites',
    'protocol_versions',
    'session_timeout',
    'connection_timeout',
    'redirect_host',
    'client_api_rate_limit',
    'client_api_concurrency_limit',
    'global_api_concurrency_limit',
    'basic_authentication_enabled',
    'cookie_based_authentication_enabled',
  ];
  const viewing = { site: asTold(device, site), release, now: device.now(), details: false };
  return {
    _self: self('/node/services/http'),
    service_name: 'http',
    service_properties: {
      ...(certificate && { certificate: certificateView(certificate, viewing) }),
      ...Object.fromEntries(names.map((name) => [name, apiService[name] ?? null])),
      logging_level: 'INFO',
    },
  };
}

function serviceStatus({ device, siteName, node }: Call): JsonObject {
  const away = device.state.run.sites[siteName]?.httpAway.includes(node.name) === true;
  const state = away ? 'stopped' : 'running';
  return { monitor_pid: 4711, monitor_runtime_state: state, pids: away ? [] : [4712], runtime_state: state };
}

function userNamed(call: Call): string {
  const id = call.params.userid ?? '';
  const found = Object.entries(siteOf(call).users).find(([, { userid }]) => String(userid) === id);
  if (!found) throw refusals.nodeMissing(`/node/users/${id}`);
  return found[0];
}

function userView(call: Call, name: string): JsonObject {
  const user = siteOf(call).users[name];
  return {
    _schema: 'NodeUserProperties',
    _self: self(`/node/users/${user?.userid ?? ''}`),
    full_name: user?.fullName ?? name,
    last_password_change: Math.floor((call.device.now() - (user?.passwordSetAt ?? 0)) / 86_400_000),
    password_change_frequency: user?.passwordDays ?? 0,
    status: user?.hash === undefined ? (user?.userid === 0 ? 'ACTIVE' : 'NOT_ACTIVATED') : 'ACTIVE',
    userid: user?.userid ?? 0,
    username: name,
  };
}

/** Changes a password; one's own needs the old one. */
async function setUser(call: Call) {
  const { sha256crypt } = await import('../../chassis/accounts/sha256crypt.ts');
  const { randomBytes } = await import('node:crypto');
  const name = userNamed(call);
  const { password, password_change_frequency: days } = bodyOf(call);
  const least = siteOf(call).authPolicy.minimum_password_length;
  if (typeof password === 'string') {
    if (password.length < (typeof least === 'number' ? least : 12)) {
      throw refusals.nodeField(`The password must have at least ${least} characters.`);
    }
    const hash = await sha256crypt(password, randomBytes(9).toString('base64').replace(/[+=]/g, '.'));
    changeSite(call.device, call.siteName, (site) => {
      const user = site.users[name];
      return user
        ? { ...site, users: { ...site.users, [name]: { ...user, hash, passwordSetAt: call.device.now() } } }
        : site;
    });
  }
  if (typeof days === 'number') {
    changeSite(call.device, call.siteName, (site) => {
      const user = site.users[name];
      return user ? { ...site, users: { ...site.users, [name]: { ...user, passwordDays: days } } } : site;
    });
  }
  return { json: userView(call, name) };
}
