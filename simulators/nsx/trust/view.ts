import type { JsonObject } from '../../chassis/json.ts';
import type { Release } from '../release.ts';
import type { Certificate, Managed, Site } from '../state.ts';
import { usedBy } from './used-by.ts';
import { factsOf, x509View } from './x509.ts';

/** What an object begins with. Absent members are left out. */
export function head({ id, displayName, description, tags }: Managed, resourceType: string): JsonObject {
  return {
    resource_type: resourceType,
    ...(description !== undefined && { description }),
    id,
    display_name: displayName,
    tags: tags.map((tag) => ({ ...tag })),
  };
}

/** What an object ends with. Times in epoch milliseconds. */
export function tail(object: Managed): JsonObject {
  return {
    _create_user: object.createdBy,
    _create_time: Math.floor(object.createdAt),
    _last_modified_user: object.modifiedBy,
    _last_modified_time: Math.floor(object.modifiedAt),
    _system_owned: object.systemOwned,
    _protection: object.protection,
    _revision: object.revision,
  };
}

/** What a view of certificates needs to know. */
export interface CertificateViewing {
  readonly site: Site;
  readonly release: Release;
  /** Lab ms. */
  readonly now: number;
  readonly details: boolean;
}

/**
 * A certificate as the API has it, keys in the order that was recorded on 2.2; the newer members come after `used_by`
 * (inferred). The private key is never in it. @source NSX reference 5.1
 */
export function certificateView(one: Certificate, { site, release, now, details }: CertificateViewing): JsonObject {
  const newer = {
    has_private_key: one.key !== undefined,
    leaf_certificate_sha_256_thumbprint: one.thumbprint,
    category: one.category,
  };
  return {
    ...head(one, one.resourceType),
    pem_encoded: one.pem,
    used_by: usedBy(site, one.id).map(({ nodeId, serviceTypes }) => ({ node_id: nodeId, service_types: serviceTypes })),
    ...Object.fromEntries(release.certificateFields.map((name) => [name, newer[name]])),
    ...(one.purpose !== undefined && { purpose: one.purpose }),
    ...(details && { details: factsOf(one.pem).map((facts) => x509View(facts, release, now)) }),
    ...tail(one),
  };
}
