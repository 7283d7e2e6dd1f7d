import type { NsxDevice } from './nsx.ts';
import type { Certificate, ManagerNode, Site, SiteRun, TransportNode } from './state.ts';

/** The site and node that an endpoint belongs to; a VIP belongs to the node that has it. */
export interface Place {
  readonly site: Site;
  readonly run: SiteRun;
  readonly node: ManagerNode;
  readonly isVip: boolean;
}

/**
 * Finds the place of an endpoint.
 * @param node its `node`: `manager-1`, `vip`, `paris.manager-2`
 * @returns `undefined` when there is no such node any more
 */
export function placeOf(device: NsxDevice, node: string): Place | undefined {
  for (const site of Object.values(device.state.store.sites)) {
    const run = device.state.run.sites[site.name];
    if (!run) continue;
    const isVip = node === site.vip.place;
    const wanted = isVip ? run.leader : node;
    const found = site.nodes.find(({ name }) => name === wanted);
    if (found) return { site, run, node: found, isVip };
  }
  return undefined;
}

/** The edge of that name, and its site. */
export function edgeOf(device: NsxDevice, name: string): { site: Site; edge: TransportNode } | undefined {
  for (const site of Object.values(device.state.store.sites)) {
    const edge = site.transportNodes.find((one) => one.type === 'EdgeNode' && one.name === name);
    if (edge) return { site, edge };
  }
  return undefined;
}

/** Whether the VIP is set. */
export function hasVip({ vip }: Site): boolean {
  return vip.ip !== '0.0.0.0' || vip.ip6 !== '::';
}

/** A certificate by its id, listed or not. */
export function certificateOf(site: Pick<Site, 'certificates' | 'unlisted'>, id: string): Certificate | undefined {
  return site.certificates.get(id) ?? (Object.hasOwn(site.unlisted, id) ? site.unlisted[id] : undefined);
}

/** The certificate of a service on a node. */
export function bound(site: Site, service: string, nodeUuid: string): Certificate | undefined {
  const id = site.bindings[service]?.[nodeUuid];
  return id === undefined ? undefined : certificateOf(site, id);
}

/** What the VIP presents: the cluster's certificate, or that of the node which has the VIP. */
export function clusterCertificate(site: Site, nodeUuid: string): Certificate | undefined {
  return bound(site, 'MGMT_CLUSTER', nodeUuid) ?? bound(site, 'API', nodeUuid);
}
