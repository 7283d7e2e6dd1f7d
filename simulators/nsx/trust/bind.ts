import type { Category, Certificate, Site } from '../state.ts';
import type { Profile } from './profiles.ts';

/** Who changed what when. */
export interface Doer {
  readonly user: string;
  /** Lab ms. */
  readonly now: number;
}

/** Certificates that now have other users than before count one revision more (inferred for services). */
function touched(after: Site, ids: Iterable<string>, { user, now }: Doer): Site {
  let { certificates } = after;
  for (const id of new Set(ids)) {
    const known = certificates.get(id);
    if (!known) continue;
    certificates = certificates.put(id, { ...known, modifiedBy: user, modifiedAt: now, revision: known.revision + 1 });
  }
  return { ...after, certificates };
}

/** A site in which these nodes use a certificate for a service. The class of its first service stays with it. */
export function bound(
  site: Site,
  profile: Profile,
  nodes: readonly string[],
  certificate: Certificate,
  doer: Doer,
): Site {
  const before = site.bindings[profile.service] ?? {};
  const after = { ...before, ...Object.fromEntries(nodes.map((node) => [node, certificate.id])) };
  const bindings = { ...site.bindings, [profile.service]: after };
  const old = nodes.flatMap((node) => before[node] ?? []);
  const others = nodes.flatMap((node) => {
    const id = before[node];
    return id === undefined || id === certificate.id ? [] : [[node, id] as const];
  });
  const replaced = {
    ...site.replaced,
    [profile.service]: { ...site.replaced?.[profile.service], ...Object.fromEntries(others) },
  };
  const next = touched({ ...site, bindings, replaced }, [...old, certificate.id], doer);
  const known = next.certificates.get(certificate.id);
  if (!known) return next;
  const category: Category = known.category === 'OTHER_CERTIFICATE' ? 'APPLIANCE_CERTIFICATE' : known.category;
  const classed = { ...known, category, certificateClass: known.certificateClass ?? profile.class };
  return { ...next, certificates: next.certificates.put(known.id, classed) };
}

/** A site in which nobody uses a certificate for the cluster any more: the VIP shows the leading node's own. */
export function unbound(site: Site, service: string, doer: Doer): Site {
  const { [service]: old = {}, ...bindings } = site.bindings;
  return touched({ ...site, bindings }, Object.values(old), doer);
}

/** A site whose transport node uses a certificate. */
export function hostBound(site: Site, hostId: string, certificateId: string, doer: Doer): Site {
  const host = site.transportNodes.find(({ id }) => id === hostId);
  const transportNodes = site.transportNodes.map((one) => (one.id === hostId ? { ...one, certificateId } : one));
  const ids = [certificateId, ...(host?.certificateId === undefined ? [] : [host.certificateId])];
  return touched({ ...site, transportNodes }, ids, doer);
}
