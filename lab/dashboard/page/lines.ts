/** Who logs in. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** A line for a POSIX shell, and what it is for. */
export interface Line {
  readonly what: string;
  readonly line: string;
}

/**
 * Lines to try an endpoint with. None holds a password: `curl` and `ssh` ask for it.
 * @param url as the lab names the endpoint, `https://127.0.0.1:8443`
 */
export function linesFor(url: string, { username }: Pick<Account, 'username'>): Line[] {
  const { protocol, hostname, port, host } = new URL(url.replace(/^\w+:/, 'http:'));
  const scheme = url.slice(0, url.indexOf(':'));
  const user = quoted(username);
  const bare = hostname.replace(/^\[|\]$/g, '');
  const peer = `${hostname}:${port || (scheme === 'https' ? '443' : protocol === 'http:' ? '80' : '')}`;
  switch (scheme) {
    case 'https':
      return [
        { what: 'curl', line: `curl --insecure --user ${user} ${url}/` },
        { what: 'openssl', line: `openssl s_client -connect ${peer} -showcerts </dev/null` },
      ];
    case 'http':
      return [{ what: 'curl', line: `curl --user ${user} http://${host}/` }];
    case 'ssh':
      return [{ what: 'ssh', line: `ssh -p ${port || '22'} ${user}@${bare}` }];
    case 'tls':
      return [{ what: 'openssl', line: `openssl s_client -connect ${peer} -showcerts </dev/null` }];
    default:
      return [];
  }
}

/** A word as a POSIX shell takes it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
