import { type KeyObject, X509Certificate } from 'node:crypto';
import { childrenOf, type DerNode, expectTag, readBitString, readDer, readOid, readTime, tags } from './der.ts';
import { type ExtensionFacts, readExtensions } from './extension-facts.ts';
import { describeKey, type KeyDescription } from './key.ts';
import { type DistinguishedName, readName } from './name.ts';
import { nameOf, signatureOids } from './oid.ts';
import { writePem } from './pem.ts';

/** How a certificate or request was signed. */
export interface SignatureFacts {
  /** `rsa`, `ecdsa`, or the OID of another scheme. */
  readonly scheme: string;
  /** `sha256`, `sha1`, …; `undefined` where the scheme does not tell. */
  readonly hash: string | undefined;
  readonly bytes: Buffer;
}

/** All that a device shows, compares or decides by. */
export interface CertificateFacts extends ExtensionFacts {
  readonly x509: X509Certificate;
  /** The encoding, in the canonical layout whatever the file's was. */
  readonly pem: string;
  readonly der: Buffer;
  /** 1 or 3. */
  readonly version: number;
  /** Upper-case hexadecimal, as `openssl x509 -serial` prints it. */
  readonly serial: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** `undefined` when the runtime does not know the algorithm. */
  readonly publicKey: KeyObject | undefined;
  readonly keyDescription: KeyDescription;
  readonly signature: SignatureFacts;
  /** Lower-case hexadecimal, no separators. */
  readonly sha256: string;
  /** basicConstraints says CA:TRUE. */
  readonly isCa: boolean;
  /** Subject and issuer are the same name and the certificate's own key verifies it. */
  readonly selfSigned: boolean;
}

/** The parts of a TBSCertificate as encoded. */
export interface CertificateParts {
  readonly version: number;
  readonly issuer: DerNode;
  readonly validity: readonly DerNode[];
  readonly subject: DerNode;
  readonly extensions: DerNode | undefined;
  readonly signature: SignatureFacts;
}

/** Names an AlgorithmIdentifier of a signature. */
export function readSignature(algorithm: DerNode | undefined, value: DerNode | undefined): SignatureFacts {
  const oid = readOid(childrenOf(expectTag(algorithm, tags.sequence, 'the signature algorithm'))[0]);
  const bytes = readBitString(value);
  for (const scheme of ['rsa', 'ecdsa'] as const) {
    const hash = nameOf(signatureOids[scheme], oid);
    if (hash) return { scheme, hash, bytes };
  }
  return { scheme: oid, hash: undefined, bytes };
}

/**
 * Takes a certificate apart.
 *
 * @throws DerError when it is none.
 */
export function cutCertificate(der: Buffer): CertificateParts {
  const [body, algorithm, value] = childrenOf(expectTag(readDer(der), tags.sequence, 'a certificate'));
  const fields = childrenOf(expectTag(body, tags.sequence, 'the body of a certificate'));
  const versioned = fields[0]?.tag === 0xa0;
  const [, , issuer, validity, subject] = versioned ? fields.slice(1) : fields;
  const wrapped = fields.find((field) => field.tag === 0xa3);
  return {
    version: versioned ? (fields[0]?.content.at(-1) ?? 0) + 1 : 1,
    issuer: expectTag(issuer, tags.sequence, 'the issuer'),
    validity: childrenOf(expectTag(validity, tags.sequence, 'the validity')),
    subject: expectTag(subject, tags.sequence, 'the subject'),
    extensions: wrapped && childrenOf(wrapped)[0],
    signature: readSignature(algorithm, value),
  };
}

function publicKeyOf(x509: X509Certificate): KeyObject | undefined {
  try {
    return x509.publicKey;
  } catch {
    return undefined;
  }
}

function verifies(x509: X509Certificate, key: KeyObject | undefined): boolean {
  try {
    return key !== undefined && x509.verify(key);
  } catch {
    return false;
  }
}

/**
 * Reads one encoded certificate whole.
 *
 * @throws DerError, or OpenSSL's own error, when it is none.
 */
export function readCertificateDer(bytes: Buffer): CertificateFacts {
  // Cut first: X509Certificate would also take PEM text here.
  const { version, issuer, validity, subject, extensions: list, signature } = cutCertificate(bytes);
  const x509 = new X509Certificate(bytes);
  const der = x509.raw;
  const extensions = readExtensions(list);
  const publicKey = publicKeyOf(x509);
  return {
    ...extensions,
    x509,
    der,
    pem: writePem('CERTIFICATE', der),
    version,
    serial: x509.serialNumber,
    subject: readName(subject),
    issuer: readName(issuer),
    notBefore: readTime(validity[0]),
    notAfter: readTime(validity[1]),
    publicKey,
    keyDescription: publicKey ? describeKey(publicKey) : { type: 'unknown', bits: 0 },
    signature,
    sha256: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    isCa: extensions.basicConstraints?.ca === true,
    selfSigned: subject.raw.equals(issuer.raw) && verifies(x509, publicKey),
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A date as OpenSSL prints it, the day padded with a blank: `Jul  3 05:44:30 2018 GMT`. */
export function opensslTime(date: Date): string {
  const clock = date.toISOString().slice(-13, -5);
  const dayOfMonth = String(date.getUTCDate()).padStart(2);
  return `${months[date.getUTCMonth()]} ${dayOfMonth} ${clock} ${date.getUTCFullYear()} GMT`;
}
