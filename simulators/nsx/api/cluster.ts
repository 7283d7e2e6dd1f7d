import type { JsonObject } from '../../chassis/json.ts';
import { sameSubnet } from '../addresses.ts';
import { changeSite } from '../change.ts';
import { remove } from '../membership.ts';
import { bound, clusterCertificate } from '../site.ts';
import type { ManagerNode, Site } from '../state.ts';
import { refusals } from '../texts.ts';
import { unbound } from '../trust/bind.ts';
import { apply } from '../trust/replacement.ts';
import { type Call, flag, type Operation, operation, siteOf } from './operation.ts';

const cluster = '/api/v1/cluster';
const documented = (source: string) => ({ evidence: 'documented', source: `NSX reference ${source}` }) as const;

/** Groups of services in the order that the CLI shows them. @source NSX reference 10.4 */
export const groups = ['DATASTORE', 'CLUSTER_BOOT_MANAGER', 'CONTROLLER', 'MANAGER', 'POLICY', 'HTTPS'] as const;

/** How the cluster is, from which nodes are up. */
export function health(call: Pick<Call, 'device' | 'siteName'>): 'STABLE' | 'DEGRADED' | 'UNAVAILABLE' {
  const site = siteOf(call);
  const down = call.device.state.run.sites[call.siteName]?.down.length ?? 0;
  if (down === 0) return 'STABLE';
  return down * 2 < site.nodes.length ? 'DEGRADED' : 'UNAVAILABLE';
}

/** A node as `GET /cluster` has it. @source NSX reference 7.5 */
function nodeInfo(site: Site, { uuid, hostname, fqdn, ip, status }: ManagerNode, withThumbprint: boolean): JsonObject {
  const api = bound(site, 'API', uuid);
  const entity = (type: string, port: number): JsonObject => ({ entity_type: type, ip_address: ip, port });
  const certificate = { certificate: api?.pem ?? '', certificate_sha256_thumbprint: api?.thumbprint ?? '' };
  return {
    node_uuid: uuid,
    display_name: hostname,
    fqdn,
    status,
    entities: [
      entity('HTTP', 443),
      entity('DATASTORE', 9000),
      entity('MANAGER', 0),
      entity('POLICY', 0),
      entity('CONTROLLER', 0),
    ],
    msg_clients: [],
    certificates: [{ entity_type: 'HTTP', ...certificate }],
    ...(withThumbprint && { api_listen_addr: { ip_address: ip, port: 443, ...certificate } }),
  };
}

/** Cluster membership and status, the cluster's certificate and the virtual IP. @source NSX reference 7 */
export const clusterOperations: readonly Operation[] = [
  operation(`GET ${cluster}`, documented('7.5'), (call) => {
    const site = siteOf(call);
    return {
      json: {
        cluster_id: site.clusterId,
        mgmt_cluster_changes_allowed: true,
        control_cluster_changes_allowed: true,
        nodes: site.nodes.map((node) => nodeInfo(site, node, call.release.thumbprintInCluster)),
        _revision: 0,
      },
    };
  }),
  operation(`GET ${cluster}/{node-id}`, documented('7.5'), (call) => {
    const site = siteOf(call);
    const id = call.params['node-id'] ?? '';
    const node = id === 'self' ? call.node : site.nodes.find(({ uuid }) => uuid === id);
    if (!node) throw refusals.notFound(call.release, 'ClusterNode', id);
    return { json: nodeInfo(site, node, call.release.thumbprintInCluster) };
  }),
  operation(`GET ${cluster}/status`, documented('7.5'), status),
  operation('GET /api/v1/cluster-manager/status', { evidence: 'client', source: 'NSX reference 7.5' }, (call) => ({
    json: { overall_status: health(call) },
  })),
  operation(`GET ${cluster}/nodes`, { evidence: 'recorded', source: 'NSX reference 7.5' }, (call) => {
    const rows = siteOf(call).nodes.flatMap((node) => rowsOf(node));
    return { json: { result_count: rows.length, results: rows } };
  }),
  operation(`GET ${cluster}/nodes/{node-id}`, documented('7.5'), (call) => {
    const id = call.params['node-id'] ?? '';
    const row = siteOf(call)
      .nodes.flatMap((node) => rowsOf(node))
      .find((one) => one.id === id);
    if (!row) throw refusals.notFound(call.release, 'ClusterNodeConfig', id);
    return { json: row };
  }),
  operation(`POST ${cluster}/{node-id}?action=remove_node`, documented('7.5'), (call) => {
    const site = siteOf(call);
    const id = call.params['node-id'] ?? '';
    const node = site.nodes.find(({ uuid }) => uuid === id);
    if (!node) throw refusals.notFound(call.release, 'ClusterNode', id);
    if (site.nodes.length === 1 || node.uuid === call.node.uuid) throw refusals.field('the node cannot remove itself');
    return { json: configuration(remove(call.device, call.siteName, node)) };
  }),

  operation(
    `GET ${cluster}/api-certificate`,
    { ...documented('7.1'), backEnd: 'node', area: 'certificates' },
    (call) => ({
      json: { certificate_id: clusterCertificate(siteOf(call), call.node.uuid)?.id ?? '' },
    }),
  ),
  operation(
    `POST ${cluster}/api-certificate?action=set_cluster_certificate`,
    { ...documented('7.1'), backEnd: 'node', area: 'certificates', deprecated: ({ shared }) => shared },
    async (call) => {
      const certificateId = neededQuery(call, 'certificate_id');
      await apply(call.device, call.siteName, { certificateId, service: 'MGMT_CLUSTER' }, call.caller);
      return { json: { certificate_id: certificateId } };
    },
  ),
  operation(
    `POST ${cluster}/api-certificate?action=clear_cluster_certificate`,
    { ...documented('7.1'), backEnd: 'node', area: 'certificates', deprecated: ({ shared }) => shared },
    (call) => {
      const certificateId = neededQuery(call, 'certificate_id');
      if (!siteOf(call).certificates.has(certificateId))
        throw refusals.notFound(call.release, 'Certificate', certificateId);
      const doer = { user: call.caller.user, now: call.device.now() };
      changeSite(call.device, call.siteName, (site) => unbound(site, 'MGMT_CLUSTER', doer));
      return { json: { certificate_id: certificateId } };
    },
  ),

  operation(`GET ${cluster}/api-virtual-ip`, { ...documented('7.2'), backEnd: 'node' }, (call) => ({
    json: vipView(call),
  })),
  operation(`POST ${cluster}/api-virtual-ip?action=set_virtual_ip`, { ...documented('7.2'), backEnd: 'node' }, setVip),
  operation(
    `POST ${cluster}/api-virtual-ip?action=clear_virtual_ip`,
    { ...documented('7.2'), backEnd: 'node' },
    (call) => {
      changeSite(call.device, call.siteName, (site) => ({ ...site, vip: { ...site.vip, ip: '0.0.0.0' } }));
      return { json: vipView(call) };
    },
  ),
  operation(
    `POST ${cluster}/api-virtual-ip?action=clear_virtual_ip6`,
    { ...documented('7.2'), backEnd: 'node', releases: ({ vip6 }) => vip6 },
    (call) => {
      changeSite(call.device, call.siteName, (site) => ({ ...site, vip: { ...site.vip, ip6: '::' } }));
      return { json: vipView(call) };
    },
  ),
];

/** A parameter of the query that must be there: a shell that cuts an unquoted URL at `&` sends none. */
export function neededQuery({ query }: Call, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') throw refusals.nodeField(`${name} is required`);
  return value;
}

function status(call: Call) {
  const site = siteOf(call);
  const run = call.device.state.run.sites[call.siteName];
  const isDown = (name: string): boolean => run?.down.includes(name) === true;
  const overall = health(call);
  const leader = site.nodes.find(({ name }) => name === run?.leader);
  const online = site.nodes.filter(({ name }) => !isDown(name));
  const group = (type: (typeof groups)[number]): JsonObject => ({
    group_id: site.nodes[0]?.entities[type === 'HTTPS' ? 'HTTP' : type] ?? '',
    group_type: type,
    group_status: overall,
    members: site.nodes.map((node) => ({
      member_uuid: type === 'CONTROLLER' ? (node.entities.CONTROLLER ?? '') : node.uuid,
      member_fqdn: node.fqdn,
      member_ip: node.ip,
      member_status: isDown(node.name) ? 'DOWN' : 'UP',
    })),
    leaders:
      type === 'HTTPS' && leader
        ? [{ service_name: 'api', leader_uuid: leader.uuid, lease_version: run?.leaseVersion ?? 1 }]
        : [],
  });
  return {
    json: {
      cluster_id: site.clusterId,
      mgmt_cluster_status: {
        status: overall,
        online_nodes: online.map(({ uuid, ip }) => ({ uuid, mgmt_cluster_listen_ip_address: ip })),
      },
      control_cluster_status: { status: overall },
      detailed_cluster_status: { cluster_id: site.clusterId, overall_status: overall, groups: groups.map(group) },
    },
  };
}

/** Managers and controllers are rows of their own; a manager's id is its node's UUID. */
function rowsOf({ uuid, hostname, ip, entities }: ManagerNode): JsonObject[] {
  const at = (port: number): JsonObject => ({ ip_address: ip, port });
  return [
    {
      id: uuid,
      display_name: hostname,
      external_id: uuid,
      appliance_mgmt_listen_addr: ip,
      manager_role: {
        type: 'ManagementClusterRoleConfig',
        api_listen_addr: at(443),
        mgmt_cluster_listen_addr: at(0),
        mgmt_plane_listen_addr: at(5671),
      },
    },
    {
      id: entities.CONTROLLER ?? '',
      display_name: hostname,
      external_id: entities.CONTROLLER ?? '',
      controller_role: {
        type: 'ControllerClusterRoleConfig',
        control_cluster_listen_addr: { ip_address: '127.0.0.1', port: 7777 },
        control_plane_listen_addr: at(1235),
      },
    },
  ];
}

/** A cluster as joining and removing answer with it. */
export function configuration({ clusterId, configVersion, nodes }: Site): JsonObject {
  return {
    cluster_id: clusterId,
    config_version: configVersion,
    nodes: nodes.map(({ uuid, ip }) => ({ node_uuid: uuid, ip_address: ip, port: 443 })),
  };
}

function vipView(call: Call): JsonObject {
  const { ip, ip6 } = siteOf(call).vip;
  return { ip_address: ip, ...(call.release.vip6 && { ip6_address: ip6 }) };
}

/** `0.0.0.0` and `::` mean: none of this family. @source NSX reference 7.2 */
function setVip(call: Call) {
  const site = siteOf(call);
  const ip = call.query.get('ip_address') || undefined;
  const ip6 = (call.release.vip6 && call.query.get('ip6_address')) || undefined;
  flag(call.query.get('force') ?? undefined);
  if (ip === undefined && ip6 === undefined) throw refusals.nodeField('ip_address is required');
  if (ip !== undefined && !/^\d{1,3}(\.\d{1,3}){3}$/.test(ip))
    throw refusals.nodeField(`ip_address '${ip}' is not valid`);
  if (ip !== undefined && ip !== '0.0.0.0' && site.nodes.some((node) => !sameSubnet(node.ip, ip, 24)))
    throw refusals.subnet(ip);
  changeSite(call.device, call.siteName, (now) => ({
    ...now,
    vip: { ...now.vip, ...(ip !== undefined && { ip }), ...(ip6 !== undefined && { ip6 }) },
  }));
  return { json: vipView(call) };
}
