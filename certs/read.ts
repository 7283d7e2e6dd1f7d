import type { KeyObject } from 'node:crypto';
import { type CertificateFacts, readCertificateDer } from './certificate.ts';
import { type RequestFacts, readRequestDer } from './certificate-request.ts';
import { type PemBlock, PemError, type PemReason, splitPem } from './pem.ts';
import { isKeyLabel, type PrivateKeyFacts, readKeyBlock } from './private-key.ts';

/** One block of a PEM text and what it holds. `damaged` ones have no block when the PEM itself is broken there. */
export type PemEntry =
  | { readonly kind: 'certificate'; readonly block: PemBlock; readonly certificate: CertificateFacts }
  | { readonly kind: 'key'; readonly block: PemBlock; readonly key: PrivateKeyFacts }
  | { readonly kind: 'request'; readonly block: PemBlock; readonly request: RequestFacts }
  | { readonly kind: 'other'; readonly block: PemBlock }
  | { readonly kind: 'damaged'; readonly block: PemBlock | undefined; readonly error: PemError };

const certificateLabels = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
const requestLabels = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);

/** Runs `read`; whatever it throws becomes a {@link PemError} with the block's place. */
function located<T>(block: PemBlock, reason: PemReason, what: string, read: (bytes: Buffer) => T): T {
  try {
    return read(block.bytes);
  } catch {
    throw new PemError(reason, `"${block.label}" does not hold a ${what}`, block);
  }
}

function readBlock(
  block: PemBlock,
  password: string | undefined,
  readCertificate: (der: Buffer) => CertificateFacts,
): PemEntry {
  const { label } = block;
  if (certificateLabels.has(label)) {
    const certificate = located(block, 'not-a-certificate', 'certificate', readCertificate);
    return { kind: 'certificate', block, certificate };
  }
  if (requestLabels.has(label)) {
    return { kind: 'request', block, request: located(block, 'not-a-request', 'certificate request', readRequestDer) };
  }
  if (isKeyLabel(label)) return { kind: 'key', block, key: readKeyBlock(block, label, password) };
  return { kind: 'other', block };
}

/**
 * Reads every block of a text and what is in it, in order. Never throws: what is damaged is an entry, too, so that a
 * caller sees a sound first block *and* the garbage after it (which `X509Certificate` alone would not tell).
 *
 * @param password opens encrypted private keys.
 * @param readCertificate takes a certificate apart; for callers that meet the same ones again and remember them.
 */
export function readEntries(text: string, password?: string, readCertificate = readCertificateDer): PemEntry[] {
  const { blocks, errors } = splitPem(text);
  const entries = blocks.map((block): PemEntry => {
    try {
      return readBlock(block, password, readCertificate);
    } catch (error) {
      if (error instanceof PemError) return { kind: 'damaged', block, error };
      throw error;
    }
  });
  const broken = errors.map((error): PemEntry => ({ kind: 'damaged', block: undefined, error }));
  const place = (entry: PemEntry): number =>
    entry.block?.index ?? (entry.kind === 'damaged' ? (entry.error.block ?? 0) : 0);
  return [...entries, ...broken].sort((a, b) => place(a) - place(b));
}

/** The entries of a sound text: the first damage is thrown. */
function soundEntries(text: string, password?: string): PemEntry[] {
  const entries = readEntries(text, password);
  for (const entry of entries) if (entry.kind === 'damaged') throw entry.error;
  return entries;
}

/**
 * The certificates of a text, in order; other blocks are passed over.
 *
 * @throws PemError when any block is damaged, or there is no certificate.
 */
export function readCertificates(text: string): CertificateFacts[] {
  const certificates = soundEntries(text).flatMap((entry) => (entry.kind === 'certificate' ? [entry.certificate] : []));
  if (certificates.length === 0) {
    throw new PemError('no-block', 'there is no certificate; "-----BEGIN CERTIFICATE-----" was expected', undefined);
  }
  return certificates;
}

/**
 * The first private key of a text.
 *
 * @throws PemError when a block is damaged, there is no key, or it is encrypted and the password is missing or wrong.
 */
export function readPrivateKey(text: string, password?: string): PrivateKeyFacts & { readonly key: KeyObject } {
  for (const entry of soundEntries(text, password)) {
    if (entry.kind !== 'key') continue;
    const { key } = entry.key;
    if (!key) throw new PemError('encrypted', 'the private key is encrypted and no password was given', entry.block);
    return { ...entry.key, key };
  }
  throw new PemError('no-block', 'there is no private key; "-----BEGIN PRIVATE KEY-----" was expected', undefined);
}

/**
 * The first certificate request of a text.
 *
 * @throws PemError when a block is damaged or there is none.
 */
export function readRequest(text: string): RequestFacts {
  for (const entry of soundEntries(text)) if (entry.kind === 'request') return entry.request;
  throw new PemError('no-block', 'there is no request; "-----BEGIN CERTIFICATE REQUEST-----" was expected', undefined);
}
