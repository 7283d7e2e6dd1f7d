import type { SecureContext } from 'node:tls';
import { makeSecureContext } from '../../certs/context.ts';
import type { EndpointTls, Identity } from './kind.ts';

/**
 * An endpoint's TLS identity as OpenSSL wants it. Given identities are turned into a context at once, so that an error
 * belongs to the change that caused it; factory ones wait for the first handshake.
 */
export class SecureIdentity {
  readonly tls: EndpointTls;
  #identity: Identity | undefined;
  #context: SecureContext | undefined;
  #making: Promise<SecureContext> | undefined;

  /** @throws ContextError when OpenSSL cannot load the pair; devices check by their own rules before */
  constructor(tls: EndpointTls) {
    this.tls = tls;
    if (typeof tls.identity !== 'function') {
      this.#identity = tls.identity;
      this.#context = contextOf(tls.identity, tls);
    }
  }

  /** The context, when it is already made. */
  get context(): SecureContext | undefined {
    return this.#context;
  }

  /** The identity, when it is already made. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** Makes the context of a factory identity; later calls share the first one's result. */
  make(): Promise<SecureContext> {
    if (this.#context) return Promise.resolve(this.#context);
    const { identity } = this.tls;
    this.#making ??= (typeof identity === 'function' ? identity() : Promise.resolve(identity)).then((made) => {
      this.#identity = made;
      this.#context = contextOf(made, this.tls);
      return this.#context;
    });
    return this.#making;
  }

  /** True when `tls` asks for just what this already serves. */
  serves(tls: EndpointTls): boolean {
    const mine = this.tls;
    return (
      tls.identity === mine.identity &&
      tls.minVersion === mine.minVersion &&
      tls.maxVersion === mine.maxVersion &&
      tls.ciphers === mine.ciphers &&
      tls.clientCertificate === mine.clientCertificate
    );
  }
}

/** The context of a pair under an endpoint's TLS settings. @throws ContextError when OpenSSL cannot load the pair */
export function contextOf(
  { certificate, key }: Identity,
  { minVersion, maxVersion, ciphers }: EndpointTls,
): SecureContext {
  return makeSecureContext({ certificate, key, minVersion, maxVersion, ciphers });
}
