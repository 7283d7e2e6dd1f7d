import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import { bound, clusterCertificate, hasVip } from '../site.ts';
import type { Location, Site } from '../state.ts';
import { refusals } from '../texts.ts';
import { bodyOf, type Call, type Operation, operation, siteOf, textIn } from './operation.ts';

const infra = '/global-manager/api/v1/global-infra';
const documented = { evidence: 'documented', source: 'NSX reference 8.3' } as const;
const inferred = {
  evidence: 'inferred',
  source: 'NSX reference 8.3: the shape of the route is nowhere given',
} as const;

/** A Global Manager and its Local Managers; sites as every manager knows them. @source NSX reference 7.7, 8.3 */
export const federationOperations: readonly Operation[] = [
  operation('GET /api/v1/sites/self', { evidence: 'documented', source: 'NSX reference 7.7' }, (call) => ({
    json: { id: siteOf(call).siteId, epoch: 1, site: siteView(call, siteOf(call)) },
  })),
  operation('GET /api/v1/sites', { evidence: 'documented', source: 'NSX reference 7.7' }, (call) => {
    const sites = Object.values(call.device.state.store.sites);
    return { json: { result_count: sites.length, results: sites.map((one) => siteView(call, one)) } };
  }),
  operation('GET /global-manager/api/v1/gm-operational-state', documented, (call) => ({
    json: { status: manager(call).active ? 'ACTIVE' : 'STANDBY' },
  })),
  operation(`GET ${infra}/global-managers`, documented, (call) => {
    manager(call);
    const managers = Object.values(call.device.state.store.sites).filter(({ role }) => role === 'GM');
    const results = managers.map(({ name, active, siteId }) => ({
      resource_type: 'GlobalManager',
      id: name,
      display_name: name,
      mode: active ? 'ACTIVE' : 'STANDBY',
      federation_id: siteId,
    }));
    return { json: { result_count: results.length, results } };
  }),
  operation(`GET ${infra}/sites`, documented, (call) => {
    const results = manager(call).locations.map(locationView);
    return { json: { result_count: results.length, results } };
  }),
  operation(`GET ${infra}/sites/{site-id}`, documented, (call) => ({ json: locationView(located(call)) })),
  ...(['PUT', 'PATCH'] as const).map((method) =>
    operation(`${method} ${infra}/sites/{site-id}`, documented, (call) => {
      const location = located(call);
      const [info] = connections(bodyOf(call));
      const thumbprint = info && textIn(info, 'thumbprint')?.toLowerCase();
      if (thumbprint !== undefined && thumbprint !== presented(call, location)) throw mismatch(location);
      const next: Location = { ...location, ...(thumbprint !== undefined && { thumbprint }) };
      changeSite(call.device, call.siteName, (site) => ({
        ...site,
        locations: site.locations.map((one) => (one.id === location.id ? next : one)),
      }));
      return method === 'PATCH' ? {} : { json: locationView(next) };
    }),
  ),
  operation(`POST ${infra}/onboarding-check-compatibility`, documented, (call) => {
    manager(call);
    const body = bodyOf(call);
    const fqdn = textIn(body, 'fqdn');
    const thumbprint = textIn(body, 'thumbprint')?.toLowerCase();
    const lm = Object.values(call.device.state.store.sites).find(
      ({ role, vip, nodes }) =>
        role === 'LM' && [vip.fqdn, vip.ip, ...nodes.flatMap(({ fqdn: name, ip }) => [name, ip])].includes(fqdn),
    );
    const [first] = lm?.nodes ?? [];
    if (!lm || !first || thumbprint !== clusterCertificate(lm, first.uuid)?.thumbprint) {
      throw refusals.field('thumbprint does not match the certificate of the site');
    }
    return { json: { compatibility: 'COMPATIBLE' } };
  }),
  operation(`GET ${infra}/sites/{site-id}/enforcement-points/{point-id}/edge-clusters`, inferred, (call) => {
    const lm = reached(call, located(call));
    const members = lm.transportNodes.filter(({ type }) => type === 'EdgeNode');
    const cluster = {
      resource_type: 'PolicyEdgeCluster',
      id: `${lm.name}-edge-cluster`,
      display_name: 'edge-cluster',
      member_count: members.length,
    };
    return { json: { result_count: 1, results: [cluster] } };
  }),
  operation(`GET ${infra}/tier-0s/{tier-0-id}/locale-services/{site-id}/bgp/neighbors/status`, inferred, (call) => {
    reached(call, located(call));
    return { json: { result_count: 0, results: [] } };
  }),
];

/** The site as a Global Manager. @throws ApiError 404 on a Local Manager, which has no such API */
function manager(call: Call): Site {
  const site = siteOf(call);
  if (site.role !== 'GM') throw refusals.unknownUri(call.path);
  return site;
}

function located(call: Call): Location {
  const id = call.params['site-id'] ?? '';
  const found = manager(call).locations.find((one) => one.id === id);
  if (!found) throw refusals.notFound(call.release, 'Site', id);
  return found;
}

/** What a Local Manager shows to who comes by its VIP; nodes are trusted by their own certificates. */
function presented({ device }: Call, { site }: Location): string | undefined {
  const lm = device.state.store.sites[site];
  const [first] = lm?.nodes ?? [];
  return lm && first && clusterCertificate(lm, first.uuid)?.thumbprint;
}

/**
 * The Local Manager of a location, if the Global Manager still trusts it: behind a VIP the thumbprint must be that of
 * the cluster's certificate; without a VIP nothing depends on it. @source documented: NSX reference 8.3
 */
function reached(call: Call, location: Location): Site {
  const lm = call.device.state.store.sites[location.site];
  if (!lm) throw refusals.notFound(call.release, 'Site', location.site);
  if (hasVip(lm) && presented(call, location) !== location.thumbprint) throw mismatch(location);
  return lm;
}

function mismatch({ id }: Location): Error {
  return refusals.field(`thumbprint of site '${id}' does not match its certificate; update it in the Location Manager`);
}

function connections(body: JsonObject): JsonObject[] {
  const list: Json | undefined = body.site_connection_info;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function locationView({ id, fqdn, thumbprint, site }: Location): JsonObject {
  return {
    resource_type: 'Site',
    id,
    display_name: site,
    path: `/global-infra/sites/${id}`,
    site_type: 'ONPREM_LM',
    site_connection_info: [{ fqdn, thumbprint }],
    _revision: 0,
  };
}

function siteView({ device, siteName, release }: Call, site: Site): JsonObject {
  const federated = Object.values(device.state.store.sites).some(({ role }) => role === 'GM');
  const [first] = site.nodes;
  const trust =
    first &&
    (bound(site, site.role === 'GM' ? 'GLOBAL_MANAGER' : 'LOCAL_MANAGER', first.uuid) ??
      clusterCertificate(site, first.uuid));
  return {
    id: site.siteId,
    name: site.name,
    cluster_id: site.clusterId,
    active_gm: site.role === 'GM' ? (site.active ? 'ACTIVE' : 'STANDBY') : 'NONE',
    node_type: site.role,
    cert_hash: trust?.thumbprint ?? '',
    trust_manager_cert: trust?.pem ?? '',
    vip_ip: site.vip.ip,
    is_local: site.name === siteName,
    is_federated: federated,
    site_version: release.productVersion,
    aph_list: site.nodes.map(({ uuid, ip, fqdn }) => ({
      uuid,
      address: ip,
      fqdn,
      port: 1236,
      certificate: bound(site, 'APH', uuid)?.pem ?? '',
    })),
  };
}
