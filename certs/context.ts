import tls from 'node:tls';

/** What a TLS endpoint of a device presents and accepts. */
export interface TlsIdentity {
  /** PEM: the certificate and whatever follows it, sent as given. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  /** Opens an encrypted key. */
  readonly password?: string | undefined;
  /** Default `TLSv1.2`. */
  readonly minVersion?: tls.SecureVersion | undefined;
  /** Default `TLSv1.3`. */
  readonly maxVersion?: tls.SecureVersion | undefined;
  /** In OpenSSL's notation, without a security level. Default: the runtime's. */
  readonly ciphers?: string | undefined;
  /** PEM of the authorities that client certificates are judged by; wanted only where they are asked for. */
  readonly clientAuthorities?: string | undefined;
}

/** An identity cannot be served at all, whatever a device's own rules say. */
export class ContextError extends Error {
  override name = 'ContextError';
  /** OpenSSL's code, such as `ERR_OSSL_X509_KEY_VALUES_MISMATCH`; empty where it gave none. */
  readonly code: string;

  constructor(cause: unknown) {
    const { message, code } =
      cause instanceof Error ? { code: '', ...cause, message: cause.message } : { message: '', code: '' };
    super(`this certificate and key cannot be served: ${message}`, { cause });
    this.code = String(code);
  }
}

/**
 * Builds the secure context of an identity (1 ms, 35 KB: keep it, one an identity).
 *
 * The security level is 0, so that OpenSSL never decides what a device may serve: SHA-1 chains, short keys and
 * TLS 1.0 go out as the device was told. What stays impossible is RSA-512. A pair whose algorithms differ (RSA
 * certificate, EC key) is taken in silence and then fails every handshake: `check` the pair first.
 *
 * The context has a `sessionIdContext`: without one, asking for client certificates fails every resumed connection.
 *
 * @throws ContextError when OpenSSL refuses the files: mismatch, damage, missing password.
 */
export function makeSecureContext(identity: TlsIdentity): tls.SecureContext {
  const { certificate, key, password, clientAuthorities, ciphers = tls.DEFAULT_CIPHERS } = identity;
  try {
    return tls.createSecureContext({
      cert: certificate,
      key,
      ciphers: `${ciphers}:@SECLEVEL=0`,
      minVersion: identity.minVersion ?? 'TLSv1.2',
      maxVersion: identity.maxVersion ?? 'TLSv1.3',
      sessionIdContext: 'rackless',
      ...(password !== undefined && { passphrase: password }),
      ...(clientAuthorities !== undefined && { ca: clientAuthorities }),
    });
  } catch (error) {
    throw new ContextError(error);
  }
}
