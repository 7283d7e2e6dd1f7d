import type { JsonObject } from '../../chassis/json.ts';
import type { TransportNode } from '../state.ts';
import { refusals } from '../texts.ts';
import { type Operation, operation, siteOf } from './operation.ts';

const path = '/api/v1/transport-nodes';
const documented = { evidence: 'documented', source: 'NSX reference 7.7' } as const;

/** Edges and hosts; their ids are what `replace-host-certificate` wants. @source NSX reference 7.7 */
export const transportNodeOperations: readonly Operation[] = [
  operation(`GET ${path}`, documented, (call) => {
    const { query } = call;
    const type = query.get('node_types');
    const id = query.get('node_id');
    const ip = query.get('node_ip');
    const results = siteOf(call)
      .transportNodes.filter(
        (one) =>
          (type === null || one.type === type) && (id === null || one.id === id) && (ip === null || one.ip === ip),
      )
      .map(nodeView);
    return { json: { result_count: results.length, results } };
  }),
  operation(`GET ${path}/{transport-node-id}`, documented, (call) => {
    const id = call.params['transport-node-id'] ?? '';
    const found = siteOf(call).transportNodes.find((one) => one.id === id);
    if (!found) throw refusals.notFound(call.release, 'TransportNode', id);
    return { json: nodeView(found) };
  }),
  operation(`GET ${path}/{transport-node-id}/state`, documented, (call) => {
    const id = call.params['transport-node-id'] ?? '';
    if (!siteOf(call).transportNodes.some((one) => one.id === id))
      throw refusals.notFound(call.release, 'TransportNode', id);
    return { json: { transport_node_id: id, state: 'success', details: [] } };
  }),
];

function nodeView({ id, name, type, ip }: TransportNode): JsonObject {
  return {
    node_id: id,
    host_switch_spec: { host_switches: [], resource_type: 'StandardHostSwitchSpec' },
    maintenance_mode: 'DISABLED',
    node_deployment_info: { resource_type: type, id, display_name: name, ip_addresses: [ip], fqdn: name },
    is_overridden: false,
    resource_type: 'TransportNode',
    id,
    display_name: name,
    tags: [],
    _create_user: 'admin',
    _system_owned: false,
    _protection: 'NOT_PROTECTED',
    _revision: 0,
  };
}
