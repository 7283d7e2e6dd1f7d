import type { CertificateFacts } from '../../../certs/certificate.ts';
import { attribute, rfc2253 } from '../../../certs/name.ts';
import { readEntries } from '../../../certs/read.ts';
import type { JsonObject } from '../../chassis/json.ts';
import type { Release } from '../release.ts';
import { readIssuerOnce } from './issuers.ts';

const facts = new Map<string, readonly CertificateFacts[]>();
const mostRemembered = 2_000;

/** The certificates of a stored PEM, leaf first. Remembered by their text. */
export function factsOf(pem: string): readonly CertificateFacts[] {
  const known = facts.get(pem);
  if (known) return known;
  const read = readEntries(pem, undefined, readIssuerOnce).flatMap((entry) =>
    entry.kind === 'certificate' ? [entry.certificate] : [],
  );
  remember(pem, read);
  return read;
}

/** Remembers what a PEM holds, where it has been read already. */
export function remember(pem: string, read: readonly CertificateFacts[]): void {
  facts.set(pem, read);
  const [oldest] = facts.keys();
  if (facts.size > mostRemembered && oldest !== undefined) facts.delete(oldest);
}

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'secp256r1',
  secp384r1: 'secp384r1',
  secp521r1: 'secp521r1',
  secp256k1: 'secp256k1',
};

/** A certificate taken apart, as `details` has it. @source NSX reference 5.1 */
export function x509View(
  one: CertificateFacts,
  { hostCertificates, lowerCaseHeaders }: Release,
  now: number,
): JsonObject {
  const { type, bits, curve } = one.keyDescription;
  const jwk = one.publicKey?.export({ format: 'jwk' });
  const hex = (text: unknown): string =>
    typeof text === 'string' ? Buffer.from(text, 'base64url').toString('hex') : '';
  const hash = one.signature.hash?.toUpperCase() ?? '';
  return {
    version: String(one.version),
    serial_number: BigInt(`0x${one.serial || '0'}`).toString(),
    signature_algorithm: `${hash}WITH${one.signature.scheme.toUpperCase()}`,
    signature: one.signature.bytes.toString('hex'),
    not_before: one.notBefore.getTime(),
    not_after: one.notAfter.getTime(),
    issuer: rfc2253(one.issuer),
    issuer_cn: attribute(one.issuer, 'CN') ?? '',
    subject: rfc2253(one.subject),
    subject_cn: attribute(one.subject, 'CN') ?? '',
    public_key_algo: type.toUpperCase(),
    public_key_length: bits,
    ...(type === 'rsa' && {
      rsa_public_key_modulus: hex(jwk?.n),
      rsa_public_key_exponent: hex(jwk?.e).replace(/^0+/, ''),
    }),
    ...(type === 'ec' && {
      ecdsa_curve_name: curves[curve ?? ''] ?? curve ?? '',
      ecdsa_ec_field: 'FP',
      ...(lowerCaseHeaders && { ecdsa_pub: `04${hex(jwk?.x)}${hex(jwk?.y)}` }),
    }),
    is_ca: one.isCa,
    is_valid: one.notBefore.getTime() <= now && now <= one.notAfter.getTime(),
    ...(lowerCaseHeaders && { sha_256_thumbprint: one.sha256 }),
    ...(hostCertificates && { parsed_pem_encoding: one.pem }),
  };
}
