import { type CertificateFacts, readCertificateDer } from '../../../certs/certificate.ts';
import { isIssuedBy } from '../../../certs/chain.ts';

const mostRemembered = 500;
const authorities = new Map<string, CertificateFacts>();

/**
 * Takes a certificate apart. Those of authorities are remembered by their bytes: a root comes again with every chain
 * that is imported, and reading it costs as much as reading a leaf.
 *
 * @throws DerError, or OpenSSL's own error, when it is none
 */
export function readIssuerOnce(der: Buffer): CertificateFacts {
  const name = der.toString('latin1');
  const known = authorities.get(name);
  if (known) return known;
  const read = readCertificateDer(der);
  if (!read.isCa) return read;
  authorities.set(name, read);
  const [oldest] = authorities.keys();
  if (authorities.size > mostRemembered && oldest !== undefined) authorities.delete(oldest);
  return read;
}

const verdicts = new WeakMap<CertificateFacts, WeakMap<CertificateFacts, boolean>>();

/** Whether `issuer` signed `certificate`: verified once for each two that were read once. */
export function isSignedBy(certificate: CertificateFacts, issuer: CertificateFacts): boolean {
  const mine = verdicts.get(certificate) ?? new WeakMap<CertificateFacts, boolean>();
  verdicts.set(certificate, mine);
  const known = mine.get(issuer);
  if (known !== undefined) return known;
  const signed = isIssuedBy(certificate, issuer);
  mine.set(issuer, signed);
  return signed;
}
