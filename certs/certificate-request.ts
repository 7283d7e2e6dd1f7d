import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readSignature, type SignatureFacts } from './certificate.ts';
import { childrenOf, expectTag, readDer, readOid, tags } from './der.ts';
import { type ExtensionFacts, readExtensions } from './extension-facts.ts';
import { describeKey, type KeyDescription } from './key.ts';
import { type DistinguishedName, readName } from './name.ts';
import { extensionRequestOid } from './oid.ts';

/** What a certificate signing request (PKCS#10) asks for. */
export interface RequestFacts extends ExtensionFacts {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  readonly keyDescription: KeyDescription;
  readonly signature: SignatureFacts;
  /** Whether the asker holds the private key: the request's own signature verifies. */
  readonly signatureValid: boolean;
}

/**
 * Reads an encoded request.
 *
 * @throws DerError, or OpenSSL's own error, when it is none.
 */
export function readRequestDer(der: Buffer): RequestFacts {
  const [body, algorithm, value] = childrenOf(expectTag(readDer(der), tags.sequence, 'a request'));
  const info = expectTag(body, tags.sequence, 'the body of a request');
  const [version, subject, spki, attributes] = childrenOf(info);
  expectTag(version, tags.integer, 'the version of a request');
  const publicKey = createPublicKey({
    key: expectTag(spki, tags.sequence, 'the public key').raw,
    format: 'der',
    type: 'spki',
  });
  const wanted = (attributes ? childrenOf(attributes) : [])
    .map(childrenOf)
    .find(([type]) => readOid(type) === extensionRequestOid)?.[1];
  const signature = readSignature(algorithm, value);
  return {
    ...readExtensions(wanted && childrenOf(wanted)[0]),
    subject: readName(expectTag(subject, tags.sequence, 'the subject')),
    publicKey,
    keyDescription: describeKey(publicKey),
    signature,
    signatureValid: signature.hash !== undefined && verify(signature.hash, info.raw, publicKey, signature.bytes),
  };
}
