import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { keptFile } from './kept-file.ts';
import { describeKey, exportKey, type KeyType, keyTypes, makeKey, sameKey } from './key.ts';
import type { CertificateOptions } from './make.ts';
import { readPrivateKey } from './read.ts';

/** From when to when a pooled certificate is valid. */
export type PoolValidity =
  /** Long-lived: signed once, kept on disk, made anew in the last tenth of its life. */
  | { readonly days: number }
  /** Exactly so: signed when asked for (1 ms, on a kept key), remembered by the process, not written to disk. */
  | { readonly notBefore: Date; readonly notAfter: Date };

/** What the factory certificates of one kind of device say. Plain data: equal templates share certificates. */
export interface IdentityTemplate
  extends Omit<CertificateOptions, 'key' | 'issuer' | 'notBefore' | 'notAfter' | 'days' | 'serial'> {
  /** Whose pool: a folder name such as `nxos`; small letters, digits, `-` and `.`. */
  readonly kind: string;
  /** Default `rsa-2048`. */
  readonly keyType?: KeyType;
  readonly validity: PoolValidity;
}

/** A certificate and its key, as a device holds them. */
export interface PooledIdentity {
  /** PEM, self-signed. */
  readonly certificate: string;
  /** PEM, PKCS#8. */
  readonly key: string;
  readonly privateKey: KeyObject;
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  readonly sha256: string;
}

export interface PoolOptions {
  /** Where the pool is kept. Without it the pool lives in memory and dies with the process. */
  readonly directory?: string | undefined;
  /** Keys a kind and key type. Default 4. */
  readonly size?: number;
  /** Told once when the directory cannot be written; the pool then goes on in memory. */
  readonly onProblem?: (message: string) => void;
}

/** `bytes` of a hash over `parts`: the source of everything that must come out the same each time. */
const digest = (...parts: string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();

/** Positive and 16 bytes long whatever the hash: the first bits are set to 01. */
function serialFrom(...parts: string[]): string {
  const bytes = digest('serial', ...parts).subarray(0, 16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function isFresh(certificate: X509Certificate, now: Date): boolean {
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  return from <= now.getTime() && now.getTime() < to - (to - from) / 10;
}

const sha256Of = (certificate: X509Certificate): string => certificate.fingerprint256.replaceAll(':', '').toLowerCase();

/**
 * Factory identities, drawn from a few keys a kind that are made once and kept on disk, so that a thousand devices
 * cost neither a thousand keys nor a thousand signatures. Nothing is made before it is asked for.
 *
 * Safe for several processes on one directory. A damaged, mismatched or expired file is made anew.
 */
export class IdentityPool {
  readonly #directory: string | undefined;
  readonly #size: number;
  readonly #onProblem: (message: string) => void;
  readonly #keys = new Map<string, Promise<KeyObject>>();
  readonly #certificates = new Map<string, { readonly validity: string; readonly pem: Promise<string> }>();
  #writable = true;

  constructor({ directory, size = 4, onProblem = () => {} }: PoolOptions = {}) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`pool size ${size}: expected 1 or more`);
    this.#directory = directory;
    this.#size = size;
    this.#onProblem = onProblem;
  }

  /** The slot that `seed` draws: the same for the same seed, on any machine. */
  slotOf(kind: string, seed: string): number {
    return digest('slot', kind, seed).readUInt32BE(0) % this.#size;
  }

  /**
   * The kept private key of a slot; also for what needs a key and no certificate, such as an SSH host.
   *
   * @throws RangeError for a kind that is no folder name.
   */
  async key(kind: string, keyType: KeyType, slot: number): Promise<KeyObject> {
    if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(kind)) {
      throw new RangeError(`pool kind "${kind}": expected small letters, digits, "-" and "."`);
    }
    const read = (pem: string): KeyObject | undefined => {
      const { key } = readPrivateKey(pem);
      return isOfType(key, keyType) ? key : undefined;
    };
    const name = `${kind}/${keyType}-${slot}-key.pem`;
    const known = this.#keys.get(name);
    if (known) return known;
    const key = this.#kept(name, read, async () => exportKey(await makeKey(keyType)));
    this.#keys.set(name, key);
    return key;
  }

  /**
   * The factory identity of a device: self-signed, as the template says.
   *
   * @param seed what the device is told apart by, such as the lab's seed and the device's name. It draws the slot;
   *   the serial number follows from template and slot. Keys differ from one pool directory to the next.
   * @param now the time that a kept certificate must be valid at. Default: the real time.
   * @throws OptionError, NameError when the template cannot be written as a certificate.
   */
  async identity(template: IdentityTemplate, seed: string, now: Date = new Date()): Promise<PooledIdentity> {
    const { kind, keyType = 'rsa-2048', validity, ...wanted } = template;
    const slot = this.slotOf(kind, seed);
    const privateKey = await this.key(kind, keyType, slot);
    const exact = 'notBefore' in validity;
    const content = JSON.stringify(exact ? wanted : { ...wanted, ...validity });
    const name = `${kind}/${keyType}-${slot}-${digest(content).toString('hex', 0, 8)}-cert.pem`;

    const sign = async (): Promise<string> => {
      const { makeCertificate } = await import('./make.ts');
      const dates = exact ? validity : { notBefore: now, days: validity.days };
      const serial = serialFrom(kind, String(slot), content, exact ? validity.notBefore.toISOString() : '');
      return makeCertificate({ ...wanted, ...dates, key: privateKey, serial }).pem;
    };
    const read = (pem: string): string | undefined => {
      const certificate = new X509Certificate(pem);
      return isFresh(certificate, now) && sameKey(certificate.publicKey, privateKey)
        ? certificate.toString()
        : undefined;
    };

    const remembered = this.#certificates.get(name);
    const stamp = JSON.stringify(validity);
    let pem = remembered?.validity === stamp ? remembered.pem : undefined;
    if (!pem || (!exact && read(await pem) === undefined)) {
      pem = exact ? sign() : this.#kept(name, read, sign);
      // One a slot: the exact ones would otherwise pile up, one a second.
      this.#certificates.set(name, { validity: stamp, pem });
    }
    const certificate = new X509Certificate(await pem);
    return {
      certificate: certificate.toString(),
      key: exportKey(privateKey),
      privateKey,
      sha256: sha256Of(certificate),
    };
  }

  /** A kept file of the pool, or the value alone when there is no directory or it cannot be used. */
  async #kept<T>(name: string, read: (text: string) => T | undefined, make: () => Promise<string>): Promise<T> {
    let text: Promise<string> | undefined;
    const once = (): Promise<string> => (text ??= make());
    if (this.#directory !== undefined && this.#writable) {
      try {
        return await keptFile(join(this.#directory, name), read, once);
      } catch (error) {
        const fromFileSystem = error instanceof Error && 'syscall' in error;
        if (!fromFileSystem) throw error;
        if (this.#writable) this.#onProblem(`${this.#directory}: the certificate pool is not kept: ${error.message}`);
        this.#writable = false;
      }
    }
    const value = read(await once());
    if (value === undefined) throw new Error(`${name}: what was made for the pool is not what is read from it`);
    return value;
  }
}

function isOfType(key: KeyObject, keyType: KeyType): boolean {
  const wanted = keyTypes[keyType];
  const { type, bits, curve } = describeKey(key);
  return (
    type === wanted.algorithm && ('namedCurve' in wanted ? curve === wanted.namedCurve : bits === wanted.modulusLength)
  );
}
