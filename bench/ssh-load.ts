import ssh2 from 'ssh2';

/** Where to log in, and as whom. */
export interface Logins {
  readonly ports: readonly number[];
  readonly username: string;
  readonly password: string;
  readonly count: number;
}

/**
 * Logs in by password, one after the other, and hangs up.
 * @returns logins a second
 */
export async function logins({ ports, username, password, count }: Logins): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < count; i++) await once(ports[i % ports.length] ?? 0, username, password);
  return (count / (performance.now() - began)) * 1000;
}

function once(port: number, username: string, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('ready', () => client.end());
    client.on('close', () => resolve());
    client.on('error', reject);
    client.on('connect', () => client.setNoDelay(true));
    client.connect({ host: '127.0.0.1', port, username, password, hostVerifier: () => true });
  });
}
