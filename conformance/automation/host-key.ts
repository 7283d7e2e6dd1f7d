import { createHash } from 'node:crypto';

/** An SSH host key, as people and as `ssh` know it. */
export interface HostKey {
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** A line of `known_hosts`. */
  readonly knownHost: string;
}

/** Asks a server of the stage's own for its host key; nobody logs in. @throws Error when there is no such server */
export async function hostKey({ hostname, port }: URL): Promise<HostKey> {
  const { Client } = await import('ssh2');
  const client = new Client();
  return new Promise((resolve, reject) => {
    client.on('error', reject);
    client.connect({
      host: hostname,
      port: Number(port || 22),
      username: 'nobody',
      authHandler: [],
      hostVerifier: (key: Buffer) => {
        const digest = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
        const type = key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
        client.removeListener('error', reject);
        client.on('error', () => client.destroy());
        resolve({
          fingerprint: `SHA256:${digest}`,
          knownHost: `[${hostname}]:${port || 22} ${type} ${key.toString('base64')}`,
        });
        return false;
      },
    });
  });
}
