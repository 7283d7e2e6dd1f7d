import { hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

/** Rounds where a hash names none. */
const defaultRounds = 5_000;

/**
 * SHA-256-crypt (`$5$`), as NX-OS and Linux keep passwords; Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512",
 * version 0.6. About 4 ms at the default rounds, in slices of about 0.2 ms between which the event loop has its turn.
 *
 * @param salt its first 16 characters count: visible ASCII, no `$`
 * @param rounds 1,000 to {@link mostRounds}; 5,000 unless told, and then not written into the hash
 * @returns `$5$salt$hash` or `$5$rounds=N$salt$hash`
 * @throws RangeError for a salt, a number of rounds or a password (over {@link longestPassword}) out of bounds
 */
export async function sha256crypt(password: string, salt: string, rounds?: number): Promise<string> {
  const steps = crypt(password, salt, rounds);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn();
  }
}

/** {@link sha256crypt} at one go, for what is made before anything runs: factory states, fixtures. */
export function sha256cryptSync(password: string, salt: string, rounds?: number): string {
  const steps = crypt(password, salt, rounds);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** What a `$5$` hash was made with, or `undefined` where the text is none that {@link sha256crypt} makes. */
export function sha256cryptSettings(stored: string): { readonly salt: string; readonly rounds?: number } | undefined {
  const [, rounds, salt] = /^\$5\$(?:rounds=(\d{1,9})\$)?([!-#%-~]{0,16})\$[./0-9A-Za-z]{43}$/.exec(stored) ?? [];
  if (salt === undefined) return undefined;
  if (rounds === undefined) return { salt };
  return Number(rounds) < 1_000 || Number(rounds) > mostRounds ? undefined : { salt, rounds: Number(rounds) };
}

/** Twenty times the default. The format allows 999,999,999, which is ten minutes of work for whoever types such a hash. */
export const mostRounds = 100_000;

/** In bytes of UTF-8. The work grows with the square of the length, and no device takes passwords of this length. */
export const longestPassword = 512;

/** Rounds between two turns of the event loop. */
const sliceRounds = 250;

function* crypt(password: string, salt: string, rounds = defaultRounds): Generator<undefined, string> {
  const word = Buffer.from(password);
  const seasoning = Buffer.from(salt.slice(0, 16));
  if (!/^[!-#%-~]*$/.test(salt)) {
    throw new RangeError(`the salt ${JSON.stringify(salt)} should be of letters, digits, dots and slashes`);
  }
  if (!(rounds >= 1_000 && rounds <= mostRounds)) {
    throw new RangeError(`${rounds} rounds: should be 1000 to ${mostRounds}`);
  }
  if (word.length > longestPassword) {
    throw new RangeError(`a password of ${word.length} bytes: should be at most ${longestPassword}`);
  }

  const inner = sha256(Buffer.concat([word, seasoning, word]));
  const mixed = [word, seasoning, stretched(inner, word.length)];
  for (let bits = word.length; bits > 0; bits >>>= 1) mixed.push(bits & 1 ? inner : word);
  let digest = sha256(Buffer.concat(mixed));

  const p = stretched(sha256(repeated(word, word.length)), word.length);
  const s = stretched(sha256(repeated(seasoning, 16 + (digest[0] ?? 0))), seasoning.length);
  const input = Buffer.alloc(2 * p.length + s.length + digest.length);
  for (let round = 0; round < rounds; round++) {
    let length = (round & 1 ? p : digest).copy(input);
    if (round % 3) length += s.copy(input, length);
    if (round % 7) length += p.copy(input, length);
    length += (round & 1 ? digest : p).copy(input, length);
    digest = sha256(input.subarray(0, length));
    if (round % sliceRounds === sliceRounds - 1) yield;
  }
  const named = rounds === defaultRounds ? '' : `rounds=${rounds}$`;
  return `$5$${named}${seasoning}$${encoded(digest)}`;
}

/** The one-shot call takes half the time of a hash object, and this is all that a password check does. */
function sha256(data: Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}

function stretched(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, digest);
}

function repeated(data: Buffer, times: number): Buffer {
  return Buffer.alloc(data.length * times, data);
}

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Crypt's own base 64: three bytes from three thirds of the digest, in turning order, lowest six bits first. */
function encoded(digest: Buffer): string {
  let text = '';
  for (let group = 0; group < 10; group++) {
    const byte = (place: number): number => digest[group + 10 * ((place + 2 * group) % 3)] ?? 0;
    text += sixBits((byte(0) << 16) | (byte(1) << 8) | byte(2), 4);
  }
  return text + sixBits(((digest[31] ?? 0) << 8) | (digest[30] ?? 0), 3);
}

function sixBits(bits: number, characters: number): string {
  let text = '';
  for (let shift = 0; shift < characters * 6; shift += 6) text += alphabet[(bits >>> shift) & 0x3f];
  return text;
}
