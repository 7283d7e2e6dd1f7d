import { createHash, randomBytes } from 'node:crypto';
import { pbkdf2Sha512Sync } from '../chassis/accounts/pbkdf2.ts';
import { sameText, verify, vouch } from '../chassis/accounts/verify.ts';

/** A hash that nothing fits: an unknown name takes as long as a known one. */
const nobody = '................';

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The 16 characters of `password … encrypted` before 9.7: MD5 of the password filled up with zeros, three bytes of each
 * four in base 64. Up to four characters of the user's name go into it; an enable password has none.
 * @source documented: the scheme is public knowledge; `cisco` without a user is `2KFQnbNIdI.2KYOU`
 */
export function encrypted(password: string, user = ''): string {
  const secret = Buffer.from(password);
  const name = Buffer.from(user);
  const salt = Buffer.from(
    Array.from({ length: name.length === 0 || secret.length >= 28 ? 0 : 4 }, (_, at) => name[at % name.length] ?? 0),
  );
  const whole = Buffer.concat([secret, salt]);
  const filled = Buffer.alloc(whole.length > 16 ? 32 : 16);
  whole.copy(filled);
  const digest = createHash('md5').update(filled).digest();
  let text = '';
  for (let at = 0; at < 16; at += 4) {
    let group = (digest[at] ?? 0) | ((digest[at + 1] ?? 0) << 8) | ((digest[at + 2] ?? 0) << 16);
    for (let digit = 0; digit < 4; digit++) {
      text += alphabet[group & 63] ?? '';
      group >>= 6;
    }
  }
  return text;
}

/** The hash that a box keeps of a password. @param pbkdf2 as 9.7 and later do it */
export function hashOf(password: string, user: string, pbkdf2: boolean): string {
  if (!pbkdf2) return encrypted(password, user);
  const hash = pbkdf2Sha512Sync(password, randomBytes(16));
  vouch(hash, password);
  return hash;
}

/**
 * Whether the password is the one that `stored` was made of.
 * @param stored absent for an account that does not exist
 * @param lane who waits behind whom: the device's name
 */
export function fits(
  stored: string | undefined,
  password: string,
  user: string,
  lane: string,
): boolean | Promise<boolean> {
  if (stored?.startsWith('$')) return verify(stored, password, lane);
  return sameText(encrypted(password, user), stored ?? nobody) && stored !== undefined;
}

/** How the configuration ends the line of a hash. */
export function hashWord(hash: string): 'pbkdf2' | 'encrypted' {
  return hash.startsWith('$') ? 'pbkdf2' : 'encrypted';
}
