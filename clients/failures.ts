import { TransportError, type TransportFailure } from './errors.ts';

const byCode: ReadonlyMap<string, TransportFailure> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['ENOTFOUND', 'name'],
  ['EAI_AGAIN', 'name'],
  ['UND_ERR_CLOSED', 'closed'],
  ['UND_ERR_DESTROYED', 'closed'],
]);

/** OpenSSL's verification results and Node's own TLS codes; what none of these matches is not about certificates. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_|HOSTNAME_MISMATCH$)/;

const meaning: Readonly<Record<TransportFailure, string>> = {
  refused: 'connection refused: nothing listens there',
  reset: 'the connection was cut before the answer was complete',
  timeout: 'no answer in time',
  tls: 'no trusted secure connection',
  unreachable: 'no route to the host',
  name: 'the host name does not resolve',
  closed: 'this client was closed',
  other: 'the connection failed',
};

/**
 * An error of the network layer as a {@link TransportError}.
 *
 * @param where `host:port`, for the message
 * @param sent whether any byte of the request may have left
 */
export function transportError(error: Error, where: string, sent: boolean): TransportError {
  if (error instanceof TransportError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const failure = code === undefined ? 'other' : (byCode.get(code) ?? (tlsCode.test(code) ? 'tls' : 'other'));
  const detail = error.message === '' ? (code ?? '') : error.message;
  return new TransportError(`${where}: ${meaning[failure]} (${detail})`, {
    failure,
    sent,
    cause: error,
    ...(code === undefined ? {} : { code }),
  });
}

/** The error of a request that had `timeout` milliseconds and used them up. */
export function timedOut(where: string, timeout: number, sent: boolean): TransportError {
  const state = sent ? 'the request had been sent' : 'nothing had been sent';
  return new TransportError(`${where}: no answer within ${timeout} ms; ${state}`, { failure: 'timeout', sent });
}
