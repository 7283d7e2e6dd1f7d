import { enumerated, integer, sequence, tagged, time } from './asn1.ts';
import { authorityKeyIdentifier, crlNumber, crlReason } from './extension.ts';
import { type Issuer, signerOf } from './make.ts';
import type { Hash } from './oid.ts';
import { writePem } from './pem.ts';
import { signatureAlgorithm, signed } from './sign.ts';

/** Reasons of a revocation with their numbers (RFC 5280, 5.3.1). */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
} as const;

export interface RevocationListOptions {
  readonly issuer: Issuer;
  readonly revoked?: readonly {
    /** Hexadecimal, as `CertificateFacts.serial` has it. */
    readonly serial: string;
    readonly date: Date;
    readonly reason?: keyof typeof revocationReasons;
  }[];
  /** Default: now. */
  readonly thisUpdate?: Date;
  /** Default: 30 days after `thisUpdate`. */
  readonly nextUpdate?: Date;
  /** The list's sequence number. Default 1. */
  readonly number?: number;
  /** Default `sha256`. */
  readonly hash?: Hash;
}

/** Makes a certificate revocation list (version 2), signed by `issuer`. */
export function makeRevocationList(options: RevocationListOptions): { pem: string; der: Buffer } {
  const { issuer, revoked = [], thisUpdate = new Date(), number = 1, hash = 'sha256' } = options;
  const nextUpdate = options.nextUpdate ?? new Date(thisUpdate.getTime() + 30 * 86_400_000);
  const signer = signerOf(issuer);
  const entries = revoked.map(({ serial, date, reason }) =>
    sequence(integer(serial), time(date), reason && sequence(crlReason(enumerated(revocationReasons[reason])))),
  );
  const body = sequence(
    integer(1),
    signatureAlgorithm(issuer.key, hash),
    signer.name,
    time(thisUpdate),
    time(nextUpdate),
    entries.length > 0 ? sequence(...entries) : undefined,
    tagged(0, sequence(authorityKeyIdentifier(signer.keyIdentifier), crlNumber(number))),
  );
  const der = signed(body, issuer.key, hash);
  return { pem: writePem('X509 CRL', der), der };
}
