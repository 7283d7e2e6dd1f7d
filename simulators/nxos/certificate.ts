import { type CertificateFacts, opensslTime } from '../../certs/certificate.ts';
import { sameKey } from '../../certs/key.ts';
import { oneLine } from '../../certs/name.ts';
import { PemError } from '../../certs/pem.ts';
import { readCertificates, readPrivateKey } from '../../certs/read.ts';
import { CliError } from '../chassis/cli/command.ts';
import { FlashError } from '../chassis/flash/error.ts';
import { read } from '../chassis/flash/files.ts';
import type { Identity } from '../chassis/kind.ts';
import type { Blobs } from '../chassis/surroundings.ts';
import { locate, volumeOf } from './filesystem.ts';
import type { NxosDevice } from './nxos.ts';
import { releaseOf } from './release.ts';
import type { NxapiConfig, NxosState } from './state.ts';
import { texts } from './texts.ts';

/** Subject and issuer of the certificate that NX-OS makes for itself (reference 1.6). */
const defaultSubject = [
  ['C', 'US'],
  ['ST', 'CA'],
  ['L', 'San Jose'],
  ['O', 'Cisco Systems Inc.'],
  ['OU', 'dcnxos'],
  ['CN', 'nxos'],
] as const;

/** How long the default certificate is valid. */
const DAY = 86_400_000;

const defaults = new WeakMap<NxosDevice, { readonly at: number; readonly make: () => Promise<Identity> }>();

/** The default self-signed pair, made at the first handshake. The same function as long as it is the same pair. */
export function defaultIdentity(device: NxosDevice): () => Promise<Identity> {
  const at = device.state.store.selfSignedAt ?? device.state.run.bootedAt;
  const known = defaults.get(device);
  if (known?.at === at) return known.make;
  const { identities } = device.surroundings;
  let made: Promise<Identity> | undefined;
  const make = (): Promise<Identity> => {
    made ??= identities.get('nxos', defaultSubject, at, at + DAY, device.birth.seed);
    return made;
  };
  defaults.set(device, { at, make });
  return make;
}

const readFacts = new WeakMap<Identity, CertificateFacts>();

/** What a served certificate says of itself; read once. */
function factsOf(served: Identity): CertificateFacts | undefined {
  const known = readFacts.get(served);
  if (known) return known;
  const [facts] = readCertificates(served.certificate);
  if (facts) readFacts.set(served, facts);
  return facts;
}

/** Issuer of what HTTPS presents, `/C=US/…/CN=nxos`. */
export function oneLineIssuer(device: NxosDevice): string {
  const { served } = device.state.run.nxapi;
  const facts = served && factsOf(served);
  return facts ? oneLine(facts.issuer) : defaultSubject.map(([type, value]) => `/${type}=${value}`).join('');
}

/** End of validity of what HTTPS presents, `Apr 26 22:19:06 2019 GMT`. */
export function opensslDate(device: NxosDevice): string {
  const { served } = device.state.run.nxapi;
  const facts = served && factsOf(served);
  const at = device.state.store.selfSignedAt ?? device.state.run.bootedAt;
  return opensslTime(facts ? facts.notAfter : new Date(at + DAY));
}

/**
 * Reads a certificate file: all its certificates, as nginx sends them.
 * @throws CliError in the switch's words, when it is missing or not a certificate from its first block to its last
 */
export function loadCertificate(state: NxosState, blobs: Blobs, path: string): string {
  const text = readFile(state, blobs, path);
  try {
    return readCertificates(text)
      .map(({ pem }) => pem)
      .join('');
  } catch (error) {
    if (error instanceof PemError) throw new CliError(texts.cannotLoadCertificate);
    throw error;
  }
}

/**
 * Reads a key file, and opens it where the release takes a passphrase.
 * @returns PEM, unencrypted
 * @throws CliError in the switch's words: missing, no key, encrypted (CSCva75989), wrong passphrase
 */
export function loadKey(state: NxosState, blobs: Blobs, release: string, path: string, password?: string): string {
  const { keyPassword, ecKeys } = releaseOf(release);
  const text = readFile(state, blobs, path);
  try {
    const { key, keyDescription } = readPrivateKey(text, keyPassword ? password : undefined);
    if (keyDescription?.type !== 'rsa' && !ecKeys) throw new CliError(texts.cannotLoadKey);
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (error) {
    if (!(error instanceof PemError)) throw error;
    throw new CliError(keyPassword ? `${texts.cannotLoadKey}\n${texts.keyMayBeEncrypted}` : texts.cannotLoadKey);
  }
}

/**
 * Puts an uploaded pair together.
 * @throws CliError when one is missing or they do not belong together
 */
export function pair(certificate: string | undefined, key: string | undefined): Identity {
  if (certificate === undefined || key === undefined) throw new CliError(texts.nothingToEnable);
  const [leaf] = readCertificates(certificate);
  const { key: secret } = readPrivateKey(key);
  if (!leaf?.publicKey || !sameKey(leaf.publicKey, secret)) throw new CliError(texts.pairMismatch);
  return { certificate, key };
}

/**
 * The pair that a configuration asks for, from the files of the supervisor that runs the box; `undefined`, and so the
 * default pair, when nothing is enabled or the files are not there or not right. Read at boot, switchover and rollback.
 */
export function configuredIdentity(
  state: NxosState,
  blobs: Blobs,
  release: string,
): { readonly served: Identity | undefined; readonly uploaded: NxosState['run']['nxapi']['uploaded'] } {
  const { certfile, keyfile, keyPassword, certificateEnabled }: NxapiConfig = state.config.nxapi;
  const certificate = attempt(() => certfile && loadCertificate(state, blobs, certfile));
  const key = attempt(() => keyfile && loadKey(state, blobs, release, keyfile, keyPassword));
  const uploaded = { ...(certificate && { certificate }), ...(key && { key }) };
  return { served: certificateEnabled ? attempt(() => pair(certificate, key)) : undefined, uploaded };
}

function attempt<T>(load: () => T | '' | undefined): T | undefined {
  try {
    return load() || undefined;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function readFile(state: NxosState, blobs: Blobs, path: string): string {
  const place = locate(state, path, '');
  try {
    if (place) return read(volumeOf(state, place.volume), place.path, blobs).toString('latin1');
  } catch (error) {
    if (!(error instanceof FlashError)) throw error;
  }
  throw new CliError(texts.cannotOpenFile(path));
}
