/**
 * How bad a finding is for a present-day client of a server with this certificate: an `error` makes the connection
 * fail, a `warning` may, a `note` does not. Devices go by the code, not by this.
 */
export type Severity = 'error' | 'warning' | 'note';

/** Everything that `check` can find, with its weight and what it means. */
export const findingCodes = {
  empty: ['error', 'The file is empty.'],
  'no-certificate': ['error', 'There is no certificate in the file.'],
  'pem-damaged': ['error', 'A block is cut off, closed by another label, or not base64.'],
  'certificate-unreadable': ['error', 'A block labelled as certificate holds something else.'],
  'no-key': ['error', 'There is no private key in the key file.'],
  'key-unreadable': ['error', 'A block labelled as private key holds something else.'],
  'key-encrypted': ['error', 'The private key is encrypted and no password was given.'],
  'key-password-wrong': ['error', 'The password does not open the private key.'],
  'key-mismatch': ['error', 'The private key belongs to another certificate.'],
  'key-parameters': ['warning', 'An EC PARAMETERS block stands beside the key; some products refuse that.'],
  'several-keys': ['warning', 'There is more than one private key; the first counts.'],
  'chain-order': ['error', 'The certificates are not in the order leaf, intermediate, root.'],
  'chain-stranger': ['warning', 'A certificate belongs to no other in the file.'],
  'chain-duplicate': ['warning', 'A certificate stands in the file twice.'],
  'chain-incomplete': ['warning', 'The issuer of a certificate is not in the file.'],
  untrusted: ['error', 'The certificate does not lead to a trusted root.'],
  expired: ['error', 'A certificate is no longer valid.'],
  'not-yet-valid': ['error', 'A certificate is not valid yet.'],
  'far-future': ['note', 'The validity ends after 2049, which some software misreads.'],
  'weak-hash': ['error', 'A signature uses MD5 or SHA-1.'],
  'weak-key': ['error', 'A key is smaller than RSA 2048 or EC 224.'],
  'unusual-curve': ['warning', 'The key is on a curve that few TLS clients accept.'],
  'ca-leaf': ['warning', 'The server certificate says CA:TRUE.'],
  'no-basic-constraints': ['warning', 'The server certificate has no basicConstraints.'],
  'no-san': ['warning', 'The server certificate has no subject alternative name.'],
  'name-mismatch': ['error', 'The server certificate does not cover the expected name.'],
  purpose: ['warning', 'The extended key usage does not allow a TLS server.'],
  'self-signed': ['note', 'The server certificate is self-signed.'],
} as const satisfies Record<string, readonly [Severity, string]>;

export type FindingCode = keyof typeof findingCodes;

/** Where a finding was made. */
export interface FindingPlace {
  readonly file: 'certificate' | 'key';
  /** Which PEM block of the file, counted from 0. */
  readonly block: number | undefined;
  /** Line of that block's BEGIN, counted from 1. */
  readonly line: number | undefined;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The general sentence, and what was seen here. */
  readonly message: string;
  readonly where: FindingPlace;
}
