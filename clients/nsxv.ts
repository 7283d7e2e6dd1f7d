import { type AccessOptions, access } from './access.ts';
import { OptionsError } from './errors.ts';
import { type AuditEntry, type AuditPage, type AuditQuery, auditPath, readAuditPage } from './nsxv/audit.ts';
import { type CliAccess, withCli } from './nsxv/cli.ts';
import { NsxvError } from './nsxv/errors.ts';
import { type CallOptions, Session } from './nsxv/session.ts';
import {
  type AssignedRole,
  assignmentXml,
  type NsxvUser,
  type RoleAssignment,
  readRole,
  readUser,
} from './nsxv/users.ts';
import { find, findAll, textOf } from './nsxv/xml.ts';

export * from './errors.ts';
export type { AuditEntry, AuditPage, AuditQuery } from './nsxv/audit.ts';
export { type CliAccess, type CliLine, type ManagerCli, withCli } from './nsxv/cli.ts';
export { CliRefusal, NoRoleError, NsxvError } from './nsxv/errors.ts';
export type { CallOptions } from './nsxv/session.ts';
export type { AssignedRole, NsxvUser, RoleAssignment } from './nsxv/users.ts';
export { type Presented, presentedCertificate, type Trust } from './tls.ts';
export type { AccessOptions };

/** Who gets a role for the first time. */
export interface NewRole extends RoleAssignment {
  /** An account of the manager's own CLI: it can use the API and never log in to vCenter. Default false. */
  readonly isCli?: boolean;
  /** A group of vCenter. Default false. */
  readonly isGroup?: boolean;
}

/** What the manager says of itself. */
export interface ManagerInfo {
  readonly user: string;
  /** `6.4.4`. */
  readonly version: string;
  readonly build: string;
}

const usermgmt = '/api/2.0/services/usermgmt';

/**
 * A client for the user management and the audit log of NSX for vSphere.
 *
 * ```ts
 * await using manager = new NsxvClient({ url: 'https://nsxmgr', username: 'admin', passwordFile: 'pw', caFile: 'ca.pem' });
 * await manager.changeRole('api', { role: 'security_admin' });
 * for await (const entry of manager.auditLog({ newestFirst: true })) …
 * ```
 *
 * Every method may throw {@link OptionsError} (before sending), TransportError, AuthenticationError, NoRoleError,
 * {@link NsxvError}, ProtocolError, or the reason of an aborted signal.
 */
export class NsxvClient {
  /** The manager, without path. */
  readonly url: string;
  readonly username: string;
  readonly #session: Session;

  /** @throws OptionsError when an option is missing, malformed, or contradicts another. Nothing is sent yet. */
  constructor(options: AccessOptions) {
    const checked = access(options);
    this.url = checked.url.origin;
    this.username = checked.username;
    this.#session = new Session(checked);
  }

  /** Everybody who has a role. */
  async users(options?: CallOptions): Promise<NsxvUser[]> {
    const root = await this.#session.read({ method: 'GET', path: `${usermgmt}/users/vsm` }, options);
    return findAll(root, 'userInfo').map(readUser);
  }

  /** One user, by login. @throws NsxvError (404) when there is no such user */
  async user(login: string, options?: CallOptions): Promise<NsxvUser> {
    const root = await this.#session.read({ method: 'GET', path: `${usermgmt}/user/${part(login)}` }, options);
    return readUser(find(root, 'userInfo'));
  }

  /** The role of a login, or `undefined` where it has none: the manager's 400. */
  async role(login: string, options?: CallOptions): Promise<AssignedRole | undefined> {
    try {
      return readRole(await this.#session.read({ method: 'GET', path: `${usermgmt}/role/${part(login)}` }, options));
    } catch (error) {
      if (error instanceof NsxvError && (error.status === 400 || error.status === 404)) return undefined;
      throw error;
    }
  }

  /** The roles that this release has. */
  async roles(options?: CallOptions): Promise<string[]> {
    const root = await this.#session.read({ method: 'GET', path: `${usermgmt}/roles` }, options);
    return findAll(root, 'string').map(({ text }) => text);
  }

  /** Gives a role to a login that has none. @throws NsxvError (400) when it has one: use {@link changeRole} */
  async assignRole(login: string, { isCli, isGroup, ...role }: NewRole, options?: CallOptions): Promise<void> {
    const query = `?isGroup=${isGroup === true}${isCli === true ? '&isCli=true' : ''}`;
    const path = `${usermgmt}/role/${part(login)}${query}`;
    await this.#session.send({ method: 'POST', path, body: assignmentXml(role) }, options);
  }

  /** Changes the role of a login; its sessions end. Gives what is in force then. */
  async changeRole(login: string, role: RoleAssignment, options?: CallOptions): Promise<AssignedRole | undefined> {
    const request = { method: 'PUT', path: `${usermgmt}/role/${part(login)}`, body: assignmentXml(role) } as const;
    return readRole(await this.#session.read(request, options));
  }

  /** Takes the role from a user of vCenter. One of the CLI is removed with {@link removeUser}. */
  async removeRole(login: string, options?: CallOptions): Promise<void> {
    await this.#session.send({ method: 'DELETE', path: `${usermgmt}/role/${part(login)}` }, options);
  }

  /** Removes a user and their role. The account on the CLI or in vCenter stays. */
  async removeUser(login: string, options?: CallOptions): Promise<void> {
    await this.#session.send({ method: 'DELETE', path: `${usermgmt}/user/${part(login)}` }, options);
  }

  /** Switches a user on or off. */
  async setEnabled(login: string, enabled: boolean, options?: CallOptions): Promise<void> {
    const path = `${usermgmt}/user/${part(login)}/enablestate/${enabled ? 1 : 0}`;
    await this.#session.send({ method: 'PUT', path }, options);
  }

  /** Name and version of the manager. Only for `super_user`, and on some releases for enterprise administrators. */
  async info(options?: CallOptions): Promise<ManagerInfo> {
    const path = '/api/1.0/appliance-management/global/info';
    const root = await this.#session.read({ method: 'GET', path }, options);
    const version = find(root, 'versionInfo');
    const parts = ['majorVersion', 'minorVersion', 'patchVersion'].map((name) => textOf(version, name) ?? '');
    return {
      user: textOf(find(root, 'globalInfo'), 'currentLoggedInUser') ?? '',
      version: parts.join('.'),
      build: textOf(version, 'buildNumber') ?? '',
    };
  }

  /** One page of the audit log. */
  async auditPage(query: AuditQuery = {}, options?: CallOptions): Promise<AuditPage> {
    const { pageSize = 256, from = 0 } = query;
    if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 1024) {
      throw new OptionsError(`pageSize: expected a whole number from 1 to 1024; got ${pageSize}`);
    }
    return readAuditPage(await this.#session.read({ method: 'GET', path: auditPath(from, query) }, options));
  }

  /**
   * The audit log, entry by entry, page after page, up to what there was when the reading ended. Entries that come while it
   * is read newest first push others onto the next page: those are not given twice.
   */
  async *auditLog(query: AuditQuery = {}, options?: CallOptions): AsyncGenerator<AuditEntry, void, undefined> {
    let from = query.from ?? 0;
    let last: number | undefined;
    for (;;) {
      const { entries, total } = await this.auditPage({ ...query, from }, options);
      for (const entry of entries) {
        const seen = last !== undefined && (query.newestFirst === true ? entry.id >= last : entry.id <= last);
        if (seen) continue;
        last = entry.id;
        yield entry;
      }
      from += entries.length;
      if (entries.length === 0 || from >= total) return;
    }
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A user for the API alone. */
export interface ApiUser extends RoleAssignment {
  /** Small letters, digits, `_` and `-`. */
  readonly name: string;
  readonly password: string;
}

/**
 * Makes a user that can use the API and cannot log in to vCenter: an account on the CLI with the web-interface privilege,
 * saved, and a role of CLI origin. Afterwards asks as that user, so that success is seen and not assumed. What is there
 * already is left: a second call does no harm.
 *
 * @param manager a client with the right to manage users
 * @throws CliRefusal, NsxvError, AuthenticationError when the account's password turns out to be another
 */
export async function createApiUser(
  manager: NsxvClient,
  options: Omit<AccessOptions, 'username' | 'password' | 'passwordFile'>,
  cli: CliAccess,
  { name, password, ...role }: ApiUser,
): Promise<void> {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(name)) {
    throw new OptionsError(`name: expected small letters, digits, _ and -, 32 at most; got "${name}"`);
  }
  if (password === '' || /\s/.test(password)) throw new OptionsError('password: expected one without blanks');
  await withCli(cli, async (terminal) => {
    const running = await terminal.run('show running-config');
    const exists = new RegExp(`^user ${name}$`, 'm').test(running);
    await terminal.configure([
      ...(exists ? [] : [{ line: `user ${name} password plaintext ${password}`, secrets: [password] }]),
      { line: `user ${name} privilege web-interface` },
    ]);
    await terminal.save();
  });
  if ((await manager.role(name)) === undefined) await manager.assignRole(name, { ...role, isCli: true });
  const own = new NsxvClient({ ...options, username: name, password });
  try {
    await own.auditPage({ pageSize: 1 });
  } finally {
    await own.close();
  }
}

/** A login as one part of a path; `@` stays as it is, as clients of this API send it. */
function part(login: string): string {
  if (login === '') throw new OptionsError('login: expected a name; got an empty text');
  return encodeURIComponent(login).replaceAll('%40', '@');
}
