import { createHash } from 'node:crypto';
import { exportKey, type KeyType, keptKey } from '../../certs/key.ts';

/** An SSH host key, as people and as `ssh` know it. */
export interface HostKey {
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** A line of `known_hosts`. */
  readonly knownHost: string;
}

/** Asks a server of the stage's own for its host key; nobody logs in. @throws Error when there is no such server */
export async function hostKey(place: URL): Promise<HostKey> {
  return described(place, await presentedKey(place));
}

/**
 * A host key of the same type as the one that the server has, and another: whoever is told of this one must refuse the server.
 * @throws Error when there is no such server
 */
export async function otherHostKey(place: URL): Promise<HostKey> {
  const { utils } = (await import('ssh2')).default;
  const type = typeOf(await presentedKey(place));
  const other = utils.parseKey(exportKey(await keptKey(kept[type] ?? 'rsa-2048', slot), { form: 'traditional' }));
  if (other instanceof Error) throw other;
  return described(place, other.getPublicSSH());
}

/** Which of the kept keys are of a type of SSH. */
const kept: Readonly<Record<string, KeyType>> = { 'ssh-rsa': 'rsa-2048', 'ecdsa-sha2-nistp256': 'ec-p256' };

/** Of the kept keys: one that no device has. */
const slot = 7;

const typeOf = (key: Buffer): string => key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');

function described({ hostname, port }: URL, key: Buffer): HostKey {
  const digest = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
  return {
    fingerprint: `SHA256:${digest}`,
    knownHost: `[${hostname}]:${port || 22} ${typeOf(key)} ${key.toString('base64')}`,
  };
}

async function presentedKey({ hostname, port }: URL): Promise<Buffer> {
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
        client.removeListener('error', reject);
        client.on('error', () => client.destroy());
        resolve(key);
        return false;
      },
    });
  });
}
