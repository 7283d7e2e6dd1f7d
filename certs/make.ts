import { createPublicKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { type Asn1, encoded, integer, sequence, tagged, time } from './asn1.ts';
import { cutCertificate } from './certificate.ts';
import { encodeName } from './encode-name.ts';
import {
  authorityKeyIdentifier,
  type Extensions,
  encodeExtensions,
  keyIdentifier,
  OptionError,
  subjectKeyIdentifier,
} from './extension.ts';
import { readExtensions } from './extension-facts.ts';
import type { DistinguishedName } from './name.ts';
import type { Hash } from './oid.ts';
import { writePem } from './pem.ts';
import { signatureAlgorithm, signed } from './sign.ts';

/** Who signs: a certificate and its private key, made here or read from files. */
export interface Issuer {
  readonly pem: string;
  readonly key: KeyObject;
  /** The certificates above, nearest first. */
  readonly chain?: readonly string[];
}

/** What a certificate shall say. Everything but `subject` and `key` has a default. */
export interface CertificateOptions extends Extensions {
  /** Ordered; also as text, `/C=US/ST=CA/CN=nxos`. */
  readonly subject: DistinguishedName | string;
  /** The subject's key: private, or public alone (from a request) when an issuer signs. */
  readonly key: KeyObject;
  /** Who signs; without it the certificate is self-signed. */
  readonly issuer?: Issuer | undefined;
  /** Default: now. Seconds count, milliseconds are dropped. */
  readonly notBefore?: Date | undefined;
  /** Default: `days` after `notBefore`. */
  readonly notAfter?: Date | undefined;
  /** Default 365. */
  readonly days?: number | undefined;
  /** An authority: CA:TRUE and the key usage of one. Default false: CA:FALSE and the key usage of a TLS server. */
  readonly ca?: boolean | undefined;
  /** How many authorities may follow below this one. */
  readonly pathLen?: number | undefined;
  /** Hexadecimal, positive. Default: 16 random bytes. */
  readonly serial?: string | undefined;
  /** Default `sha256`. */
  readonly hash?: Hash | undefined;
  /** Subject and authority key identifiers. Default true. */
  readonly keyIdentifiers?: boolean | undefined;
}

/** A certificate that was made, ready to be an {@link Issuer} itself when `key` is private. */
export interface MadeCertificate {
  readonly pem: string;
  readonly der: Buffer;
  /** The key that was given. */
  readonly key: KeyObject;
  /** The issuers' certificates as PEM, nearest first, the root last; empty when self-signed. */
  readonly chain: readonly string[];
}

const day = 86_400_000;

/** The extensions that are used where the options do not say otherwise. */
function withDefaults(options: CertificateOptions): Extensions {
  const { ca = false, pathLen, key } = options;
  const server =
    key.asymmetricKeyType === 'ec'
      ? (['digitalSignature'] as const)
      : (['digitalSignature', 'keyEncipherment'] as const);
  return {
    san: options.san,
    basicConstraints: options.basicConstraints ?? { ca, pathLen },
    keyUsage: options.keyUsage ?? (ca ? ['keyCertSign', 'cRLSign'] : server),
    purposes: options.purposes ?? (ca ? false : ['serverAuth']),
  };
}

function serialOf(options: CertificateOptions): string {
  if (options.serial === undefined) {
    const bytes = randomBytes(16);
    bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
    return bytes.toString('hex');
  }
  if (!/^[0-9a-f]{1,40}$/i.test(options.serial)) {
    throw new OptionError(`serial "${options.serial}": expected 1 to 40 hexadecimal digits`);
  }
  return options.serial;
}

function validityOf(options: CertificateOptions): { notBefore: Date; notAfter: Date } {
  const { notBefore = new Date(), days = 365 } = options;
  const notAfter = options.notAfter ?? new Date(notBefore.getTime() + days * day);
  for (const [name, date] of Object.entries({ notBefore, notAfter })) {
    const year = date.getUTCFullYear();
    if (!(year >= 0 && year <= 9999)) throw new OptionError(`${name}: expected a date in the years 0 to 9999`);
  }
  return { notBefore, notAfter };
}

/** What a signature takes from its issuer. */
export interface Signer {
  readonly name: Asn1;
  readonly key: KeyObject;
  readonly keyIdentifier: Buffer;
  readonly chain: readonly string[];
}

/** An issuer's name and key identifier are taken from its certificate as encoded, or chains would not link. */
export function signerOf({ pem, key, chain = [] }: Issuer): Signer {
  const certificate = new X509Certificate(pem);
  const { subject, extensions } = cutCertificate(certificate.raw);
  const identifier = readExtensions(extensions).subjectKeyIdentifier;
  return {
    name: encoded(subject.raw),
    key,
    keyIdentifier:
      identifier === undefined ? keyIdentifier(spkiOf(certificate.publicKey)) : Buffer.from(identifier, 'hex'),
    chain: [certificate.toString(), ...chain],
  };
}

const spkiOf = (key: KeyObject): Buffer =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });

/**
 * Makes and signs a certificate, at once and in about a millisecond: keys are made elsewhere (`makeKey`, `keptKey`).
 *
 * @throws OptionError for an option that cannot be written; NameError for an unreadable subject.
 */
export function makeCertificate(options: CertificateOptions): MadeCertificate {
  const { key, hash = 'sha256', keyIdentifiers = true } = options;
  const subject = encodeName(options.subject);
  const spki = spkiOf(key);
  const own = { name: subject, key, keyIdentifier: keyIdentifier(spki), chain: [] };
  const signer = options.issuer ? signerOf(options.issuer) : own;
  const { notBefore, notAfter } = validityOf(options);
  const extensions = [
    ...encodeExtensions(withDefaults(options)),
    ...(keyIdentifiers ? [subjectKeyIdentifier(own.keyIdentifier), authorityKeyIdentifier(signer.keyIdentifier)] : []),
  ];
  const body = sequence(
    extensions.length > 0 ? tagged(0, integer(2)) : undefined,
    integer(serialOf(options)),
    signatureAlgorithm(signer.key, hash),
    signer.name,
    sequence(time(notBefore), time(notAfter)),
    subject,
    encoded(spki),
    extensions.length > 0 ? tagged(3, sequence(...extensions)) : undefined,
  );
  const der = signed(body, signer.key, hash);
  return { pem: writePem('CERTIFICATE', der), der, key, chain: signer.chain };
}

/**
 * The file that a server is given: the certificate, then its issuers, nearest first.
 *
 * @param root whether the self-signed one at the end is in it, too. Default true, as NSX wants it.
 */
export function bundle({ pem, chain }: Pick<MadeCertificate, 'pem' | 'chain'>, { root = true } = {}): string {
  return [pem, ...(root ? chain : chain.slice(0, -1))].join('');
}
