import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate with its key, made by the `openssl` command for a test. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, lower-case hex: computed here, not by the code under test. */
  readonly fingerprint: string;
}

/** The identities that a test of clients needs. */
export interface Identities {
  /** Signs `server`; nothing else of it is used. */
  readonly authority: Pair;
  /** For 127.0.0.1, localhost and n9k-1.example. */
  readonly server: Pair;
  /** Self-signed, for the same names. */
  readonly selfSigned: Pair;
  /** Self-signed, for a name that is nowhere: as a switch comes from the factory. */
  readonly factory: Pair;
  /** As `factory`, and expired yesterday. */
  readonly expired: Pair;
}

const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:n9k-1.example'];
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes all of them, in a folder that is gone afterwards. */
export function makeIdentities(): Identities {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-clients-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const selfSigned = (name: string, subject: string, ...more: string[]) =>
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      subject,
      '-days',
      '2',
      ...more,
    );
  const pair = (name: string): Pair => {
    const [cert, key] = [`${name}.pem`, `${name}.key`].map((file) => readFileSync(join(folder, file), 'utf8'));
    if (cert === undefined || key === undefined) throw new Error(`no pair ${name}`);
    return { cert, key, fingerprint: createHash('sha256').update(new X509Certificate(cert).raw).digest('hex') };
  };
  try {
    selfSigned('authority', '/CN=Test authority');
    selfSigned('server', '/CN=n9k-1.example', ...names, '-CA', 'authority.pem', '-CAkey', 'authority.key');
    selfSigned('selfsigned', '/CN=n9k-1.example', ...names);
    selfSigned('factory', '/C=US/O=Example/CN=nxos');
    selfSigned('expired', '/C=US/O=Example/CN=nxos');
    openssl('req', '-new', '-key', 'expired.key', '-subj', '/C=US/O=Example/CN=nxos', '-out', 'expired.csr');
    openssl('x509', '-req', '-in', 'expired.csr', '-key', 'expired.key', '-days', '-1', '-out', 'expired.pem');
    return {
      authority: pair('authority'),
      server: pair('server'),
      selfSigned: pair('selfsigned'),
      factory: pair('factory'),
      expired: pair('expired'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
