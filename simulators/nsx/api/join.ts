import { castDraft } from 'immer';
import { without } from '../change.ts';
import { checkPassword } from '../login.ts';
import { bound, clusterCertificate } from '../site.ts';
import type { ManagerNode, Site } from '../state.ts';
import { refusals } from '../texts.ts';
import { stored } from '../trust/import.ts';
import { configuration } from './cluster.ts';
import { bodyOf, type Call, neededText, type Operation, operation, siteOf, textIn } from './operation.ts';

/** A manager joins a cluster: asked of the one that joins. @source NSX reference 7.5 */
export const joinOperations: readonly Operation[] = [
  operation('POST /api/v1/cluster?action=join_cluster', { evidence: 'documented', source: 'NSX reference 7.5' }, join),
];

async function join(call: Call) {
  const body = bodyOf(call);
  // The documented name lacks a letter; newer releases know both spellings.
  const slip = textIn(body, 'certficate_sha256_thumbprint');
  const thumbprint = call.release.joinSlipOnly ? slip : (textIn(body, 'certificate_sha256_thumbprint') ?? slip);
  if (thumbprint === undefined) {
    throw refusals.field(`${call.release.joinSlipOnly ? 'certficate' : 'certificate'}_sha256_thumbprint is required`);
  }
  const clusterId = neededText(body, 'cluster_id');
  const address = neededText(body, 'ip_address');
  const target = Object.values(call.device.state.store.sites).find((one) => one.clusterId === clusterId);
  const member =
    target?.nodes.find(({ ip }) => ip === address) ?? (target?.vip.ip === address ? target.nodes[0] : undefined);
  if (!target || !member || target.name === call.siteName)
    throw refusals.field(`no cluster '${clusterId}' at '${address}'`);
  const shown = address === target.vip.ip ? clusterCertificate(target, member.uuid) : bound(target, 'API', member.uuid);
  if (shown?.thumbprint !== thumbprint.toLowerCase())
    throw refusals.field('certificate_sha256_thumbprint does not match');
  const door = { site: target.name, node: member.name, via: 'api', from: call.node.ip } as const;
  const login = await checkPassword(call.device, door, neededText(body, 'username'), neededText(body, 'password'));
  if (!login.ok) throw refusals.forbidden();
  const alone = siteOf(call);
  const joined = call.release.shared ? sharing(target, alone, call.node) : bringing(target, alone, call.node);
  call.device.change((draft) => {
    draft.store.sites = castDraft({ ...without(call.device.state.store.sites, alone.name), [target.name]: joined });
    draft.run.sites = castDraft(without(call.device.state.run.sites, alone.name));
  });
  return { json: configuration(joined) };
}

/** The cluster with one more node, which brings what it used, but for the web certificates that the cluster shares. */
function sharing(target: Site, alone: Site, node: ManagerNode): Site {
  const shared = clusterCertificate(target, target.nodes[0]?.uuid ?? '');
  const joined = bringing(target, alone, node);
  if (!shared) return joined;
  const bindings = { ...joined.bindings };
  for (const service of ['API', 'MGMT_CLUSTER']) bindings[service] = { ...bindings[service], [node.uuid]: shared.id };
  return { ...joined, bindings };
}

function bringing(target: Site, alone: Site, node: ManagerNode): Site {
  let next: Site = { ...target, nodes: [...target.nodes, node], configVersion: target.configVersion + 1 };
  const bindings = { ...target.bindings };
  const first = target.nodes[0]?.uuid ?? '';
  for (const [service, users] of Object.entries(alone.bindings)) {
    const own = users[node.uuid];
    // One certificate for the whole cluster counts for the new node, too.
    const known = target.bindings[service] ?? {};
    const common = Object.values(known).length > 1 || service === 'MGMT_CLUSTER' ? known[first] : undefined;
    const isCommon = service === 'MGMT_CLUSTER' && Object.values(known).every((id) => id === common);
    const id = isCommon && common !== undefined ? common : own;
    if (id === undefined) continue;
    bindings[service] = { ...known, [node.uuid]: id };
    const brought = alone.certificates.get(id);
    if (brought && !next.certificates.has(id) && !next.thumbprints.has(brought.thumbprint))
      next = stored(next, [brought]);
    const hidden = alone.unlisted[id];
    if (hidden) next = { ...next, unlisted: { ...next.unlisted, [id]: hidden } };
  }
  return { ...next, bindings };
}
