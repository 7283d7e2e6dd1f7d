import { pbkdf2, pbkdf2Sync } from 'node:crypto';
import { promisify } from 'node:util';

/** What a `$sha512$` hash was made with, and what came out. */
export interface Pbkdf2Settings {
  readonly iterations: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/**
 * PBKDF2 with HMAC-SHA-512 as the ASA (9.7 and later) writes it in its configuration:
 * `$sha512$5000$<salt>$<key>`, both 16 bytes in base 64. 2.7 ms on the thread pool.
 *
 * @param salt 16 bytes
 * @throws RangeError when iterations are not 1 to {@link mostIterations}
 */
export async function pbkdf2Sha512(password: string, salt: Buffer, iterations = 5_000): Promise<string> {
  checked(iterations);
  return written({ iterations, salt, key: await derive(password, salt, iterations, keyLength, 'sha512') });
}

/** {@link pbkdf2Sha512} at one go, for what is made before anything runs: factory states, fixtures. */
export function pbkdf2Sha512Sync(password: string, salt: Buffer, iterations = 5_000): string {
  checked(iterations);
  return written({ iterations, salt, key: pbkdf2Sync(password, salt, iterations, keyLength, 'sha512') });
}

/** Reads such a hash; `undefined` where the text is none, or asks for more iterations than {@link mostIterations}. */
export function pbkdf2Sha512Settings(stored: string): Pbkdf2Settings | undefined {
  const [, count, salt, key] = /^\$sha512\$(\d{1,9})\$([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{22}==)$/.exec(stored) ?? [];
  const iterations = Number(count);
  if (salt === undefined || key === undefined || !(iterations >= 1 && iterations <= mostIterations)) return undefined;
  return { iterations, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
}

/** Twenty times what the ASA uses; more would only let a configuration keep the lab busy. */
export const mostIterations = 100_000;

const keyLength = 16;
const derive = promisify(pbkdf2);

function checked(iterations: number): void {
  if (iterations >= 1 && iterations <= mostIterations) return;
  throw new RangeError(`${iterations} iterations: should be 1 to ${mostIterations}`);
}

function written({ iterations, salt, key }: Pbkdf2Settings): string {
  return `$sha512$${iterations}$${salt.toString('base64')}$${key.toString('base64')}`;
}
