import { type KeyObject, sign as signNatively } from 'node:crypto';
import { type Asn1, bits, encode, nothing, oid, sequence } from './asn1.ts';
import { OptionError } from './extension.ts';
import { type Hash, signatureOids } from './oid.ts';

/**
 * The AlgorithmIdentifier of a signature by `key` over `hash`.
 *
 * @throws OptionError for a key that cannot sign so (a public key, EC with MD5, other algorithms).
 */
export function signatureAlgorithm(key: KeyObject, hash: Hash): Asn1 {
  if (key.type !== 'private') throw new OptionError('the signer gave a public key; its private key is needed to sign');
  if (key.asymmetricKeyType === 'rsa') return sequence(oid(signatureOids.rsa[hash]), nothing());
  if (key.asymmetricKeyType === 'ec' && hash !== 'md5') return sequence(oid(signatureOids.ecdsa[hash]));
  throw new OptionError(
    `an ${key.asymmetricKeyType} key cannot sign with ${hash}; expected RSA, or EC with SHA-1 or SHA-2`,
  );
}

/**
 * Completes what is signed (certificate, request, revocation list): body, algorithm, signature. The signature is the
 * runtime's own, which takes a hundredth of the time of node-forge's.
 */
export function signed(body: Asn1, key: KeyObject, hash: Hash): Buffer {
  const algorithm = signatureAlgorithm(key, hash);
  const signature = signNatively(hash, encode(body), key);
  return encode(sequence(body, algorithm, bits(signature)));
}
