import { createPrivateKey, type KeyObject } from 'node:crypto';
import { childrenOf, type DerNode, readDer, readOid, tags } from './der.ts';
import { describeKey, type KeyDescription } from './key.ts';
import { type PemBlock, PemError, writePem } from './pem.ts';

/** A private key as it stood in a file. */
export interface PrivateKeyFacts {
  /** `pkcs8` for `[ENCRYPTED ]PRIVATE KEY`, `pkcs1` for `RSA PRIVATE KEY`, `sec1` for `EC PRIVATE KEY`. */
  readonly form: 'pkcs8' | 'pkcs1' | 'sec1';
  readonly encrypted: boolean;
  /** `undefined` while it is encrypted and no password was given. */
  readonly key: KeyObject | undefined;
  readonly keyDescription: KeyDescription | undefined;
}

const forms = {
  'PRIVATE KEY': 'pkcs8',
  'ENCRYPTED PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
} as const;

/** Whether a PEM label is one of a private key that this module reads. */
export const isKeyLabel = (label: string): label is keyof typeof forms => Object.hasOwn(forms, label);

const pbkdf2Oid = '1.2.840.113549.1.5.12';
const maximalIterations = 1_000_000;

/** The PBKDF2 iteration count of an EncryptedPrivateKeyInfo, 0 where there is none. */
function iterationsOf(node: DerNode, depth = 0): number {
  if ((node.tag & 0x20) === 0 || depth > 6) return 0;
  const children = childrenOf(node);
  const [first, parameters] = children;
  if (first?.tag === tags.oid && readOid(first) === pbkdf2Oid && parameters?.tag === tags.sequence) {
    const count = childrenOf(parameters).find((part) => part.tag === tags.integer);
    return count ? Number.parseInt(count.content.toString('hex') || '0', 16) : 0;
  }
  return Math.max(0, ...children.map((child) => iterationsOf(child, depth + 1)));
}

const rsaOid = '1.2.840.113549.1.1.1';

/**
 * An unencrypted RSA key by way of its PKCS#1 form: OpenSSL reads that in a third of the time that it takes to try its
 * decoders on PEM. `undefined` for whatever is not plainly one; the long way then says what it is.
 */
function plainRsa({ bytes }: PemBlock, form: PrivateKeyFacts['form']): KeyObject | undefined {
  try {
    const [, algorithm, wrapped] = form === 'pkcs8' ? childrenOf(readDer(bytes)) : [];
    const isRsa = algorithm && readOid(childrenOf(algorithm)[0]) === rsaOid;
    const inner = form === 'pkcs1' ? bytes : isRsa ? wrapped?.content : undefined;
    return inner && createPrivateKey({ key: inner, format: 'der', type: 'pkcs1' });
  } catch {
    return undefined;
  }
}

function opened({ label, bytes, headers }: PemBlock, passphrase?: string): KeyObject {
  const key = writePem(label, bytes, headers);
  return createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
}

/**
 * Reads a block with a private key's label.
 *
 * An encrypted key without a password is not an error here: devices differ in what they make of it.
 *
 * @throws PemError `not-a-key`, or `wrong-password`.
 */
export function readKeyBlock(block: PemBlock, label: keyof typeof forms, password?: string): PrivateKeyFacts {
  const form = forms[label];
  const encrypted = label === 'ENCRYPTED PRIVATE KEY' || block.headers.some(([, value]) => value.includes('ENCRYPTED'));
  if (encrypted && password === undefined) return { form, encrypted, key: undefined, keyDescription: undefined };
  try {
    // A count beyond reason would hold the whole process: decryption is synchronous.
    if (label === 'ENCRYPTED PRIVATE KEY' && iterationsOf(readDer(block.bytes)) > maximalIterations) {
      throw new PemError('not-a-key', `the key asks for more than ${maximalIterations} rounds of PBKDF2`, block);
    }
    const key = encrypted ? opened(block, password) : (plainRsa(block, form) ?? opened(block));
    return { form, encrypted, key, keyDescription: describeKey(key) };
  } catch (error) {
    if (error instanceof PemError) throw error;
    throw encrypted
      ? new PemError('wrong-password', 'the private key does not open with this password', block)
      : new PemError('not-a-key', `"${label}" does not hold a private key`, block);
  }
}
