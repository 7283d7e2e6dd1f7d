import type { CertificateFacts } from '../../../certs/certificate.ts';
import type { Release } from '../release.ts';
import type { Certificate, Site } from '../state.ts';
import { refusals } from '../texts.ts';
import { revoked } from './crl.ts';
import { distributionPoints } from './distribution.ts';
import { isSignedBy } from './issuers.ts';
import { factsOf } from './x509.ts';

/** What `validate` says. @source NSX reference 5.5 */
export interface Verdict {
  readonly status: 'OK' | 'CRL_NOT_READY' | 'REJECTED' | 'ERROR';
  readonly message?: string;
}

/** What a certificate is judged by. */
export interface Judging {
  readonly release: Release;
  readonly site: Site;
  readonly usage: readonly ('SERVER' | 'CLIENT')[];
  /** Lab ms. */
  readonly now: number;
}

type Rule = (chain: readonly CertificateFacts[], leaf: CertificateFacts, judging: Judging) => string | undefined;

const weakHashes = new Set(['md5', 'sha1']);

/**
 * The rules in their order; the first that is broken gives the message. Recorded to the letter: key encipherment; the
 * situations are documented, the other texts are inferred. @source NSX reference 6.1, 6.2
 */
const rules: readonly Rule[] = [
  (chain, _leaf, { now }) => {
    if (chain.some(({ notAfter }) => notAfter.getTime() < now)) return 'The certificate has expired';
    return chain.some(({ notBefore }) => notBefore.getTime() > now) ? 'The certificate is not valid yet' : undefined;
  },
  (chain, _leaf, { site }) => (isComplete(chain, site) ? undefined : refusals.chain().message),
  (_chain, { basicConstraints, isCa }, { release, usage }) => {
    if (!release.basicConstraints || !usage.includes('SERVER')) return undefined;
    if (!basicConstraints) return 'BasicConstraints extension CA:FALSE is missing';
    return isCa ? 'BasicConstraints extension must be CA:FALSE' : undefined;
  },
  (_chain, { keyUsage, keyDescription }, { release, usage }) => {
    const concerned = release.encipherment === 'all' || keyDescription.type === 'rsa';
    if (!usage.includes('SERVER') || !concerned || !keyUsage || keyUsage.includes('keyEncipherment')) return undefined;
    return 'KeyUsage does not allow key encipherment';
  },
  (_chain, { purposes }, { site, usage }) => {
    if (site.security.eku_checking_enabled !== true || !purposes || purposes.includes('anyExtendedKeyUsage'))
      return undefined;
    const missing = usage.find((one) => !purposes.includes(one === 'SERVER' ? 'serverAuth' : 'clientAuth'));
    return missing && `ExtendedKeyUsage does not allow use as ${missing.toLowerCase()}`;
  },
  (_chain, { selfSigned }, { site }) =>
    site.security.ca_signed_only === true && selfSigned ? 'Only certificates signed by a CA are allowed' : undefined,
  (chain) => {
    const weak = chain.find(({ keyDescription: { type, bits } }) => type === 'rsa' && bits < 2048);
    return weak && 'RSA key size must be at least 2048';
  },
  (_chain, { keyDescription: { type } }) =>
    type === 'rsa' || type === 'ec' ? undefined : `Key algorithm ${type} is not supported`,
  (chain) => {
    const weak = chain.find(
      ({ signature, selfSigned }, index) => weakHashes.has(signature.hash ?? '') && (index === 0 || !selfSigned),
    );
    return weak && `Signature algorithm ${weak.signature.hash?.toUpperCase()} is not allowed`;
  },
  (chain, _leaf, { site }) => {
    if (site.security.crl_checking_enabled !== true) return undefined;
    return chain.some((one) => !one.selfSigned && revoked(site, one)) ? 'The certificate has been revoked' : undefined;
  },
];

/** Judges a certificate by the policy of its release and site. */
export function judge(certificate: Certificate, judging: Judging): Verdict {
  const chain = factsOf(certificate.pem);
  const [leaf] = chain;
  if (!leaf) return { status: 'ERROR', message: 'The certificate cannot be read' };
  for (const rule of rules) {
    const broken = rule(chain, leaf, judging);
    if (broken !== undefined) return { status: 'REJECTED', message: `Certificate was rejected: ${broken}` };
  }
  return { status: crlsReady(leaf, judging) ? 'OK' : 'CRL_NOT_READY' };
}

/** Whether a chain leads to a self-signed certificate, its own or one of the trust store. */
function isComplete(chain: readonly CertificateFacts[], { certificates }: Site): boolean {
  const last = chain.at(-1);
  if (!last || last.selfSigned) return last !== undefined;
  for (const { resourceType, pem } of certificates.values()) {
    if (resourceType !== 'certificate_ca') continue;
    const [first] = factsOf(pem);
    if (first && isSignedBy(last, first)) return true;
  }
  return false;
}

/**
 * A certificate signed by a CA that names a distribution point waits until its list was fetched: for ever, where the
 * point cannot be reached. @source NSX reference 5.5, 13
 */
function crlsReady(leaf: CertificateFacts, { site }: Judging): boolean {
  if (site.security.crl_checking_enabled !== true || leaf.selfSigned) return true;
  const points = distributionPoints(leaf);
  return points.every((uri) =>
    [...site.distributionPoints.values()].every((one) => one.uri !== uri || one.status === 'READY'),
  );
}
