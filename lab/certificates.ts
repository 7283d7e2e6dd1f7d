import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Finding, FindingCode } from '../certs/finding.ts';
import { SecureIdentity } from '../simulators/chassis/identity.ts';
import type { Endpoint, Identity } from '../simulators/chassis/kind.ts';
import { type Problem, pathText, reason } from './errors.ts';
import type { DeviceSpec } from './schema.ts';

/** What keeps a pair from being served at all. Anything milder, such as an expired leaf, is served as asked for. */
const unservable: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'empty',
  'no-certificate',
  'pem-damaged',
  'certificate-unreadable',
  'no-key',
  'key-unreadable',
  'key-encrypted',
  'key-password-wrong',
  'key-mismatch',
]);

/**
 * The certificate files that a lab file gives to the devices of one entry. They stand in for the identity that an
 * endpoint has from the factory; what a user installs on the device itself is stronger.
 */
export class ConfiguredCertificates {
  readonly #files: ReadonlyMap<string, CertificateFiles>;
  #identities: ReadonlyMap<string, Identity> = new Map();

  /**
   * @param spec entry of the lab file
   * @param at its path in the lab file
   * @param folder that file names are relative to
   */
  constructor(spec: DeviceSpec, at: readonly PropertyKey[], folder: string) {
    const files = new Map<string, CertificateFiles>();
    const { certfile, keyfile } = spec;
    if (certfile !== undefined && keyfile !== undefined) files.set(every, { certfile, keyfile, at, folder });
    for (const [endpoint, pair] of Object.entries(spec.certificates ?? {})) {
      files.set(endpoint, { ...pair, at: [...at, 'certificates', endpoint], folder });
    }
    this.#files = files;
  }

  /**
   * Reads the files.
   * @returns what is wrong with them
   */
  async load(): Promise<(Problem & { at: readonly PropertyKey[] })[]> {
    const problems: (Problem & { at: readonly PropertyKey[] })[] = [];
    const identities = new Map<string, Identity>();
    for (const [endpoint, files] of this.#files) {
      const read = await readPair(files);
      if ('certificate' in read) identities.set(endpoint, read);
      else problems.push(read);
    }
    this.#identities = identities;
    return problems;
  }

  /**
   * Takes the place of `before`: an identity that says the same stays the same object, so that endpoints which show
   * it are not disturbed.
   * @returns whether anything is presented now that was not before
   */
  succeed(before: ConfiguredCertificates | undefined): boolean {
    const identities = new Map(this.#identities);
    const former = before ? before.#identities : new Map<string, Identity>();
    let changed = identities.size !== former.size;
    for (const [endpoint, { certificate, key }] of identities) {
      const known = former.get(endpoint);
      if (known?.certificate === certificate && known.key === key) identities.set(endpoint, known);
      else changed = true;
    }
    this.#identities = identities;
    return changed;
  }

  /** The endpoint as it presents itself with these files. */
  applied(endpoint: Endpoint): Endpoint {
    const identity = this.#identities.get(endpoint.name) ?? this.#identities.get(every);
    // A function is what makes a factory identity; anything else was installed on the device.
    if (!identity || !endpoint.tls || typeof endpoint.tls.identity !== 'function') return endpoint;
    return { ...endpoint, tls: { ...endpoint.tls, identity } };
  }
}

/** Stands for all endpoints that have no files of their own; no endpoint has this name. */
const every = '*';

interface CertificateFiles {
  readonly certfile: string;
  readonly keyfile: string;
  readonly at: readonly PropertyKey[];
  readonly folder: string;
}

async function readPair(files: CertificateFiles): Promise<Identity | (Problem & { at: readonly PropertyKey[] })> {
  const wrong = (field: 'certfile' | 'keyfile', message: string) => {
    const at = [...files.at, field];
    return { at, path: pathText(at), message: `${files[field]}: ${message}` };
  };
  const texts: string[] = [];
  for (const field of ['certfile', 'keyfile'] as const) {
    try {
      texts.push(await readFile(resolve(files.folder, files[field]), 'utf8'));
    } catch (error) {
      return wrong(field, reason(error));
    }
  }
  const [certificate = '', key = ''] = texts;
  const { check } = await import('../certs/check.ts');
  const { findings } = check(certificate, key);
  const damaged = findings.find(({ code }) => unservable.has(code));
  const finding = damaged ?? (isServable({ certificate, key }) ? undefined : findings.find(isError));
  if (finding) return wrong(finding.where.file === 'key' ? 'keyfile' : 'certfile', finding.message.replace(/\.$/, ''));
  return { certificate, key };
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

/** Whether OpenSSL takes the pair, after `check` found nothing that OpenSSL overlooks: it wants the leaf to come first. */
function isServable(identity: Identity): boolean {
  try {
    new SecureIdentity({ identity });
    return true;
  } catch {
    return false;
  }
}
