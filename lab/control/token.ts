import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LabError, reason } from '../errors.ts';

/** A secret that opens the control API: 256 random bits, in characters that need no quoting. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Reads a token that somebody else has made, as where an orchestrator gives all processes of a lab the same.
 * @throws LabError where the file cannot be read, or what it holds is easily guessed or cannot be sent
 */
export function readToken(file: string): string {
  const wrong = (message: string) => new LabError([{ path: '', message: `--token-file ${file}: ${message}` }]);
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw wrong(reason(error));
  }
  if (/^[\w.~+/=-]{32,512}$/.test(token)) return token;
  throw wrong('a token is 32 to 512 letters, digits and . _ ~ + / = -');
}

/**
 * Checks the `Authorization` header of a request. Takes the same time for every wrong token, whatever its length: what
 * is compared are digests.
 */
export function tokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digest(token);
  return (authorization) => {
    const given = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    return timingSafeEqual(digest(given ?? ''), expected) && given !== undefined;
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
