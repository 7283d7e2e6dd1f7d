/** Why a device's own transfer did not succeed. Vendors map these to their own texts. */
export type TransferReason =
  | 'unresolved'
  | 'unreachable'
  | 'refused'
  | 'host-key'
  | 'auth'
  | 'missing'
  | 'denied'
  | 'no-space'
  | 'aborted'
  | 'protocol';

/**
 * A transfer that a device started and that did not succeed.
 *
 * - `unresolved`: no host of the lab has that name; `unreachable`: none has that address, or it does not answer
 * - `refused`: the host is there and listens on no such port
 * - `host-key`: the key, or the certificate, was not accepted
 * - `auth`: user and password were not accepted, or the user would not give them
 * - `missing`, `denied`, `no-space`: what the other host, or the limit, says of the file
 * - `aborted`: by the caller's signal
 * - `protocol`: the other host does not speak as it should, or went away
 */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly reason: TransferReason;

  /** @param message in the other host's words where it has said something */
  constructor(reason: TransferReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** What a server's own words about a file mean; servers of SCP say nothing else. */
export function reasonOfWords(words: string): TransferReason {
  if (/no such file|not found|does not exist/i.test(words)) return 'missing';
  if (/no space|quota|too large/i.test(words)) return 'no-space';
  if (/denied|not permitted|not a regular file|is a directory|not a directory|read-only/i.test(words)) return 'denied';
  return 'protocol';
}
