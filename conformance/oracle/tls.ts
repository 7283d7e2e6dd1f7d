import { X509Certificate } from 'node:crypto';
import { CouldNotRun } from '../errors.ts';
import type { Place } from '../target.ts';
import { fingerprint, openUnverified, type TlsOffer } from './connect.ts';
import type { Patience } from './probe.ts';

/** A certificate as plain data. */
export interface CertificateFacts {
  /** Fingerprint, lower-case hexadecimal. */
  readonly sha256: string;
  /** Distinguished names in the certificate's order: `C=US, ST=CA, …`. */
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly keyType: string;
  /** Bits of an RSA modulus; 0 for other keys. */
  readonly keyBits: number;
  /** Whether its own key signed it. */
  readonly selfSigned: boolean;
}

/** What a TLS endpoint showed, or why it showed nothing. */
export type Presented =
  | {
      readonly shown: true;
      readonly certificate: CertificateFacts;
      readonly protocol: string;
      readonly trusted: boolean;
    }
  | { readonly shown: false; readonly why: string };

/** Reads a certificate (PEM or DER) into plain data. */
export function certificateFacts(encoded: string | Uint8Array): CertificateFacts {
  const x509 = new X509Certificate(encoded);
  const key = x509.publicKey;
  const oneLine = (name: string) => name.split('\n').join(', ');
  return {
    sha256: fingerprint(x509.raw),
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    notBefore: new Date(x509.validFrom).toISOString(),
    notAfter: new Date(x509.validTo).toISOString(),
    keyType: key.asymmetricKeyType ?? 'unknown',
    keyBits: key.asymmetricKeyDetails?.modulusLength ?? 0,
    selfSigned: x509.issuer === x509.subject && x509.verify(key),
  };
}

/**
 * Looks at what an endpoint presents in a new handshake. `ca`, in PEM, is what `trusted` is asked of: it says whether
 * the chain leads there (the name is not looked at).
 */
export async function presented(
  place: Place,
  { ca, ...offer }: TlsOffer & { readonly ca?: string | undefined },
  patience: Patience,
): Promise<Presented> {
  try {
    const socket = await openUnverified(place, offer, patience, ca);
    const shown = socket.getPeerX509Certificate();
    const protocol = socket.getProtocol() ?? 'unknown';
    const trusted = ca !== undefined && socket.authorized;
    socket.destroy();
    if (!shown) return { shown: false, why: 'the handshake showed no certificate' };
    return { shown: true, certificate: certificateFacts(shown.raw), protocol, trusted };
  } catch (thrown) {
    if (thrown instanceof CouldNotRun) return { shown: false, why: thrown.message };
    throw thrown;
  }
}
