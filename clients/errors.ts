/**
 * What can go wrong between a client and a management plane, told apart by what the caller can do about it.
 *
 * - {@link OptionsError}: the caller asked for something that cannot be done; nothing was sent.
 * - {@link TransportError}: no answer came (refused, reset, timeout, TLS …); `sent` says whether the device may have acted.
 * - {@link AuthenticationError}: the device answered that it does not know this user.
 * - {@link ProtocolError}: something answered, but not what this API answers.
 *
 * Each client adds an error of its own for "the device understood and said no". None of them holds a password, a
 * cookie or a token: neither in `message` nor in a property that `util.inspect` shows.
 */

/** The common ancestor: `error instanceof ClientError` is true for all that these clients throw, save an abort reason. */
export class ClientError extends Error {
  override readonly name: string = 'ClientError';
}

/** An option or an argument that cannot be right. Thrown before anything is sent. */
export class OptionsError extends ClientError {
  override readonly name = 'OptionsError';
}

/**
 * Why no answer came.
 *
 * - `refused`: nothing listens there; `unreachable`: no route; `name`: the host name does not resolve
 * - `reset`: the connection was cut; `timeout`: the time given was over
 * - `tls`: no trusted secure connection (certificate, pin, name, protocol version)
 * - `closed`: this client was closed while the request was on its way
 * - `other`: an error with a code that is none of these
 */
export type TransportFailure = 'refused' | 'reset' | 'timeout' | 'tls' | 'unreachable' | 'name' | 'closed' | 'other';

/** No answer came. The original error is in `cause`. */
export class TransportError extends ClientError {
  override readonly name: string = 'TransportError';
  readonly failure: TransportFailure;
  /** The runtime's error code (`ECONNREFUSED`, `CERT_HAS_EXPIRED` …), or the failure when there is none. */
  readonly code: string;
  /** True when any byte of the request may have reached the device: it may have acted on it. */
  readonly sent: boolean;

  constructor(message: string, details: { failure: TransportFailure; code?: string; sent: boolean; cause?: unknown }) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.failure = details.failure;
    this.code = details.code ?? details.failure;
    this.sent = details.sent;
  }
}

/** The certificate presented is not one of those pinned. Nothing was sent. */
export class PinMismatchError extends TransportError {
  override readonly name = 'PinMismatchError';
  /** SHA-256 fingerprints that would have been accepted, lower-case hex. */
  readonly expected: readonly string[];
  /** SHA-256 fingerprint of the certificate that was presented, lower-case hex. */
  readonly seen: string;

  constructor(where: string, expected: readonly string[], seen: string) {
    super(
      `${where} presented a certificate with the SHA-256 fingerprint ${seen}; expected ${expected.join(' or ')}. ` +
        'If the certificate was replaced on purpose, pin the new fingerprint.',
      { failure: 'tls', code: 'PIN_MISMATCH', sent: false },
    );
    this.expected = expected;
    this.seen = seen;
  }
}

/** The device refused this user name and password (HTTP 401). */
export class AuthenticationError extends ClientError {
  override readonly name = 'AuthenticationError';
  readonly username: string;
  readonly status: number;

  constructor(where: string, username: string, status: number) {
    super(`${where} refused the user "${username}" (HTTP ${status}): wrong user name or password, or no such account.`);
    this.username = username;
    this.status = status;
  }
}

/** Something answered, but not what this API answers: another service, a proxy's page, a truncated body. */
export class ProtocolError extends ClientError {
  override readonly name = 'ProtocolError';
  /** HTTP status of the answer. */
  readonly status: number;
  readonly contentType: string;
  /** The first part of what came, at most {@link excerptLength} characters, secrets blotted out. */
  readonly excerpt: string;

  constructor(message: string, answer: UnexpectedAnswer) {
    const excerpt = excerptOf(answer);
    const type = answer.contentType === '' ? 'no content type' : answer.contentType;
    super(`${message} (HTTP ${answer.status}, ${type}): ${excerpt === '' ? 'empty body' : excerpt}`);
    this.status = answer.status;
    this.contentType = answer.contentType;
    this.excerpt = excerpt;
  }
}

/** Longest excerpt of an unexpected answer that an error carries, in characters. */
export const excerptLength = 200;

/** What a {@link ProtocolError} is made from. */
export interface UnexpectedAnswer {
  /** HTTP status; 0 when it was not HTTP. */
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** Blots out what must not be quoted. */
  readonly secretless: (text: string) => string;
}

function excerptOf({ text, secretless }: UnexpectedAnswer): string {
  // Blotted before it is cut: half a secret is not recognised.
  const oneLine = secretless(text.slice(0, 65_536))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return oneLine.length > excerptLength ? `${oneLine.slice(0, excerptLength - 1)}…` : oneLine;
}
