import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { pbkdf2Sha512, pbkdf2Sha512Settings } from './pbkdf2.ts';
import { longestPassword, sha256crypt, sha256cryptSettings } from './sha256crypt.ts';
import { Turns } from './turns.ts';

/**
 * Whether `password` is the one that `stored` was made of. The first time that costs what the hash costs (3 to 5 ms);
 * afterwards the answer comes at once, in microseconds, and is `true` itself and no promise.
 *
 * What is remembered is a keyed hash of the two together, under a key of this process. So nothing has to be forgotten
 * when an account changes: its hash is another one then. Roles, locks and expiry are not remembered; look at them first.
 *
 * @param stored `$5$…` (SHA-256-crypt) or `$sha512$…` (PBKDF2 as on the ASA); no password fits anything else
 * @param lane who waits behind whom when many wait: the device's name
 */
export function verify(stored: string, password: string, lane: string): true | Promise<boolean> {
  const pair = tag(stored, password);
  if (remembered.has(pair)) {
    remember(pair);
    return true;
  }
  const known = underWay.get(pair);
  if (known) return known;
  const checking = turns
    .take(lane, () => check(stored, password))
    .then((fits) => {
      if (fits) remember(pair);
      return fits;
    })
    .finally(() => underWay.delete(pair));
  underWay.set(pair, checking);
  return checking;
}

/** Remembers that `stored` was just made of `password`, so that the first login need not find out. */
export function vouch(stored: string, password: string): void {
  remember(tag(stored, password));
}

/** Compares two texts in a time that does not tell where they differ. */
export function sameText(one: string, other: string): boolean {
  return timingSafeEqual(keyed(one), keyed(other));
}

/** Pairs that fit, the one used longest ago first; 100 bytes each. */
const remembered = new Set<string>();
const mostRemembered = 20_000;

/** Checks not done yet: a hundred first requests with one password are one check. */
const underWay = new Map<string, Promise<boolean>>();

/** Two at once: libuv has four threads by default, and the disk needs some. */
const turns = new Turns(2);

const key = randomBytes(32);

function keyed(text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Neither stored hash nor password can be had from it. The length keeps the seam between the two in its place. */
function tag(stored: string, password: string): string {
  return keyed(`${stored.length} ${stored}${password}`).toString('base64');
}

function remember(pair: string): void {
  remembered.delete(pair);
  remembered.add(pair);
  if (remembered.size <= mostRemembered) return;
  for (const oldest of remembered) {
    remembered.delete(oldest);
    return;
  }
}

async function check(stored: string, password: string): Promise<boolean> {
  if (Buffer.byteLength(password) > longestPassword) return false;
  const crypt = sha256cryptSettings(stored);
  // The digests alone: a hash may name the rounds that it could leave out.
  if (crypt) return sameText((await sha256crypt(password, crypt.salt, crypt.rounds)).slice(-43), stored.slice(-43));
  const pbkdf2 = pbkdf2Sha512Settings(stored);
  if (pbkdf2) return sameText(await pbkdf2Sha512(password, pbkdf2.salt, pbkdf2.iterations), stored);
  return false;
}
