import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret that opens the control API: 256 random bits, in characters that need no quoting. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
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
