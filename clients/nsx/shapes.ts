/** Objects of NSX as this client gives them: the members that automation needs, under the names that NSX has for them. */

/** Who uses a certificate. */
export interface UsedBy {
  readonly node_id: string;
  readonly service_types: readonly string[];
}

/** A certificate of the trust store. */
export interface Certificate {
  readonly id: string;
  readonly display_name: string;
  readonly pem_encoded: string;
  readonly used_by: readonly UsedBy[];
  /** Absent before 3.2. */
  readonly has_private_key?: boolean;
}

/** What `validate` says. */
export interface Validation {
  readonly status: 'OK' | 'CRL_NOT_READY' | 'REJECTED' | 'ERROR';
  readonly error_message?: string;
}

/** A node of the management cluster. */
export interface ManagerNode {
  readonly node_uuid: string;
  readonly fqdn: string;
  readonly ip_address: string;
}

/** One step of a batch. */
export interface BatchResult {
  readonly certificate_id: string;
  readonly service_type: string;
  readonly node_id: string;
  readonly status: 'PENDING' | 'OK' | 'ERROR' | 'ABORTED';
  readonly message?: string;
}

/** Reads members of an answer by name. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** A text member; empty where there is none. */
export function text(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
}

/** A list member; empty where there is none. */
export function list(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}

/** A certificate as NSX gave it. */
export function certificate(value: unknown): Certificate {
  const key = member(value, 'has_private_key');
  return {
    id: text(value, 'id'),
    display_name: text(value, 'display_name'),
    pem_encoded: text(value, 'pem_encoded'),
    used_by: list(value, 'used_by').map((one) => ({
      node_id: text(one, 'node_id'),
      service_types: list(one, 'service_types').filter((type) => typeof type === 'string'),
    })),
    ...(typeof key === 'boolean' && { has_private_key: key }),
  };
}
