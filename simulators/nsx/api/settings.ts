import type { JsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import type { Settings } from '../state.ts';
import { refusals } from '../texts.ts';
import { restartHttp } from '../trust/http-service.ts';
import { bodyOf, type Call, flag, neededText, type Operation, operation, siteOf, textIn } from './operation.ts';

const documented = (source: string) => ({ evidence: 'documented', source: `NSX reference ${source}` }) as const;
const configs = '/api/v1/global-configs';

/** The API service, what is checked of certificates, licences and what else clients read first. @source NSX reference 6.3, 7.3 */
export const settingOperations: readonly Operation[] = [
  operation('GET /api/v1/cluster/api-service', documented('7.3'), (call) => ({
    json: serviceView(siteOf(call).apiService),
  })),
  operation('PUT /api/v1/cluster/api-service', documented('7.3'), (call) => {
    const body = bodyOf(call);
    const before = siteOf(call).apiService;
    checkRevision(body, before, 'reverse_proxy_config');
    const changed = Object.keys(before).flatMap((name) =>
      name === '_revision' || body[name] === undefined ? [] : [[name, body[name]] as const],
    );
    changeSite(call.device, call.siteName, (site) => ({
      ...site,
      apiService: next(before, Object.fromEntries(changed)),
    }));
    restartHttp(
      call.device,
      call.siteName,
      siteOf(call).nodes.map(({ uuid }) => uuid),
    );
    return { json: serviceView(siteOf(call).apiService) };
  }),
  operation(`GET ${configs}`, documented('6.3'), (call) => ({
    json: { result_count: 1, results: [securityView(siteOf(call).security)] },
  })),
  operation(`GET ${configs}/{config-type}`, documented('6.3'), (call) => {
    checkType(call);
    return { json: securityView(siteOf(call).security) };
  }),
  ...['', '?action=resync_config'].map((action) =>
    operation(`PUT ${configs}/{config-type}${action}`, documented('6.3'), (call) => {
      checkType(call);
      const body = bodyOf(call);
      const before = siteOf(call).security;
      if (neededText(body, 'resource_type') !== 'SecurityGlobalConfig')
        throw refusals.field('resource_type is not valid');
      checkRevision(body, before, String(before.id));
      // What a client leaves out falls back to its default.
      const flags = {
        crl_checking_enabled: flag(body.crl_checking_enabled, true),
        ca_signed_only: flag(body.ca_signed_only),
        eku_checking_enabled: flag(body.eku_checking_enabled, call.release.ekuChecking),
      };
      changeSite(call.device, call.siteName, (site) => ({ ...site, security: next(before, flags) }));
      return { json: securityView(siteOf(call).security) };
    }),
  ),
  ...(['GET', 'PUT', 'PATCH'] as const).map((method) =>
    operation(`${method} /policy/api/v1/infra/security-global-config`, documented('6.3'), (call) => {
      if (method !== 'GET') {
        const body = bodyOf(call);
        const { security } = siteOf(call);
        if (method === 'PUT') checkRevision(body, security, 'security-global-config');
        const given = Object.keys(security).filter(
          (name) => !name.startsWith('_') && name !== 'id' && body[name] !== undefined,
        );
        const changed = Object.fromEntries(given.map((name) => [name, body[name] ?? null]));
        changeSite(call.device, call.siteName, (site) => ({ ...site, security: next(security, changed) }));
        if (method === 'PATCH') return {};
      }
      const { id: _id, _revision: revision, ...flags } = siteOf(call).security;
      return {
        json: {
          ...flags,
          resource_type: 'SecurityGlobalConfig',
          id: 'security-global-config',
          display_name: 'security-global-config',
          path: '/infra/security-global-config',
          _revision: revision ?? 0,
        },
      };
    }),
  ),
  operation('GET /api/v1/licenses', documented('7.7'), () => ({ json: { result_count: 0, results: [] } })),
  operation('GET /api/v1/license', { ...documented('7.7'), deprecated: () => true }, () => ({
    json: { license_key: '', is_eval: true },
  })),
  operation('GET /api/v1/fabric/compute-managers', documented('7.7'), () => ({
    json: { result_count: 0, results: [] },
  })),
  operation('GET /policy/api/v1/infra', documented('8.2'), () => ({
    json: { resource_type: 'Infra', id: 'infra', display_name: 'infra', path: '/infra', _revision: 0 },
  })),
  operation('GET /policy/api/v1/infra/sites/default', documented('8.2'), (call) => ({
    json: {
      resource_type: 'Site',
      id: 'default',
      display_name: 'default',
      path: '/infra/sites/default',
      site_type: 'ONPREM_LM',
      unique_id: siteOf(call).siteId,
      _revision: 0,
    },
  })),
  operation('GET /policy/api/v1/infra/sites/default/enforcement-points/default', documented('8.2'), () => ({
    json: {
      resource_type: 'EnforcementPoint',
      id: 'default',
      display_name: 'default',
      path: '/infra/sites/default/enforcement-points/default',
      _revision: 0,
    },
  })),
];

function checkType(call: Call): void {
  const type = call.params['config-type'] ?? '';
  if (type !== 'SecurityGlobalConfig') throw refusals.notFound(call.release, 'GlobalConfigs', type);
}

function checkRevision(body: JsonObject, { _revision: revision }: Settings, id: string): void {
  if (Number(textIn(body, '_revision')) !== revision) throw refusals.stale(id);
}

function next(before: Settings, changed: JsonObject): Settings {
  return { ...before, ...changed, _revision: Number(before._revision) + 1 };
}

function serviceView({ _revision: revision, ...fields }: Settings): JsonObject {
  return {
    ...fields,
    resource_type: 'ApiServiceConfig',
    id: 'reverse_proxy_config',
    display_name: 'reverse_proxy_config',
    _create_user: 'system',
    _revision: revision ?? 0,
  };
}

function securityView({ id = '', _revision: revision = 0, ...flags }: Settings): JsonObject {
  const { crl_checking_enabled, ca_signed_only, eku_checking_enabled } = flags;
  return {
    crl_checking_enabled: crl_checking_enabled ?? true,
    ca_signed_only: ca_signed_only ?? false,
    eku_checking_enabled: eku_checking_enabled ?? false,
    resource_type: 'SecurityGlobalConfig',
    id,
    display_name: id,
    _revision: revision,
  };
}
