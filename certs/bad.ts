import { isIP } from 'node:net';
import { makeAuthority } from './authority.ts';
import type { AlternativeName } from './extension.ts';
import type { FindingCode } from './finding.ts';
import { exportKey, type KeyType, keptKey } from './key.ts';
import { bundle, type CertificateOptions, type MadeCertificate, makeCertificate } from './make.ts';
import { writePem } from './pem.ts';

/** The files of a bad certificate, as a user would copy them to a device. */
export interface BadFiles {
  /** The certificate file: often with the chain in it, sometimes not even a certificate. */
  readonly cert: string;
  readonly key?: string;
  /** The issuers that belong to the certificate, in the right order, where the file lacks them or has them wrong. */
  readonly chain?: string;
  /** The root that a client trusts in this scene. */
  readonly root?: string;
  /** Opens the key. */
  readonly password?: string;
}

/** For whom a bad certificate is made. */
export interface BadOptions {
  /** The name or address that it would be right for. Default `localhost`. */
  readonly host?: string;
  /** The time that expiry is told from. Default: now. */
  readonly now?: Date;
}

/** One deliberately bad certificate. */
export interface BadCertificate {
  readonly title: string;
  /** Why it is bad, and what goes wrong with it. */
  readonly why: string;
  /** What `check` must find in it, besides anything else. Empty where only a client's view shows it. */
  readonly shows: readonly FindingCode[];
  make(options?: BadOptions): Promise<BadFiles>;
}

const day = 86_400_000;

/** Everything that the recipes below have in common. */
interface Scene {
  readonly host: string;
  readonly now: Date;
  readonly days: (count: number) => Date;
  /** A self-signed server certificate and its key, with these differences from a good one. */
  readonly selfSigned: (difference?: Partial<CertificateOptions>, keyType?: KeyType) => Promise<MadeCertificate>;
  /** A server certificate issued by the workshop's intermediate, with these differences. */
  readonly issued: (difference?: Partial<CertificateOptions>) => Promise<MadeCertificate>;
}

function sceneOf({ host = 'localhost', now = new Date() }: BadOptions): Scene {
  const days = (count: number): Date => new Date(now.getTime() + count * day);
  const san: AlternativeName[] = [isIP(host) ? `ip:${host}` : `dns:${host}`];
  const good = { subject: [[{ type: 'CN', value: host }]], san, notBefore: days(-1), notAfter: days(364) };
  return {
    host,
    now,
    days,
    selfSigned: async (difference = {}, keyType = 'rsa-2048') =>
      makeCertificate({ ...good, key: await keptKey(keyType), ...difference }),
    issued: async (difference = {}) => {
      const { intermediate } = await makeAuthority({ notBefore: days(-2) });
      return makeCertificate({ ...good, key: await keptKey('rsa-2048'), issuer: intermediate, ...difference });
    },
  };
}

/** The pair as files; for an issued certificate the chain goes with it. */
const files = (made: MadeCertificate): BadFiles => {
  const root = made.chain.at(-1);
  return { cert: bundle(made), key: exportKey(made.key), ...(root !== undefined && { root }) };
};

const bad = (
  title: string,
  shows: readonly FindingCode[],
  why: string,
  recipe: (scene: Scene) => Promise<BadFiles>,
): BadCertificate => ({ title, why, shows, make: (options = {}) => recipe(sceneOf(options)) });

const keyPassword = 'workshop';

/**
 * Every deliberately bad certificate, by name. Each is bad in one way only, so that a refusal can be blamed on it.
 * Keys are kept ones: RSA-2048 unless the key is what is wrong.
 */
export const badCertificates = {
  expired: bad('Expired', ['expired'], 'Its last day was yesterday; clients refuse it.', async ({ selfSigned, days }) =>
    files(await selfSigned({ notBefore: days(-366), notAfter: days(-1) })),
  ),
  'not-yet-valid': bad(
    'Not yet valid',
    ['not-yet-valid'],
    'It begins tomorrow; clients refuse it, and so does a device whose clock is right.',
    async ({ selfSigned, days }) => files(await selfSigned({ notBefore: days(1), notAfter: days(365) })),
  ),
  'far-future': bad(
    'Valid for a hundred years',
    ['far-future'],
    'Good, though it looks bad: its end is written as GeneralizedTime, which careless software misreads.',
    async ({ selfSigned, days }) => files(await selfSigned({ notAfter: days(36_500) })),
  ),
  'ca-leaf': bad(
    'An authority as server certificate',
    ['ca-leaf'],
    'CA:TRUE, as `openssl req -x509` makes it by default. Whoever trusts it trusts all that its key may sign.',
    async ({ selfSigned }) => files(await selfSigned({ ca: true, keyUsage: false })),
  ),
  'no-basic-constraints': bad(
    'No basicConstraints',
    ['no-basic-constraints'],
    'It does not say whether it is an authority; later NSX releases want CA:FALSE to be said.',
    async ({ selfSigned }) => files(await selfSigned({ basicConstraints: false })),
  ),
  'no-san': bad(
    'No subject alternative name',
    ['no-san'],
    'The name stands in the CN alone, where browsers and many libraries no longer look.',
    async ({ selfSigned }) => files(await selfSigned({ san: [] })),
  ),
  'wrong-name': bad(
    'Made for another host',
    [],
    'Sound, but it names another host; only the client can notice.',
    async ({ selfSigned }) =>
      files(await selfSigned({ subject: '/CN=elsewhere.example', san: ['dns:elsewhere.example'] })),
  ),
  'wrong-order': bad(
    'Chain in the wrong order',
    ['chain-order'],
    'Intermediate and root come first, the server certificate last; OpenSSL compares the key with the first.',
    async ({ issued }) => {
      const made = await issued();
      return { ...files(made), cert: [...made.chain, made.pem].join(''), chain: made.chain.join('') };
    },
  ),
  'missing-intermediate': bad(
    'Intermediate missing',
    ['chain-incomplete'],
    'The server certificate alone: a client that knows the root cannot get from one to the other.',
    async ({ issued }) => {
      const made = await issued();
      return { ...files(made), cert: made.pem, chain: made.chain.join('') };
    },
  ),
  'stranger-in-chain': bad(
    'A stranger in the chain',
    ['chain-stranger'],
    'An unrelated certificate stands between the server certificate and its issuer.',
    async ({ issued, days }) => {
      const made = await issued();
      const key = await keptKey('ec-p256', 1);
      const stranger = makeCertificate({ subject: '/CN=Stranger', ca: true, key, notBefore: days(-2) });
      return { ...files(made), cert: [made.pem, stranger.pem, ...made.chain].join(''), chain: made.chain.join('') };
    },
  ),
  'leaf-twice': bad(
    'The server certificate twice',
    ['chain-duplicate'],
    'What comes of concatenating a certificate and a bundle that already begins with it.',
    async ({ issued }) => {
      const made = await issued();
      return { ...files(made), cert: made.pem + bundle(made), chain: made.chain.join('') };
    },
  ),
  'untrusted-root': bad(
    'Unknown root',
    [],
    'A complete chain, but to a root that the client does not know; only the client can notice.',
    async ({ issued, days }) => {
      const stranger = await makeAuthority({ name: 'Stranger', slot: 1, notBefore: days(-2) });
      const { root } = files(await issued());
      return { ...files(await issued({ issuer: stranger.intermediate })), ...(root !== undefined && { root }) };
    },
  ),
  sha1: bad(
    'Signed with SHA-1',
    ['weak-hash'],
    'Clients at the default security level refuse it.',
    async ({ issued }) => files(await issued({ hash: 'sha1' })),
  ),
  md5: bad('Signed with MD5', ['weak-hash'], 'Broken since 2008; clients refuse it.', async ({ issued }) =>
    files(await issued({ hash: 'md5' })),
  ),
  'rsa-1024': bad(
    'RSA 1024',
    ['weak-key'],
    'The key is too short for clients at security level 2.',
    async ({ selfSigned }) => files(await selfSigned({}, 'rsa-1024')),
  ),
  secp256k1: bad(
    'A curve that TLS clients lack',
    ['unusual-curve'],
    'Taken by OpenSSL, but only a TLS 1.2 client that names the curve can connect.',
    async ({ selfSigned }) => files(await selfSigned({}, 'ec-secp256k1')),
  ),
  'mismatched-key': bad(
    'The key of another certificate',
    ['key-mismatch'],
    'Both are RSA and of one size, so only a comparison of the public keys shows it.',
    async ({ selfSigned }) => ({ ...files(await selfSigned()), key: exportKey(await keptKey('rsa-2048', 1)) }),
  ),
  'rsa-cert-with-ec-key': bad(
    'RSA certificate, EC key',
    ['key-mismatch'],
    'OpenSSL takes the pair in silence and then fails every handshake.',
    async ({ selfSigned }) => ({ ...files(await selfSigned()), key: exportKey(await keptKey('ec-p256')) }),
  ),
  'encrypted-key': bad(
    'Encrypted key (PKCS#8)',
    ['key-encrypted'],
    `\`BEGIN ENCRYPTED PRIVATE KEY\`: of no use to a device that asks for no password. It is "${keyPassword}".`,
    async ({ selfSigned }) => {
      const made = await selfSigned();
      return { ...files(made), key: exportKey(made.key, { password: keyPassword }), password: keyPassword };
    },
  ),
  'encrypted-key-traditional': bad(
    'Encrypted key (traditional)',
    ['key-encrypted'],
    `\`BEGIN RSA PRIVATE KEY\`, but \`Proc-Type: 4,ENCRYPTED\` beneath. The password is "${keyPassword}".`,
    async ({ selfSigned }) => {
      const made = await selfSigned();
      const key = exportKey(made.key, { form: 'traditional', password: keyPassword });
      return { ...files(made), key, password: keyPassword };
    },
  ),
  'ec-parameters': bad(
    'EC PARAMETERS before the key',
    ['key-parameters'],
    'What `openssl ecparam -genkey` writes. OpenSSL reads over it; NSX answers 2004.',
    async ({ selfSigned }) => {
      const made = await selfSigned({}, 'ec-p256');
      // The object identifier of prime256v1, DER.
      const parameters = writePem('EC PARAMETERS', Buffer.from('06082a8648ce3d030107', 'hex'));
      return { ...files(made), key: parameters + exportKey(made.key, { form: 'traditional' }) };
    },
  ),
  truncated: bad(
    'Cut off',
    ['pem-damaged'],
    'The end of the file is missing, as after a broken copy.',
    async ({ selfSigned }) => {
      const made = files(await selfSigned());
      return { ...made, cert: made.cert.slice(0, Math.floor(made.cert.length * 0.6)) };
    },
  ),
  'garbage-second-block': bad(
    'Garbage after the certificate',
    ['certificate-unreadable'],
    'The first block is sound, the second is not; `X509Certificate` reads the first and is content.',
    async ({ selfSigned }) => {
      const made = files(await selfSigned());
      return { ...made, cert: made.cert + writePem('CERTIFICATE', Buffer.from('not a certificate at all')) };
    },
  ),
  'not-a-certificate': bad('Not a certificate', ['no-certificate'], 'A text file.', async ({ selfSigned }) => ({
    ...files(await selfSigned()),
    cert: 'This is not the certificate that you are looking for.\n',
  })),
  empty: bad(
    'Empty file',
    ['empty'],
    'Nothing at all, as after a full disk; `tls.createSecureContext` takes it in silence.',
    async ({ selfSigned }) => ({ ...files(await selfSigned()), cert: '' }),
  ),
} as const satisfies Readonly<Record<string, BadCertificate>>;

export type BadName = keyof typeof badCertificates;

/** All names, in the order of the table. */
export const badNames = Object.keys(badCertificates).filter(isBadName);

/** Whether `text` names a {@link BadCertificate}. */
export function isBadName(text: string): text is BadName {
  return Object.hasOwn(badCertificates, text);
}
