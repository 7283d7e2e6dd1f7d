import { castDraft } from 'immer';
import { without } from './change.ts';
import { checkPassword } from './login.ts';
import type { NsxDevice } from './nsx.ts';
import { releaseOf } from './release.ts';
import { bound, clusterCertificate } from './site.ts';
import type { ManagerNode, Site, SiteRun } from './state.ts';
import { refusals } from './texts.ts';
import { stored } from './trust/import.ts';

/** What a manager is told that shall join a cluster. */
export interface Joining {
  readonly clusterId: string;
  /** Of a member, or the virtual IP. */
  readonly address: string;
  /** Of what that address presents, SHA-256 in hexadecimal of either case. */
  readonly thumbprint: string;
  readonly username: string;
  readonly password: string;
}

/** The member that an address belongs to, and what is presented there. */
export function memberAt(site: Site, address: string): { node: ManagerNode; thumbprint: string } | undefined {
  const isVip = site.vip.ip === address;
  const node = isVip ? site.nodes[0] : site.nodes.find(({ ip }) => ip === address);
  if (!node) return undefined;
  const shown = isVip ? clusterCertificate(site, node.uuid) : bound(site, 'API', node.uuid);
  return { node, thumbprint: shown?.thumbprint ?? '' };
}

/**
 * A lone manager joins a cluster; its own data are lost. From 4.2 on the cluster's certificate takes the place of its
 * API certificate.
 * @returns the cluster with its new member
 * @throws ApiError for an unknown cluster, a thumbprint that does not fit, or a wrong password
 * @source NSX reference 7.5, 9.1
 */
export async function join(device: NsxDevice, lone: string, joining: Joining): Promise<Site> {
  const { clusterId, address } = joining;
  const target = Object.values(device.state.store.sites).find((one) => one.clusterId === clusterId);
  const member = target && memberAt(target, address);
  const [node] = device.state.store.sites[lone]?.nodes ?? [];
  if (!target || !member || !node || target.name === lone) {
    throw refusals.field(`no cluster '${clusterId}' at '${address}'`);
  }
  if (member.thumbprint !== joining.thumbprint.toLowerCase()) {
    throw refusals.field('certificate_sha256_thumbprint does not match');
  }
  const door = { site: target.name, node: member.node.name, via: 'api', from: node.ip } as const;
  const login = await checkPassword(device, door, joining.username, joining.password);
  if (!login.ok) throw refusals.forbidden();
  // Checking a password takes a while, in which either cluster may have changed.
  const { [target.name]: cluster, [lone]: alone } = device.state.store.sites;
  if (!cluster || !alone) throw refusals.field(`no cluster '${clusterId}' at '${address}'`);
  const joined = releaseOf(device.birth).shared ? sharing(cluster, alone, node) : bringing(cluster, alone, node);
  device.change((draft) => {
    draft.store.sites = castDraft({ ...without(device.state.store.sites, lone), [cluster.name]: joined });
    draft.run.sites = castDraft(without(device.state.run.sites, lone));
  });
  return joined;
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

/**
 * Removes a member. Before 4.2 its certificates stay in use, and cannot be deleted. When it led, another one leads.
 * @returns the cluster without it
 * @source NSX reference 5.4, 7.5
 */
export function remove(device: NsxDevice, siteName: string, node: ManagerNode): Site {
  const clean = releaseOf(device.birth).shared;
  device.change((draft) => {
    const site = device.state.store.sites[siteName];
    const run = device.state.run.sites[siteName];
    if (!site || !run) return;
    const rest = withoutNode(site, node, clean);
    draft.store.sites[siteName] = castDraft(rest);
    draft.run.sites[siteName] = castDraft(ledWithout(run, node.name, rest.nodes));
  });
  const left = device.state.store.sites[siteName];
  if (!left) throw new Error(`site ${siteName} is gone`);
  return left;
}

function withoutNode(site: Site, { uuid }: ManagerNode, clean: boolean): Site {
  const bindings = Object.entries(site.bindings).map(([service, users]) => [service, without(users, uuid)]);
  return {
    ...site,
    nodes: site.nodes.filter((node) => node.uuid !== uuid),
    configVersion: site.configVersion + 1,
    ...(clean && { bindings: Object.fromEntries(bindings) }),
  };
}

function ledWithout(run: SiteRun, name: string, left: readonly ManagerNode[]): SiteRun {
  const down = run.down.filter((one) => one !== name);
  const heir = left.find((one) => !down.includes(one.name)) ?? left[0];
  const moves = run.leader === name && heir;
  return {
    ...run,
    down,
    httpAway: run.httpAway.filter((one) => one !== name),
    sessions: without(run.sessions, name),
    ...(moves && { leader: heir.name, leaseVersion: run.leaseVersion + 1 }),
  };
}
