import { X509Certificate } from 'node:crypto';
import { ClientError, OptionsError, TransportError } from '../errors.ts';
import type { NsxClient } from '../nsx.ts';
import { fingerprint, presentedCertificate } from '../tls.ts';
import { NsxError } from './api-error.ts';
import type { CallOptions } from './session.ts';

/** A certificate to be served, and where that is to be seen. */
export interface Replacement {
  /** PEM, leaf first, then intermediates and root. */
  readonly certificate: string;
  /** PEM, unencrypted. */
  readonly key: string;
  /** Name in NSX; the certificate's subject unless given. */
  readonly name?: string;
  /** `MGMT_CLUSTER` for the virtual IP, `API` for one node, … */
  readonly service: string;
  /** UUID of the node, for services that each node has for itself. */
  readonly node?: string;
  /** Where the certificate is to be seen then; nothing is waited for without it. */
  readonly servedAt?: { readonly host: string; readonly port: number };
  /** Milliseconds to wait until it is served. Default 240,000: a node's HTTP service takes minutes to restart. */
  readonly patience?: number;
}

/** What came of a replacement. */
export interface Replaced {
  readonly certificateId: string;
  /** SHA-256 of the leaf, lower-case hex: what a client may pin from now on. */
  readonly fingerprint: string;
}

/** NSX took the certificate and does not serve it. */
export class NotServedError extends ClientError {
  override readonly name = 'NotServedError';
}

const busyPause = 5_000;
const lookPause = 1_000;

/**
 * Imports, validates, applies, waits until the new certificate is served, and compares its fingerprint. Each step may be
 * repeated: an import that was done already is found again by its content, an apply is the same twice, and one that runs
 * into another replacement waits for its end.
 *
 * @throws OptionsError for a certificate that cannot be read
 * @throws NsxError when NSX refuses; also with `status` 200 where `validate` rejects
 * @throws NotServedError when another certificate is still served at the end of the patience
 */
export async function replaceCertificate(
  client: NsxClient,
  wanted: Replacement,
  options: CallOptions = {},
): Promise<Replaced> {
  const leaf = leafOf(wanted.certificate);
  const expected = fingerprint(leaf.fingerprint256);
  const id = await imported(client, wanted, expected, options);
  await validated(client, id, options);
  const deadline = Date.now() + (wanted.patience ?? 240_000);
  await applied(client, wanted, id, deadline, options);
  if (wanted.servedAt) await served(client, wanted.servedAt, expected, deadline, options);
  return { certificateId: id, fingerprint: expected };
}

function leafOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new OptionsError('certificate: expected PEM text that begins with the certificate to be served', {
      cause: error,
    });
  }
}

async function imported(
  client: NsxClient,
  wanted: Replacement,
  expected: string,
  options: CallOptions,
): Promise<string> {
  const { certificate, key, name } = wanted;
  try {
    const made = await client.importCertificate({ certificate, key, ...(name !== undefined && { name }) }, options);
    return made.id;
  } catch (error) {
    // After a lost reply the certificate may be there although nobody said so.
    const maybe =
      error instanceof TransportError ? error.sent : error instanceof NsxError && /already exists/i.test(error.reason);
    const known = maybe ? await find(client, expected, options) : undefined;
    if (known === undefined) throw error;
    return known;
  }
}

async function find(client: NsxClient, expected: string, options: CallOptions): Promise<string | undefined> {
  for await (const one of client.certificates(options)) {
    if (one.pem_encoded !== '' && fingerprint(new X509Certificate(one.pem_encoded).fingerprint256) === expected)
      return one.id;
  }
  return undefined;
}

async function validated(client: NsxClient, id: string, options: CallOptions): Promise<void> {
  for (let look = 0; ; look++) {
    const { status, error_message: why = status } = await client.validate(id, options);
    if (status === 'OK') return;
    if (status !== 'CRL_NOT_READY' || look >= 10) {
      throw new NsxError(client.where, `validate ${id}`, 200, { code: 0, module: '', reason: why });
    }
    await client.pause(busyPause, options.signal);
  }
}

async function applied(
  client: NsxClient,
  wanted: Replacement,
  id: string,
  deadline: number,
  options: CallOptions,
): Promise<void> {
  for (;;) {
    try {
      await client.applyCertificate(id, wanted.service, wanted.node, options);
      return;
    } catch (error) {
      const later = error instanceof NsxError && /in progress/i.test(error.reason);
      if (!later || Date.now() > deadline) throw error;
      await client.pause(busyPause, options.signal);
    }
  }
}

async function served(
  client: NsxClient,
  at: { host: string; port: number },
  expected: string,
  deadline: number,
  { signal }: CallOptions,
): Promise<void> {
  let seen = 'nothing';
  for (;;) {
    try {
      seen = (await presentedCertificate(at, { ...(signal && { signal }) })).fingerprint;
      if (seen === expected) return;
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      seen = error.message;
    }
    if (Date.now() > deadline) {
      throw new NotServedError(
        `${at.host}:${at.port} does not present ${expected}, although NSX took it; it presents ${seen}`,
      );
    }
    await client.pause(lookPause, signal);
  }
}
