import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** A certificate chain that is served, and what its leaf says. */
export const certificateShape = z.object({
  sha256: z.string().meta({ description: 'Fingerprint of the leaf, lower-case hex' }),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  names: z.string().optional().meta({ description: 'Subject alternative names' }),
  chain: z.string().meta({ description: 'PEM, leaf first' }),
});

/** What a PEM chain says to somebody who looks at it. */
export function certificateFacts(chain: string): z.input<typeof certificateShape> {
  const leaf = new X509Certificate(chain);
  return {
    sha256: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: oneLine(leaf.subject),
    issuer: oneLine(leaf.issuer),
    serial: leaf.serialNumber,
    notBefore: new Date(leaf.validFrom).toISOString(),
    notAfter: new Date(leaf.validTo).toISOString(),
    ...(leaf.subjectAltName !== undefined && { names: leaf.subjectAltName }),
    chain,
  };
}

/** Node writes one name a line; none may be there at all. */
function oneLine(names: string | undefined): string {
  return (names ?? '').split('\n').filter(Boolean).join(', ');
}
