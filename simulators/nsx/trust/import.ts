import type { KeyObject } from 'node:crypto';
import type { CertificateFacts } from '../../../certs/certificate.ts';
import { exportKey } from '../../../certs/key.ts';
import { writePem } from '../../../certs/pem.ts';
import { readEntries } from '../../../certs/read.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { textIn } from '../api/operation.ts';
import { changeSite } from '../change.ts';
import { newId } from '../ids.ts';
import type { NsxDevice } from '../nsx.ts';
import type { Release } from '../release.ts';
import type { Category, Certificate, Managed, Site, Tag } from '../state.ts';
import { refusals } from '../texts.ts';
import { isSignedBy, readIssuerOnce } from './issuers.ts';
import { remember } from './x509.ts';

/** Certificates and key that a client handed over, understood. */
export interface Handed {
  /** As sent, without private keys; Windows line ends have become `\n`. */
  readonly pem: string;
  readonly chain: readonly CertificateFacts[];
  readonly key: KeyObject | undefined;
  /** The key as PEM, where it came unencrypted and need not be written anew. */
  readonly keyPem?: string | undefined;
}

/**
 * Understands `pem_encoded`, `private_key` and `passphrase`: the structure alone is judged here, policy later.
 * @throws ApiError 400: unreadable, mismatched, out of order
 * @source NSX reference 2.7, 5.3, 6.1
 */
export function handed(body: JsonObject): Handed {
  // NSX stores Windows line ends as its own; a client that looks for what it sent knows that.
  const text = (textIn(body, 'pem_encoded') ?? '').replaceAll('\r\n', '\n');
  const entries = readEntries(text, undefined, readIssuerOnce);
  const chain = entries.flatMap((entry) => (entry.kind === 'certificate' ? [entry.certificate] : []));
  const damaged = entries.some((entry) => entry.kind === 'damaged' && !isKeyProblem(entry.error.reason));
  if (damaged || chain.length === 0) throw refusals.badCertificate();
  const given = textIn(body, 'private_key');
  const passphrase = textIn(body, 'passphrase') || undefined;
  const inside = entries.some(({ block }) => block !== undefined && /PRIVATE KEY$/.test(block.label));
  const keyText = given !== undefined && given.trim() !== '' ? given : inside ? keysOnly(text) : undefined;
  const { key, keyPem } = keyText === undefined ? noKey : privateKey(keyText, passphrase);
  const [leaf] = chain;
  if (!isBundle(chain, key) && !inOrder(chain)) throw refusals.chain();
  if (key && !(leaf?.publicKey && leaf.x509.checkPrivateKey(key))) throw refusals.keyMismatch();
  return { pem: inside ? withoutKeys(text) : text, chain, key, keyPem };
}

const noKey = { key: undefined, keyPem: undefined };

function isKeyProblem(reason: string): boolean {
  return reason === 'not-a-key' || reason === 'encrypted' || reason === 'wrong-password';
}

/** A block of `EC PARAMETERS` before the key is refused, though OpenSSL writes it. @source recorded: NSX reference 4.3 */
function privateKey(text: string, passphrase: string | undefined): { key: KeyObject; keyPem: string | undefined } {
  const entries = readEntries(text, passphrase).filter(({ kind }) => kind !== 'certificate');
  const [first] = entries;
  if (first?.kind === 'damaged' && first.error.reason === 'wrong-password') throw refusals.badPassphrase();
  if (first?.kind !== 'key' || !first.key.key) throw refusals.badKey();
  const { label, bytes } = first.block;
  return { key: first.key.key, keyPem: first.key.encrypted ? undefined : writePem(label, bytes) };
}

/** A file of authorities without a key: each becomes an object of its own (inferred). */
function isBundle(chain: readonly CertificateFacts[], key: KeyObject | undefined): boolean {
  return key === undefined && chain.length > 1 && chain.every(({ isCa }) => isCa) && !inOrder(chain);
}

/** Leaf, intermediate, root, complete to a self-signed one; a lone certificate is its own chain. */
function inOrder(chain: readonly CertificateFacts[]): boolean {
  if (chain.length === 1) return true;
  const linked = chain.slice(1).every((issuer, index) => {
    const below = chain[index];
    return below !== undefined && !below.selfSigned && isSignedBy(below, issuer);
  });
  return linked && chain.at(-1)?.selfSigned === true;
}

function blocks(text: string): { start: number; end: number; isKey: boolean }[] {
  return [...text.matchAll(/-----BEGIN ([^-\r\n]+)-----[\s\S]*?-----END \1-----(?:\r?\n)?/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    isKey: /PRIVATE KEY$/.test(match[1] ?? ''),
  }));
}

function keysOnly(text: string): string {
  return blocks(text)
    .filter(({ isKey }) => isKey)
    .map(({ start, end }) => text.slice(start, end))
    .join('');
}

function withoutKeys(text: string): string {
  let rest = '';
  let at = 0;
  for (const { start, end, isKey } of blocks(text)) {
    if (!isKey) continue;
    rest += text.slice(at, start);
    at = end;
  }
  return rest + text.slice(at);
}

/** How imported certificates are named and owned. */
export interface Import {
  readonly release: Release;
  readonly user: string;
  /** Lab ms. */
  readonly now: number;
  readonly category?: Category;
  readonly displayName?: string | undefined;
}

/**
 * Makes the objects that an import adds: one for a chain, or one for each of a file of authorities.
 * @throws ApiError 400 for a CA certificate with a key, where the release wants a purpose
 */
export function imported(body: JsonObject, { pem, chain, key, keyPem }: Handed, how: Import): Certificate[] {
  const { release, user, now } = how;
  const purpose = textIn(body, 'purpose') === 'signing-ca' ? ('signing-ca' as const) : undefined;
  const [leaf] = chain;
  if (release.signingPurpose && key && leaf?.isCa && !purpose) throw refusals.caWithKey();
  const parts = isBundle(chain, key)
    ? chain.map((one) => ({ pem: one.pem, first: one, all: [one] }))
    : leaf
      ? [{ pem, first: leaf, all: chain }]
      : [];
  for (const part of parts) remember(part.pem, part.all);
  return parts.map((part) => ({
    ...managed(body, user, now, how.displayName),
    resourceType: typeOf(part.first),
    pem: part.pem,
    ...(key && { key: keyPem ?? exportKey(key) }),
    thumbprint: part.first.sha256,
    category: how.category ?? 'OTHER_CERTIFICATE',
    ...(purpose && { purpose }),
  }));
}

function typeOf({ isCa, selfSigned }: CertificateFacts): Certificate['resourceType'] {
  if (isCa) return 'certificate_ca';
  return selfSigned ? 'certificate_self_signed' : 'certificate_signed';
}

/** A new object as a request describes it; its id is the server's own, and its name unless given (reference 2.6). */
export function managed(
  body: JsonObject,
  user: string,
  now: number,
  displayName = textIn(body, 'display_name'),
): Managed {
  const id = newId();
  const description = textIn(body, 'description');
  return {
    id,
    displayName: displayName === undefined || displayName === '' ? id : displayName,
    ...(description !== undefined && { description }),
    tags: tagsIn(body),
    createdBy: user,
    createdAt: now,
    modifiedBy: user,
    modifiedAt: now,
    systemOwned: false,
    protection: 'NOT_PROTECTED',
    revision: 0,
  };
}

function tagsIn({ tags }: JsonObject): Tag[] {
  if (!Array.isArray(tags)) return [];
  if (tags.length > 30) throw refusals.field('tags has exceeded maximum size 30');
  return tags.map((one) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) throw refusals.field('tags is not valid');
    const { scope, tag } = { scope: textIn({ ...one }, 'scope'), tag: textIn({ ...one }, 'tag') };
    return { ...(scope !== undefined && { scope }), ...(tag !== undefined && { tag }) };
  });
}

/**
 * Stores certificates.
 * @throws ApiError 400 when one is stored already; none is stored then
 */
export function store(device: NsxDevice, siteName: string, certificates: readonly Certificate[]): void {
  changeSite(device, siteName, (site) => stored(site, certificates));
}

/** A site with certificates added. @throws ApiError 400 when one is there already */
export function stored(site: Site, added: readonly Certificate[]): Site {
  let { certificates, thumbprints } = site;
  for (const one of added) {
    if (thumbprints.has(one.thumbprint)) throw refusals.exists();
    certificates = certificates.put(one.id, one);
    thumbprints = thumbprints.put(one.thumbprint, one.id);
  }
  return { ...site, certificates, thumbprints };
}

/** A site without a certificate. */
export function removed(site: Site, { id, thumbprint }: Certificate): Site {
  return {
    ...site,
    certificates: site.certificates.remove(id),
    thumbprints: site.thumbprints.get(thumbprint) === id ? site.thumbprints.remove(thumbprint) : site.thumbprints,
  };
}
