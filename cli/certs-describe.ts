import { type CertificateFacts, opensslTime } from '../certs/certificate.ts';
import type { RequestFacts } from '../certs/certificate-request.ts';
import type { ExtensionFacts } from '../certs/extension-facts.ts';
import type { KeyDescription } from '../certs/key.ts';
import { oneLine } from '../certs/name.ts';

const keyText = ({ type, bits, curve }: KeyDescription): string =>
  curve === undefined ? `${type.toUpperCase()} ${bits}` : `${type.toUpperCase()} ${curve}`;

const extensions = ({ san, basicConstraints, keyUsage, purposes }: ExtensionFacts) => ({
  san,
  basicConstraints,
  keyUsage,
  purposes,
});

/** A certificate as plain data, for `--json`. */
export const certificateData = (facts: CertificateFacts) => ({
  subject: oneLine(facts.subject),
  issuer: oneLine(facts.issuer),
  serial: facts.serial,
  version: facts.version,
  notBefore: facts.notBefore.toISOString(),
  notAfter: facts.notAfter.toISOString(),
  key: facts.keyDescription,
  signature: { scheme: facts.signature.scheme, hash: facts.signature.hash },
  ...extensions(facts),
  isCa: facts.isCa,
  selfSigned: facts.selfSigned,
  sha256: facts.sha256,
});

/** A request as plain data, for `--json`. */
export const requestData = (facts: RequestFacts) => ({
  subject: oneLine(facts.subject),
  key: facts.keyDescription,
  signature: { scheme: facts.signature.scheme, hash: facts.signature.hash, valid: facts.signatureValid },
  ...extensions(facts),
});

type Row = readonly [label: string, value: string | undefined];

/** Rows without a value are left out. */
const lines = (rows: readonly Row[]): string[] =>
  rows.flatMap(([label, value]) => (value ? [`  ${label.padEnd(12)} ${value}`] : []));

function constraintsText({ basicConstraints }: ExtensionFacts): string {
  if (!basicConstraints) return 'none';
  const { ca, pathLen } = basicConstraints;
  return `CA:${ca ? 'TRUE' : 'FALSE'}${pathLen === undefined ? '' : `, path length ${pathLen}`}`;
}

const extensionRows = (facts: ExtensionFacts): Row[] => [
  ['names', facts.san.join(', ')],
  ['key usage', facts.keyUsage?.join(', ')],
  ['purposes', facts.purposes?.join(', ')],
];

/** A certificate in lines for people. */
export const certificateLines = (facts: CertificateFacts): string[] =>
  lines([
    ['subject', oneLine(facts.subject)],
    ['issuer', facts.selfSigned ? 'itself' : oneLine(facts.issuer)],
    ['serial', facts.serial],
    ['valid', `${opensslTime(facts.notBefore)} to ${opensslTime(facts.notAfter)}`],
    ['key', keyText(facts.keyDescription)],
    ['signature', `${facts.signature.scheme} ${facts.signature.hash ?? ''}`.trim()],
    ['constraints', constraintsText(facts)],
    ...extensionRows(facts),
    ['sha256', facts.sha256],
  ]);

/** A request in lines for people. */
export const requestLines = (facts: RequestFacts): string[] =>
  lines([
    ['subject', oneLine(facts.subject)],
    ['key', keyText(facts.keyDescription)],
    ['signature', facts.signatureValid ? 'valid' : 'NOT valid'],
    ...extensionRows(facts),
  ]);

/** A private key in lines for people; nothing secret is in them. */
export const keyLines = (form: string, encrypted: boolean, description: KeyDescription | undefined): string[] =>
  lines([
    ['form', `${form}${encrypted ? ', encrypted' : ''}`],
    ['key', description && keyText(description)],
  ]);
