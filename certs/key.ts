import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** The kinds of key that the workshop makes; sizes and curves in node:crypto's terms. */
export const keyTypes = {
  'rsa-1024': { algorithm: 'rsa', modulusLength: 1024 },
  'rsa-2048': { algorithm: 'rsa', modulusLength: 2048 },
  'rsa-3072': { algorithm: 'rsa', modulusLength: 3072 },
  'rsa-4096': { algorithm: 'rsa', modulusLength: 4096 },
  'ec-p256': { algorithm: 'ec', namedCurve: 'prime256v1' },
  'ec-p384': { algorithm: 'ec', namedCurve: 'secp384r1' },
  'ec-secp256k1': { algorithm: 'ec', namedCurve: 'secp256k1' },
} as const;

export type KeyType = keyof typeof keyTypes;

/** Whether `text` names a {@link KeyType}. */
export const isKeyType = (text: string): text is KeyType => Object.hasOwn(keyTypes, text);

/**
 * Makes a private key on the thread pool, so that a start-up is not blocked. RSA-2048 takes about 0.2 s, RSA-4096
 * 2 s, an EC key well under a millisecond.
 */
export async function makeKey(type: KeyType): Promise<KeyObject> {
  const wanted = keyTypes[type];
  const pair =
    wanted.algorithm === 'rsa'
      ? await generate('rsa', { modulusLength: wanted.modulusLength })
      : await generate('ec', { namedCurve: wanted.namedCurve });
  return pair.privateKey;
}

const kept = new Map<string, Promise<KeyObject>>();

/**
 * A key that is made once a process and then handed out again: for tests and for whatever needs *a* key, not a new
 * one.
 *
 * @param slot tells keys of one type apart, where two different ones are needed.
 */
export function keptKey(type: KeyType, slot = 0): Promise<KeyObject> {
  const id = `${type}/${slot}`;
  let key = kept.get(id);
  if (!key) {
    key = makeKey(type);
    kept.set(id, key);
  }
  return key;
}

/** What a public or private key is, in the words of certificates. */
export interface KeyDescription {
  /** `rsa`, `ec`, or node:crypto's name of another type (`ed25519`, `dsa`). */
  readonly type: string;
  /** Modulus or field size; 0 where the type has none that matters. */
  readonly bits: number;
  /** OpenSSL's name of the curve (`prime256v1`), EC only. */
  readonly curve?: string;
}

const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
  secp224r1: 224,
};

/** Describes a key; never throws. */
export function describeKey(key: KeyObject): KeyDescription {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType ?? key.type;
  return namedCurve === undefined
    ? { type, bits: modulusLength ?? 0 }
    : { type, bits: curveBits[namedCurve] ?? 0, curve: namedCurve };
}

/** Whether two keys, private or public, have the same public half. */
export function sameKey(a: KeyObject, b: KeyObject): boolean {
  const publicHalf = (key: KeyObject): KeyObject => (key.type === 'private' ? createPublicKey(key) : key);
  return publicHalf(a).equals(publicHalf(b));
}

/** How a private key is written. */
export interface KeyForm {
  /**
   * `pkcs8` (default): `BEGIN PRIVATE KEY`, or `BEGIN ENCRYPTED PRIVATE KEY` with a password.
   * `traditional`: `BEGIN RSA PRIVATE KEY` (PKCS#1) or `BEGIN EC PRIVATE KEY` (SEC1); with a password it carries
   * `Proc-Type: 4,ENCRYPTED` and `DEK-Info` headers. Also the form that `ssh2` wants for host keys.
   */
  readonly form?: 'pkcs8' | 'traditional';
  /** Encrypts with AES-256-CBC. */
  readonly password?: string;
}

/** Writes a private key as PEM, with a final newline. */
export function exportKey(key: KeyObject, { form = 'pkcs8', password }: KeyForm = {}): string {
  const encryption = password === undefined ? {} : { cipher: 'aes-256-cbc', passphrase: password };
  const type = form === 'pkcs8' ? 'pkcs8' : key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1';
  return key.export({ type, format: 'pem', ...encryption }).toString();
}
