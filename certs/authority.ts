import { type KeyType, keptKey } from './key.ts';
import { type CertificateOptions, type MadeCertificate, makeCertificate } from './make.ts';

/** A root, and an intermediate that it signed: what real servers' certificates come from. */
export interface Authority {
  readonly root: MadeCertificate;
  readonly intermediate: MadeCertificate;
}

export interface AuthorityOptions extends Pick<CertificateOptions, 'notBefore' | 'notAfter' | 'hash'> {
  /** Common names begin with it. Default `Workshop`. */
  readonly name?: string;
  /** Default `rsa-2048`. */
  readonly keyType?: KeyType;
  /** Authorities of other slots have other keys. Default 0. */
  readonly slot?: number;
}

/**
 * Makes an authority for tests and examples, on kept keys: only the first of a process waits for a key.
 * Valid for ten years from yesterday unless told otherwise.
 */
export async function makeAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const { name = 'Workshop', keyType = 'rsa-2048', slot = 0, hash } = options;
  const { notBefore = new Date(Date.now() - 86_400_000), notAfter } = options;
  const [rootKey, intermediateKey] = await Promise.all([
    keptKey(keyType, 100 + slot * 2),
    keptKey(keyType, 101 + slot * 2),
  ]);
  const common = { ca: true, notBefore, notAfter, days: 3652, hash };
  const subject = (role: string): string => `/C=US/O=Rackless/CN=${name} ${role}`;
  const root = makeCertificate({ ...common, subject: subject('Root CA'), key: rootKey });
  const issuing = { subject: subject('Issuing CA'), key: intermediateKey, issuer: root, pathLen: 0 };
  return { root, intermediate: makeCertificate({ ...common, ...issuing }) };
}
