import { type Access, type AccessOptions, access } from './access.ts';
import { OptionsError } from './errors.ts';
import { type Replaced, type Replacement, replaceCertificate } from './nsx/replace.ts';
import { type CallOptions, NsxSession } from './nsx/session.ts';
import {
  type BatchResult,
  type Certificate,
  certificate,
  list,
  type ManagerNode,
  member,
  text,
  type Validation,
} from './nsx/shapes.ts';

export * from './errors.ts';
export { NsxError } from './nsx/api-error.ts';
export { NotServedError, type Replaced, type Replacement } from './nsx/replace.ts';
export type { CallOptions } from './nsx/session.ts';
export type { BatchResult, Certificate, ManagerNode, UsedBy, Validation } from './nsx/shapes.ts';
export { type Presented, presentedCertificate, type Trust } from './tls.ts';
export type { AccessOptions };

const trust = '/api/v1/trust-management';

/** A certificate to import. */
export interface NewCertificate {
  /** PEM: leaf first, then intermediates and root. */
  readonly certificate: string;
  /** PEM; without it the certificate can be trusted, and not served. */
  readonly key?: string;
  readonly name?: string;
}

/**
 * A client for the API of NSX Manager.
 *
 * ```ts
 * await using nsx = new NsxClient({ url: 'https://nsx.example', username: 'admin', passwordFile: 'pw', caFile: 'ca.pem' });
 * await nsx.replaceCertificate({ certificate, key, service: 'MGMT_CLUSTER', servedAt: { host: 'nsx.example', port: 443 } });
 * ```
 *
 * The manager is verified against a CA, a pinned certificate, or both. Reading is tried again when the connection fails;
 * what may have changed something is not, unless the call is known to be the same twice. Leaving the scope, or
 * {@link close}, destroys the session.
 */
export class NsxClient {
  /** The manager, without path. */
  readonly url: string;
  readonly username: string;
  readonly #session: NsxSession;
  readonly #access: Access;

  /** @throws OptionsError when an option is missing, malformed, or contradicts another. Nothing is sent yet. */
  constructor(options: AccessOptions) {
    this.#access = access(options);
    this.url = this.#access.url.origin;
    this.username = this.#access.username;
    if (this.#access.url.pathname !== '/') throw new OptionsError('url: expected no path; the client knows the API');
    this.#session = new NsxSession(this.#access);
  }

  /** `host:port`, as errors name the manager. */
  get where(): string {
    return this.#session.where;
  }

  /** Any request of the API; the answer as NSX gave it, `undefined` where it is empty. */
  async request(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<unknown> {
    return await this.#session.send(method, path, body, options);
  }

  /** `4.2.0.0.0.24105817`. */
  async version(options?: CallOptions): Promise<string> {
    const answer = await this.request('GET', '/api/v1/node/version', undefined, options);
    return text(answer, 'product_version') || text(answer, 'node_version');
  }

  /** The nodes of the management cluster. */
  async nodes(options?: CallOptions): Promise<ManagerNode[]> {
    const answer = await this.request('GET', '/api/v1/cluster', undefined, options);
    return list(answer, 'nodes').map((node) => ({
      node_uuid: text(node, 'node_uuid'),
      fqdn: text(node, 'fqdn'),
      ip_address:
        list(node, 'entities')
          .map((entity) => text(entity, 'ip_address'))
          .find((address) => address !== '') ?? '',
    }));
  }

  /** All certificates, page by page. */
  async *certificates(options?: CallOptions): AsyncGenerator<Certificate> {
    let cursor: string | undefined;
    do {
      const query: string = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const page = await this.request('GET', `${trust}/certificates${query}`, undefined, options);
      for (const one of list(page, 'results')) yield certificate(one);
      const next = member(page, 'cursor');
      cursor = typeof next === 'string' && next !== '' && !next.startsWith('0000') ? next : undefined;
    } while (cursor !== undefined);
  }

  /** One certificate. @throws NsxError with status 404 */
  async certificate(id: string, options?: CallOptions): Promise<Certificate> {
    return certificate(
      await this.request('GET', `${trust}/certificates/${encodeURIComponent(id)}`, undefined, options),
    );
  }

  /** Stores a certificate with its chain. @throws NsxError, also when it is stored already */
  async importCertificate(
    { certificate: pem, key, name }: NewCertificate,
    options?: CallOptions,
  ): Promise<Certificate> {
    const body = {
      pem_encoded: pem,
      ...(key !== undefined && { private_key: key }),
      ...(name !== undefined && { display_name: name }),
    };
    const answer = await this.request('POST', `${trust}/certificates?action=import`, body, options);
    const [first, ...more] = list(answer, 'results');
    if (first === undefined || more.length > 0) {
      throw new OptionsError(
        `certificate: NSX made ${more.length + (first === undefined ? 0 : 1)} objects of it; give one chain with its key`,
      );
    }
    return certificate(first);
  }

  /** Whether NSX would let a certificate be served. Releases before 3.0 cannot tell; their answer is `OK`. */
  async validate(id: string, options?: CallOptions): Promise<Validation> {
    const answer = await this.request(
      'GET',
      `${trust}/certificates/${encodeURIComponent(id)}?action=validate`,
      undefined,
      options,
    );
    const status = text(answer, 'status');
    if (status === '') return { status: 'OK' };
    if (status !== 'OK' && status !== 'CRL_NOT_READY' && status !== 'REJECTED' && status !== 'ERROR') {
      throw new OptionsError(`validate: NSX answered the unknown status "${status}"`);
    }
    const message = text(answer, 'error_message');
    return { status, ...(message !== '' && { error_message: message }) };
  }

  /**
   * Has a service use a certificate. The same twice, so it is repeated after a lost reply. Releases before 3.0 have it
   * for `API` (of the node that is asked) and `MGMT_CLUSTER` only, by older operations, which this falls back to.
   */
  async applyCertificate(id: string, service: string, node?: string, options: CallOptions = {}): Promise<void> {
    const query = new URLSearchParams({
      action: 'apply_certificate',
      service_type: service,
      ...(node !== undefined && { node_id: node }),
    });
    const again = { ...options, idempotent: true };
    if (await this.#hasProfiles(options)) {
      await this.request('POST', `${trust}/certificates/${encodeURIComponent(id)}?${query}`, undefined, again);
      return;
    }
    const chosen = `certificate_id=${encodeURIComponent(id)}`;
    if (service === 'MGMT_CLUSTER') {
      await this.request(
        'POST',
        `/api/v1/cluster/api-certificate?action=set_cluster_certificate&${chosen}`,
        undefined,
        again,
      );
    } else if (service === 'API') {
      const at = node === undefined ? '/api/v1/node' : `/api/v1/cluster/${encodeURIComponent(node)}/node`;
      await this.request('POST', `${at}/services/http?action=apply_certificate&${chosen}`, undefined, again);
    } else {
      throw new OptionsError(`service: this release can replace API and MGMT_CLUSTER only; got ${service}`);
    }
  }

  /** Imports, validates, applies, waits until served, compares. See {@link Replacement}. */
  async replaceCertificate(wanted: Replacement, options?: CallOptions): Promise<Replaced> {
    return await replaceCertificate(this, wanted, options);
  }

  /**
   * Puts new certificates in the place of old ones wherever those are used (4.2 and later), and waits for the end.
   * @returns the steps, failed ones included
   */
  async batchReplace(
    exchanges: readonly { readonly old: string; readonly next: string }[],
    options: CallOptions = {},
  ): Promise<BatchResult[]> {
    const replacements = exchanges.map(({ old, next }) => ({ old_certificate_id: old, new_certificate_id: next }));
    await this.request(
      'POST',
      `${trust}/certificates/action/batch-replace`,
      { certificate_replacements: replacements },
      options,
    );
    for (;;) {
      const answer = await this.request('GET', `${trust}/certificates/batch-results`, undefined, options);
      const steps = list(answer, 'results').map(batchResult);
      if (steps.length > 0 && steps.every(({ status }) => status !== 'PENDING')) return steps;
      await this.pause(3_000, options.signal);
    }
  }

  /** Removes a certificate that nobody uses. */
  async deleteCertificate(id: string, options?: CallOptions): Promise<void> {
    await this.request('DELETE', `${trust}/certificates/${encodeURIComponent(id)}`, undefined, options);
  }

  /** Waits, by the clock of the options. */
  async pause(milliseconds: number, signal: AbortSignal | undefined = this.#access.signal): Promise<void> {
    await this.#access.delay(milliseconds, signal);
  }

  /** Destroys the session and closes all connections. */
  async close(): Promise<void> {
    await this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #profiles: Promise<boolean> | undefined;

  /** Whether certificates are applied by their own operation: from 3.0 on, as the certificate profiles are. */
  #hasProfiles(options: CallOptions): Promise<boolean> {
    this.#profiles ??= this.version(options).then((version) => Number.parseInt(version, 10) >= 3);
    this.#profiles.catch(() => {
      this.#profiles = undefined;
    });
    return this.#profiles;
  }
}

function batchResult(value: unknown): BatchResult {
  const status = text(value, 'status');
  const message = text(value, 'message');
  return {
    certificate_id: text(value, 'certificate_id'),
    service_type: text(value, 'service_type'),
    node_id: text(value, 'node_id'),
    status: status === 'PENDING' || status === 'OK' || status === 'ABORTED' ? status : 'ERROR',
    ...(message !== '' && { message }),
  };
}
