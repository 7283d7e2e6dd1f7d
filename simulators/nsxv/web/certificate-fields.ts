import { createHash } from 'node:crypto';
import { type CertificateFacts, opensslTime } from '../../../certs/certificate.ts';
import type { DistinguishedName } from '../../../certs/name.ts';
import { rfc2253 } from '../../../certs/name.ts';
import type { Fields } from './document.ts';

/** A certificate as the certificate manager tells it. @source documented: NSX API guide (names of members) */
export function fields(certificate: CertificateFacts, now: number): Fields {
  const { x509, version, serial, subject, issuer, notBefore, notAfter, signature, isCa, publicKey } = certificate;
  const jwk = publicKey?.export({ format: 'jwk' });
  return {
    subjectCn: commonName(subject),
    issuerCn: commonName(issuer),
    version,
    serialNumber: serial.toLowerCase(),
    signatureAlgo: `${(signature.hash ?? '').toUpperCase()}with${signature.scheme.toUpperCase()}`,
    signature: signature.bytes.toString('hex'),
    notBefore: opensslTime(notBefore),
    notAfter: opensslTime(notAfter),
    issuer: rfc2253(issuer),
    subject: rfc2253(subject),
    publicKeyAlgo: (publicKey?.asymmetricKeyType ?? '').toUpperCase(),
    publicKeyLength: publicKey?.asymmetricKeyDetails?.modulusLength ?? 0,
    rsaPublicKeyModulus: hex(jwk?.n),
    rsaPublicKeyExponent: hex(jwk?.e),
    sha1Hash: x509.fingerprint.toLowerCase(),
    isCa,
    isValid: notBefore.getTime() <= now && now <= notAfter.getTime(),
  };
}

/** `AA:BB:…` in lower case. */
export function md5({ der }: CertificateFacts): string {
  return createHash('md5').update(der).digest('hex').match(/../g)?.join(':') ?? '';
}

function commonName(name: DistinguishedName): string {
  return name.flat().find(({ type }) => type === 'CN')?.value ?? '';
}

function hex(value: unknown): string {
  return typeof value === 'string' ? Buffer.from(value, 'base64url').toString('hex') : '';
}
