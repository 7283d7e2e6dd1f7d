import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { LabDevice } from './device.ts';
import type { Trial } from './kinds.ts';

/**
 * One curl command to try a device with: it verifies the certificate and works as it stands, in a POSIX shell. A
 * certificate that does not name the address in the URL is asked for by the name that it has.
 *
 * @param write puts a PEM text into a file of that name, and gives its path
 * @returns `undefined` while the endpoint is not open, or its certificate not made
 */
export function trialLine(
  device: LabDevice,
  trial: Trial,
  write: (name: string, pem: string) => string,
): string | undefined {
  const url = device.endpoints[trial.endpoint];
  if (url === undefined) return undefined;
  const at = new URL(trial.path, url);
  const words = ['curl'];
  if (at.protocol === 'https:') {
    const chain = device.certificate(trial.endpoint);
    if (chain === undefined) return undefined;
    const host = at.hostname.replace(/^\[|\]$/g, '');
    const name = nameIn(chain, host);
    if (name === undefined) {
      words.push('--insecure');
    } else {
      words.push('--cacert', write(`${device.name}.${trial.endpoint}.pem`, anchor(chain)));
      if (name !== host) words.push('--resolve', `${name}:${at.port || '443'}:${at.hostname}`);
      if (name !== host) at.hostname = name;
    }
  }
  words.push('--user', `${device.username}:${device.password}`);
  if (trial.body) words.push('--header', 'Content-Type: application/json', '--data', JSON.stringify(trial.body));
  return [...words, at.href].map(quoted).join(' ');
}

/** The last certificate of a chain: its root, or the self-signed leaf. */
function anchor(chain: string): string {
  return `${chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.at(-1) ?? chain}\n`;
}

/** A name by which a TLS client may ask for this certificate; `host` itself where that is one. */
function nameIn(chain: string, host: string): string | undefined {
  const leaf = new X509Certificate(chain);
  if (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) return host;
  const named = /DNS:([^,\s]+)/.exec(leaf.subjectAltName ?? '')?.[1] ?? /^CN=(.+)$/m.exec(leaf.subject)?.[1];
  const isHostName = named !== undefined && /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(named) && !isIP(named);
  return isHostName && leaf.checkHost(named) ? named : undefined;
}

/** A word as a POSIX shell takes it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
