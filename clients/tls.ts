import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { buildConnector } from 'undici';
import { OptionsError, PinMismatchError } from './errors.ts';
import { timedOut, transportError } from './failures.ts';

/** How a server proves that it is the one meant. There is no way to ask for no proof. */
export interface Trust {
  /**
   * PEM text of the authorities to trust, instead of the runtime's own list. A self-signed server certificate may stand
   * here itself. The chain, the dates and the host name are then checked.
   */
  readonly ca?: string | Buffer | readonly (string | Buffer)[];
  /**
   * SHA-256 fingerprint of the server's own certificate (64 hex digits, colons and case as you like), or several while
   * a replacement is under way. Alone, it is the whole proof: name, dates and issuer are not looked at, which suits
   * factory certificates that live for a day. Together with `ca`, both must hold.
   */
  readonly pin?: string | readonly string[];
  /** The name (or address) that the certificate must carry, where that is not the host in the URL. Also sent as SNI. */
  readonly servername?: string;
}

/** A fingerprint as lower-case hex without separators. @throws OptionsError when it is not a SHA-256 fingerprint. */
export function fingerprint(text: string): string {
  const hex = text
    .trim()
    .replace(/^sha256[:=\s]+(fingerprint=)?/i, '')
    .replaceAll(/[:\s]/g, '')
    .toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    throw new OptionsError(`pin: expected a SHA-256 fingerprint, 64 hex digits with or without colons; got "${text}"`);
  }
  return hex;
}

/**
 * A connector for undici that lets no byte of a request out before the server has proved itself. TLS sessions are never
 * resumed, so that each new connection sees, and checks, the certificate which the device serves now. (undici itself
 * switches Nagle's delay off on every socket.)
 *
 * @param connectTimeout milliseconds for TCP and TLS together
 * @throws OptionsError for an empty `ca` or a malformed `pin`
 */
export function connector(trust: Trust, connectTimeout: number): buildConnector.connector {
  const pins = pinsOf(trust);
  const ca = caOf(trust);
  const expectedName = trust.servername;
  const open = buildConnector({
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot weaken it. With a pin alone, the pin is the proof.
    rejectUnauthorized: ca !== undefined || pins.length === 0,
    ...(ca === undefined ? {} : { ca }),
    checkServerIdentity: (host: string, certificate: PeerCertificate) =>
      checkServerIdentity(expectedName ?? host, certificate),
    maxCachedSessions: 0,
    timeout: connectTimeout,
  });
  const sni = expectedName !== undefined && isIP(expectedName) === 0 ? { servername: expectedName } : {};
  return (options, callback) =>
    open({ ...options, ...sni }, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (pins.length === 0) return callback(null, socket);
      const seen = isTls(socket) ? fingerprintOf(socket) : 'none';
      if (pins.includes(seen)) return callback(null, socket);
      socket.destroy();
      callback(new PinMismatchError(`${options.hostname}:${options.port || 443}`, pins, seen), null);
    });
}

/** What a server showed when asked, not yet believed. */
export interface Presented {
  /** SHA-256 fingerprint of the leaf, lower-case hex: what a `pin` is compared with. */
  readonly fingerprint: string;
  /** Such as `C=US, O=Example, CN=nxos`. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The leaf, PEM. */
  readonly pem: string;
}

/**
 * Asks which certificate an endpoint presents, and sends nothing else. The answer proves nothing: compare it with what
 * you know from elsewhere (the console, the file you installed) before you pin it.
 *
 * @throws TransportError when no handshake came about
 */
export function presentedCertificate(
  address: { host: string; port: number; servername?: string },
  { timeout = 10_000, signal }: { timeout?: number; signal?: AbortSignal } = {},
): Promise<Presented> {
  const where = `${address.host}:${address.port}`;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const name = address.servername ?? address.host;
    const socket = tlsConnect({
      host: address.host,
      port: address.port,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      rejectUnauthorized: false,
    });
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.destroy();
      settle();
    };
    const fail = (error: Error) => finish(() => reject(error));
    const abort = () => finish(() => reject(signal?.reason));
    const timer = setTimeout(() => fail(timedOut(where, timeout, false)), timeout);
    signal?.addEventListener('abort', abort);
    socket.on('error', (error) => fail(transportError(error, where, false)));
    socket.once('secureConnect', () => {
      const leaf = socket.getPeerX509Certificate();
      if (leaf === undefined) return fail(transportError(new Error('no certificate was presented'), where, false));
      finish(() =>
        resolve({
          fingerprint: fingerprint(leaf.fingerprint256),
          subject: oneLine(leaf.subject),
          issuer: oneLine(leaf.issuer),
          notBefore: new Date(leaf.validFrom),
          notAfter: new Date(leaf.validTo),
          pem: leaf.toString(),
        }),
      );
    });
  });
}

function pinsOf({ pin }: Trust): readonly string[] {
  if (pin === undefined) return [];
  const pins = (typeof pin === 'string' ? [pin] : pin).map(fingerprint);
  if (pins.length === 0) throw new OptionsError('pin: the list is empty; give a fingerprint or leave the option out');
  return pins;
}

function caOf({ ca }: Trust): (string | Buffer)[] | undefined {
  if (ca === undefined) return undefined;
  const list = typeof ca === 'string' || Buffer.isBuffer(ca) ? [ca] : [...ca];
  if (list.length === 0 || list.some((pem) => !pem.toString().includes('-----BEGIN CERTIFICATE-----'))) {
    throw new OptionsError('ca: expected PEM text with at least one certificate (for a file, read it or use caFile)');
  }
  return list;
}

/** The runtime gives a name one line an attribute. */
function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}

function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}

function fingerprintOf(socket: TLSSocket): string {
  return fingerprint(socket.getPeerCertificate().fingerprint256);
}
