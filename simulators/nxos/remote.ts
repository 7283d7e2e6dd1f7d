/** A file on a server, as a URL names it. */
export interface Remote {
  readonly scheme: 'scp' | 'sftp' | 'http' | 'https' | 'ftp' | 'tftp';
  readonly user?: string;
  readonly password?: string;
  /** Empty when the URL leaves it out. */
  readonly host: string;
  readonly port?: number;
  /** With its leading slash; empty when the URL leaves it out. */
  readonly path: string;
}

const pattern =
  /^(scp|sftp|https?|ftp|tftp):(?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?)?(\/.*)?$/i;

/** Reads a URL of a server; `undefined` for anything else. */
export function parseRemote(text: string): Remote | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, scheme = '', user, password, host = '', port, path = ''] = match;
  const known = schemeOf(scheme.toLowerCase());
  if (!known) return undefined;
  return {
    scheme: known,
    host: host.replace(/^\[|\]$/g, ''),
    path,
    ...(user && { user }),
    ...(password !== undefined && { password }),
    ...(port !== undefined && { port: Number(port) }),
  };
}

function schemeOf(text: string): Remote['scheme'] | undefined {
  return (['scp', 'sftp', 'http', 'https', 'ftp', 'tftp'] as const).find((scheme) => scheme === text);
}
