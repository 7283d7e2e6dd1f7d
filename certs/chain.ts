import type { CertificateFacts } from './certificate.ts';

/** Whether `issuer` signed `certificate`: names, key identifiers, key usage and the signature itself fit. */
export function isIssuedBy(certificate: CertificateFacts, issuer: CertificateFacts): boolean {
  if (!issuer.publicKey || !certificate.x509.checkIssued(issuer.x509)) return false;
  try {
    return certificate.x509.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** Why a certificate is not trusted. */
export type ChainProblem = 'no-issuer' | 'untrusted-root' | 'expired' | 'not-yet-valid' | 'not-a-ca' | 'path-too-long';

/** The outcome of {@link verifyChain}; `path` leads from the leaf as far up as issuers were found. */
export interface ChainVerdict {
  readonly ok: boolean;
  readonly problem: ChainProblem | undefined;
  readonly path: readonly CertificateFacts[];
}

const maximalDepth = 16;

/** The way from `leaf` to a root, or the longest way found when none ends in one. */
function findPath(
  leaf: CertificateFacts,
  intermediates: readonly CertificateFacts[],
  roots: readonly CertificateFacts[],
): { path: CertificateFacts[]; trusted: boolean } {
  const tried = new Set([leaf.sha256]);
  let longest = [leaf];
  const climb = (path: CertificateFacts[], last: CertificateFacts): CertificateFacts[] | undefined => {
    if (path.length > longest.length) longest = path;
    if (roots.some(({ sha256 }) => sha256 === last.sha256)) return path;
    const root = roots.find((candidate) => isIssuedBy(last, candidate));
    if (root) return [...path, root];
    if (path.length >= maximalDepth) return undefined;
    for (const issuer of intermediates) {
      if (tried.has(issuer.sha256) || !isIssuedBy(last, issuer)) continue;
      tried.add(issuer.sha256);
      const found = climb([...path, issuer], issuer);
      if (found) return found;
    }
    return undefined;
  };
  const path = climb([leaf], leaf);
  return path ? { path, trusted: true } : { path: longest, trusted: false };
}

/**
 * Whether `leaf` leads to one of `roots` at the time `at`, as a TLS client would see it (signatures, names, dates,
 * CA flags, path lengths; no revocation, no host name).
 *
 * @param intermediates in any order; strangers do no harm.
 * @param roots trusted as they are, self-signed or not; a root may be the leaf itself (a pinned certificate).
 */
export function verifyChain(
  leaf: CertificateFacts,
  intermediates: readonly CertificateFacts[],
  roots: readonly CertificateFacts[],
  at: Date = new Date(),
): ChainVerdict {
  const { path, trusted } = findPath(leaf, intermediates, roots);
  const refuse = (problem: ChainProblem): ChainVerdict => ({ ok: false, problem, path });
  if (!trusted) return refuse(path.at(-1)?.selfSigned ? 'untrusted-root' : 'no-issuer');
  for (const [below, certificate] of path.entries()) {
    if (certificate.notAfter < at) return refuse('expired');
    if (certificate.notBefore > at) return refuse('not-yet-valid');
    if (below === 0) continue;
    if (!certificate.isCa) return refuse('not-a-ca');
    const { pathLen } = certificate.basicConstraints ?? {};
    if (pathLen !== undefined && below - 1 > pathLen) return refuse('path-too-long');
  }
  return { ok: true, problem: undefined, path };
}
