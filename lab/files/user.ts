import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may use a file server. */
export interface FileUser {
  readonly name: string;
  readonly password: string;
  /** Whether this user may change anything; true unless told. */
  readonly write?: boolean;
}

/**
 * The user with this name and password. Takes as long for a name that is not there, so that timing tells nothing.
 *
 * @returns `undefined`: there is none
 */
export function authenticate(users: readonly FileUser[], name: string, password: string): FileUser | undefined {
  let found: FileUser | undefined;
  for (const user of users) {
    const same = timingSafeEqual(hash(user.name, user.password), hash(name, password));
    if (same) found = user;
  }
  return found;
}

function hash(name: string, password: string): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([name, password]))
    .digest();
}
