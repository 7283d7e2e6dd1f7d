import { isIP } from 'node:net';
import { type CertificateFacts, opensslTime } from './certificate.ts';
import { isIssuedBy, verifyChain } from './chain.ts';
import { type Finding, type FindingCode, type FindingPlace, findingCodes } from './finding.ts';
import { type KeyDescription, sameKey } from './key.ts';
import { rfc2253 } from './name.ts';
import type { PemReason } from './pem.ts';
import type { PrivateKeyFacts } from './private-key.ts';
import { type PemEntry, readEntries } from './read.ts';

export interface CheckOptions {
  /** Opens an encrypted key. */
  readonly password?: string | undefined;
  /** The time to judge validity by. Default: now. */
  readonly at?: Date | undefined;
  /** A host name or address that the certificate should cover; not looked at when absent. */
  readonly name?: string | undefined;
  /** PEM of trusted certificates that the chain should lead to; not looked at when absent. */
  readonly roots?: string | undefined;
}

/** What `check` found. */
export interface CheckResult {
  /** No finding is an error. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** The certificate that a server would present: the key's own, else the first. */
  readonly leaf: CertificateFacts | undefined;
  /** Every readable certificate, in the order of the file. */
  readonly chain: readonly CertificateFacts[];
  /** The private key, where it could be read. */
  readonly key: PrivateKeyFacts | undefined;
}

type Report = (code: FindingCode, detail?: string, where?: Partial<FindingPlace>) => void;
type CertificateEntry = Extract<PemEntry, { kind: 'certificate' }>;

const damageCodes: Readonly<Record<PemReason, FindingCode>> = {
  unterminated: 'pem-damaged',
  'label-mismatch': 'pem-damaged',
  'bad-base64': 'pem-damaged',
  'no-block': 'no-certificate',
  'not-a-certificate': 'certificate-unreadable',
  'not-a-request': 'pem-damaged',
  'not-a-key': 'key-unreadable',
  encrypted: 'key-encrypted',
  'wrong-password': 'key-password-wrong',
};

function reportDamage(entries: readonly PemEntry[], report: Report): void {
  for (const entry of entries) {
    if (entry.kind !== 'damaged') continue;
    const { reason, message, block, line } = entry.error;
    report(damageCodes[reason], message, { block, line });
  }
}

const place = ({ block }: CertificateEntry): Partial<FindingPlace> => ({ block: block.index, line: block.line });

/** Judges the private key alone; the keyless cases are reported, too. */
function checkKey(text: string, entries: readonly PemEntry[], report: Report): PrivateKeyFacts | undefined {
  const keys = entries.flatMap((entry) => (entry.kind === 'key' ? [entry] : []));
  const [first, second] = keys;
  if (text.trim() === '') report('empty');
  else if (!first && !entries.some(({ kind }) => kind === 'damaged')) report('no-key');
  const parameters = entries.find((entry) => entry.kind === 'other' && entry.block.label === 'EC PARAMETERS');
  if (parameters?.block) report('key-parameters', '', { block: parameters.block.index, line: parameters.block.line });
  if (second) report('several-keys', '', { block: second.block.index, line: second.block.line });
  if (first?.key.encrypted && !first.key.key) {
    report('key-encrypted', '', { block: first.block.index, line: first.block.line });
  }
  return first?.key;
}

/** Judges how the certificates of the file belong together. */
function checkOrder(entries: readonly CertificateEntry[], report: Report): void {
  const issued = (a: CertificateEntry, b: CertificateEntry): boolean => isIssuedBy(b.certificate, a.certificate);
  const seen = new Set<string>();
  const distinct = entries.filter((entry) => {
    const { sha256, subject } = entry.certificate;
    if (seen.has(sha256)) report('chain-duplicate', rfc2253(subject), place(entry));
    return !seen.has(sha256) && seen.add(sha256);
  });
  const linked = distinct.filter((entry, i) => {
    const belongs =
      i === 0 || distinct.some((other) => other !== entry && (issued(other, entry) || issued(entry, other)));
    if (!belongs) report('chain-stranger', rfc2253(entry.certificate.subject), place(entry));
    return belongs;
  });
  for (const [i, entry] of linked.entries()) {
    const { subject, issuer, selfSigned } = entry.certificate;
    const next = linked[i + 1];
    if (next && !issued(next, entry)) {
      report(
        'chain-order',
        `${rfc2253(next.certificate.subject)} is not the issuer of ${rfc2253(subject)}`,
        place(next),
      );
    }
    if (!selfSigned && !distinct.some((other) => issued(other, entry))) {
      report('chain-incomplete', `${rfc2253(subject)} was issued by ${rfc2253(issuer)}`, place(entry));
    }
  }
}

const weakHashes = new Set(['md5', 'sha1']);
const tlsCurves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const isWeak = ({ type, bits }: KeyDescription): boolean =>
  (type === 'rsa' && bits < 2048) || (type === 'ec' && bits > 0 && bits < 224);

/** Judges what concerns any certificate: its dates, its signature, its key. */
function checkStrength(entry: CertificateEntry, isLeaf: boolean, at: Date, report: Report): void {
  const { subject, notBefore, notAfter, signature, keyDescription, selfSigned } = entry.certificate;
  const name = rfc2253(subject);
  if (notAfter < at) report('expired', `${name} ended ${opensslTime(notAfter)}`, place(entry));
  if (notBefore > at) report('not-yet-valid', `${name} begins ${opensslTime(notBefore)}`, place(entry));
  if (isLeaf && notAfter.getUTCFullYear() > 2049) report('far-future', opensslTime(notAfter), place(entry));
  // Nobody verifies the signature that a root puts on itself.
  if (weakHashes.has(signature.hash ?? '') && (isLeaf || !selfSigned)) {
    report('weak-hash', `${name} is signed with ${signature.hash}`, place(entry));
  }
  if (isWeak(keyDescription)) {
    report('weak-key', `${name} has ${keyDescription.bits} bits of ${keyDescription.type}`, place(entry));
  }
  if (keyDescription.curve && !tlsCurves.has(keyDescription.curve)) {
    report('unusual-curve', keyDescription.curve, place(entry));
  }
}

/** Judges what concerns the server certificate alone. */
function checkLeaf(entry: CertificateEntry, expected: string | undefined, report: Report): void {
  const { certificate } = entry;
  const { x509, san, purposes } = certificate;
  if (certificate.isCa) report('ca-leaf', '', place(entry));
  if (!certificate.basicConstraints) report('no-basic-constraints', '', place(entry));
  if (san.length === 0) report('no-san', '', place(entry));
  if (certificate.selfSigned) report('self-signed', '', place(entry));
  if (purposes && !purposes.includes('serverAuth') && !purposes.includes('anyExtendedKeyUsage')) {
    report('purpose', `it names ${purposes.join(', ')}`, place(entry));
  }
  if (expected === undefined) return;
  const covered = isIP(expected) ? x509.checkIP(expected) : x509.checkHost(expected);
  if (!covered) report('name-mismatch', `"${expected}" is not among ${san.join(', ') || 'its names'}`, place(entry));
}

function checkTrust(
  leaf: CertificateFacts,
  chain: readonly CertificateFacts[],
  roots: string,
  at: Date,
  report: Report,
): void {
  const trusted = readEntries(roots).flatMap((entry) => (entry.kind === 'certificate' ? [entry.certificate] : []));
  const { ok, problem, path } = verifyChain(leaf, chain, trusted, at);
  const last = path.at(-1);
  // Dates are findings of their own.
  if (!ok && problem !== 'expired' && problem !== 'not-yet-valid') {
    report('untrusted', `${problem} at ${last ? rfc2253(last.subject) : 'the leaf'}`);
  }
}

/**
 * Reads a certificate file and its key *whole* and tells everything that any of the devices, or a TLS client, may
 * dislike. It does not decide: each device refuses by its own rules, looking for codes. In particular it finds what
 * OpenSSL takes in silence and then fails every handshake with: an RSA certificate with an EC key.
 *
 * @param certificatePem leaf first, then issuers; may hold other blocks.
 * @param keyPem the private key. Without it, keys among the certificates are looked at, and none is no fault.
 */
export function check(certificatePem: string, keyPem?: string, options: CheckOptions = {}): CheckResult {
  const { password, at = new Date(), name, roots } = options;
  const findings: Finding[] = [];
  const reporter =
    (file: FindingPlace['file']): Report =>
    (code, detail = '', where = {}) => {
      const [severity, title] = findingCodes[code];
      const message = detail === '' ? title : `${title.slice(0, -1)}: ${detail}.`;
      findings.push({ code, severity, message, where: { file, block: where.block, line: where.line } });
    };
  const report = reporter('certificate');

  const entries = readEntries(certificatePem, password);
  const certificates = entries.flatMap((entry) => (entry.kind === 'certificate' ? [entry] : []));
  reportDamage(entries, report);
  if (certificatePem.trim() === '') report('empty');
  else if (certificates.length === 0 && !entries.some(({ kind }) => kind === 'damaged')) report('no-certificate');

  let key: PrivateKeyFacts | undefined;
  if (keyPem !== undefined) {
    const keyEntries = readEntries(keyPem, password);
    reportDamage(keyEntries, reporter('key'));
    key = checkKey(keyPem, keyEntries, reporter('key'));
  } else if (entries.some(({ kind }) => kind === 'key')) {
    key = checkKey(certificatePem, entries, report);
  }

  const privateKey = key?.key;
  const own = certificates.find(
    ({ certificate }) => privateKey && certificate.publicKey && sameKey(certificate.publicKey, privateKey),
  );
  const leaf = own ?? certificates[0];
  if (privateKey && leaf && !own) report('key-mismatch', describeMismatch(leaf.certificate, key), place(leaf));
  checkOrder(certificates, report);
  if (own && own !== certificates[0] && !findings.some(({ code }) => code === 'chain-order')) {
    report('chain-order', 'the certificate of the key is not the first', place(own));
  }
  for (const entry of certificates) checkStrength(entry, entry === leaf, at, report);
  if (leaf) checkLeaf(leaf, name, report);
  const chain = certificates.map(({ certificate }) => certificate);
  if (leaf && roots !== undefined) checkTrust(leaf.certificate, chain, roots, at, report);
  return { ok: !findings.some(({ severity }) => severity === 'error'), findings, leaf: leaf?.certificate, chain, key };
}

function describeMismatch({ keyDescription }: CertificateFacts, key: PrivateKeyFacts | undefined): string {
  const words = (description: KeyDescription | undefined): string =>
    description ? `${description.type} ${description.curve ?? description.bits}` : 'unknown';
  return `the certificate is for another key (${words(keyDescription)}) than the one given (${words(key?.keyDescription)})`;
}
