/** Ways to another host, and the port that each has unless told. */
export const schemePorts = { scp: 22, sftp: 22, http: 80, https: 443, tftp: 69 } as const;

export type Scheme = keyof typeof schemePorts;

/** A file on another host, as typed on a device. */
export interface RemoteFile {
  readonly scheme: Scheme;
  readonly user?: string;
  readonly password?: string;
  /** Name or address; IPv6 without brackets. */
  readonly host: string;
  readonly port?: number;
  /** Begins with a slash; as typed, nothing decoded. */
  readonly path: string;
}

/** What was typed of it: a device asks for the rest. */
export type TypedRemote = Pick<RemoteFile, 'scheme'> & { readonly [K in keyof RemoteFile]?: RemoteFile[K] };

/**
 * Reads `scheme://[user[:password]@]host[:port]/path` and the shorter forms that a device completes by asking: `scp:`,
 * `scp://host`, `scp://user@`.
 *
 * @returns `undefined` when it is none of these: another file system's path, or a port that cannot be
 */
export function parseRemote(text: string): TypedRemote | undefined {
  if (/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(text)) return undefined;
  const [, name = '', authority = '', path = ''] = /^([a-z]+):(?:\/\/([^/]*))?(\/.*)?$/i.exec(text) ?? [];
  const scheme = name.toLowerCase();
  if (!isScheme(scheme)) return undefined;
  const at = authority.lastIndexOf('@');
  const [user, password] = split(at < 0 ? '' : authority.slice(0, at), ':');
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(authority.slice(at + 1)) ?? [];
  if (host === '' && authority.slice(at + 1) !== '') return undefined;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65535)) return undefined;
  return {
    scheme,
    ...(user === '' ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(host === '' ? {} : { host: host.replace(/^\[|\]$/g, '') }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(path === '' ? {} : { path }),
  };
}

/** As a URL, without the password: for journals and messages. */
export function spellRemote(remote: RemoteFile): string {
  const user = remote.user === undefined ? '' : `${remote.user}@`;
  const host = remote.host.includes(':') ? `[${remote.host}]` : remote.host;
  const port = remote.port === undefined ? '' : `:${remote.port}`;
  return `${remote.scheme}://${user}${host}${port}${remote.path}`;
}

function isScheme(text: string): text is Scheme {
  return Object.hasOwn(schemePorts, text);
}

function split(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
