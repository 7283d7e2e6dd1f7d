import type { Table } from '../../chassis/table.ts';
import type { PrincipalIdentity, Site } from '../state.ts';

/** Services of one node (or principal) that use a certificate, as the API tells it. */
export interface UsedBy {
  readonly nodeId: string;
  readonly serviceTypes: readonly string[];
}

const byBindings = new WeakMap<Site['bindings'], ReadonlyMap<string, readonly UsedBy[]>>();
const byIdentities = new WeakMap<Table<PrincipalIdentity>, ReadonlyMap<string, readonly PrincipalIdentity[]>>();

/**
 * Who uses a certificate: one element a node, with all its services. Whether a cluster-wide service names each node is
 * not recorded (inferred). @source NSX reference 5.1, 9.2
 */
export function usedBy(site: Site, id: string): readonly UsedBy[] {
  const services = servicesOf(site.bindings).get(id) ?? [];
  const hosts = site.transportNodes
    .filter(({ certificateId }) => certificateId === id)
    .map((host) => ({ nodeId: host.id, serviceTypes: ['APH_TN'] }));
  const principals = principalsOf(site, id).map((identity) => ({
    nodeId: principalNode(identity),
    serviceTypes: ['CLIENT_AUTH'],
  }));
  return [...services, ...hosts, ...principals];
}

/** The principal identities that log in with a certificate. */
export function principalsOf({ identities }: Site, id: string): readonly PrincipalIdentity[] {
  let index = byIdentities.get(identities);
  if (!index) {
    const made = new Map<string, PrincipalIdentity[]>();
    for (const identity of identities.values()) {
      if (identity.certificateId === undefined) continue;
      made.set(identity.certificateId, [...(made.get(identity.certificateId) ?? []), identity]);
    }
    index = made;
    byIdentities.set(identities, index);
  }
  return index.get(id) ?? [];
}

/** A principal as `used_by` has it. @source recorded: NSX reference 5.8, on 2.2 */
function principalNode({ name, nodeId, role, isProtected }: PrincipalIdentity): string {
  return `{name: '${name}',node_id: '${nodeId}',role: '${role ?? ''}',protected: '${isProtected}'}`;
}

function servicesOf(bindings: Site['bindings']): ReadonlyMap<string, readonly UsedBy[]> {
  const known = byBindings.get(bindings);
  if (known) return known;
  const made = new Map<string, Map<string, string[]>>();
  for (const [service, nodes] of Object.entries(bindings)) {
    for (const [node, id] of Object.entries(nodes)) {
      const users = made.get(id) ?? new Map<string, string[]>();
      made.set(id, users);
      users.set(node, [...(users.get(node) ?? []), service].sort());
    }
  }
  const index = new Map(
    [...made].map(
      ([id, users]) => [id, [...users].map(([nodeId, serviceTypes]) => ({ nodeId, serviceTypes }))] as const,
    ),
  );
  byBindings.set(bindings, index);
  return index;
}
