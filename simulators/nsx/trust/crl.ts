import type { CertificateFacts } from '../../../certs/certificate.ts';
import { childrenOf, DerError, expectTag, readDer, readTime, tags } from '../../../certs/der.ts';
import { readName, rfc2253 } from '../../../certs/name.ts';
import { splitPem } from '../../../certs/pem.ts';
import type { Site } from '../state.ts';

/** What a revocation list says. */
export interface CrlFacts {
  /** RFC 2253. */
  readonly issuer: string;
  readonly nextUpdate: Date | undefined;
  readonly version: number;
  readonly entries: readonly { readonly serial: string; readonly date: Date }[];
}

const remembered = new Map<string, CrlFacts | undefined>();

/** Reads a list; `undefined` for what is none. Remembered by its text. */
export function readCrl(pem: string): CrlFacts | undefined {
  if (remembered.has(pem)) return remembered.get(pem);
  const read = parsed(pem);
  remembered.set(pem, read);
  const [oldest] = remembered.keys();
  if (remembered.size > 100 && oldest !== undefined) remembered.delete(oldest);
  return read;
}

function parsed(pem: string): CrlFacts | undefined {
  const block = splitPem(pem).blocks.find(({ label }) => label === 'X509 CRL');
  if (!block) return undefined;
  try {
    const [body] = childrenOf(expectTag(readDer(block.bytes), tags.sequence, 'a revocation list'));
    const fields = childrenOf(expectTag(body, tags.sequence, 'the body of a revocation list'));
    const versioned = fields[0]?.tag === tags.integer;
    const [, issuer, , ...rest] = versioned ? fields.slice(1) : fields;
    const isTime = (tag: number | undefined): boolean => tag === tags.utcTime || tag === tags.generalizedTime;
    const list = rest.find(({ tag }) => tag === tags.sequence);
    return {
      issuer: rfc2253(readName(expectTag(issuer, tags.sequence, 'the issuer'))),
      nextUpdate: isTime(rest[0]?.tag) ? readTime(rest[0]) : undefined,
      version: versioned ? 2 : 1,
      entries: (list ? childrenOf(list) : []).map((entry) => {
        const [serial, date] = childrenOf(entry);
        return {
          serial: expectTag(serial, tags.integer, 'a serial number').content.toString('hex'),
          date: readTime(date),
        };
      }),
    };
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Whether one of the site's lists, imported or fetched, revokes a certificate. */
export function revoked({ crls, distributionPoints }: Site, { issuer, serial }: CertificateFacts): boolean {
  const by = rfc2253(issuer);
  const wanted = BigInt(`0x${serial}`);
  for (const { pem } of [...crls.values(), ...distributionPoints.values()]) {
    const facts = pem === undefined ? undefined : readCrl(pem);
    if (facts?.issuer === by && facts.entries.some((one) => BigInt(`0x${one.serial}`) === wanted)) return true;
  }
  return false;
}
