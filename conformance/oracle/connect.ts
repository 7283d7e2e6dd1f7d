import { createHash } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { CouldNotRun } from '../errors.ts';
import type { Place, Trust } from '../target.ts';
import type { Patience } from './probe.ts';

/** The protocol versions to offer; default: what Node offers. Naming one below TLS 1.2 also lowers the ciphers. */
export interface TlsOffer {
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

const at = (place: Place) => `${place.host}:${place.port}`;

/** Waits until a socket emits `event`, or fails: with CouldNotRun, since nothing was observed of the device yet. */
function opened<S extends Socket>(
  socket: S,
  event: string,
  place: Place,
  { patienceMs, signal }: Patience,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      socket.destroy();
      reject(new CouldNotRun(`${at(place)} ${why}`));
    };
    const timer = setTimeout(() => fail(`gave no answer within ${patienceMs / 1000} s`), patienceMs);
    const stop = () => fail('was given up');
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.once(event, () => {
      done();
      resolve(socket);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      done();
      fail(
        error.code === 'ECONNREFUSED' ? 'refuses connections' : `ended the connection: ${error.code ?? error.message}`,
      );
    });
    socket.once('close', () => {
      done();
      fail('closed the connection');
    });
  });
}

/**
 * Opens a TCP connection.
 * @throws CouldNotRun when it is refused, or not answered in time.
 */
export function openTcp(place: Place, patience: Patience): Promise<Socket> {
  return opened(connectTcp({ host: place.host, port: place.port, noDelay: true }), 'connect', place, patience);
}

function tlsOptions(place: Place, offer: TlsOffer): ConnectionOptions {
  const old = offer.maxVersion === 'TLSv1' || offer.maxVersion === 'TLSv1.1';
  return { host: place.host, port: place.port, ...offer, ...(old ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}) };
}

/**
 * Completes a TLS handshake with whoever answers, verified or not, and sends nothing: only for looking at what a
 * device presents. With `ca` (PEM), `authorized` of the socket tells whether the chain leads there, the name aside.
 * @throws CouldNotRun when there is no handshake.
 */
export function openUnverified(place: Place, offer: TlsOffer, patience: Patience, ca?: string): Promise<TLSSocket> {
  const socket = connectTls({
    ...tlsOptions(place, offer),
    ...(ca === undefined ? {} : { ca }),
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  return opened(socket, 'secureConnect', place, patience);
}

/** The SHA-256 fingerprint of a DER certificate, as lower-case hexadecimal digits. */
export function fingerprint(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/**
 * Completes a TLS handshake with a peer that is the right one by `trust`, so that a credential may follow.
 * @throws CouldNotRun when there is no handshake or the peer is not to be trusted.
 */
export async function openTrusted(place: Place, trust: Trust, patience: Patience): Promise<TLSSocket> {
  if (trust.by === 'ca') {
    const socket = connectTls({ ...tlsOptions(place, {}), ca: trust.ca, rejectUnauthorized: true });
    return opened(socket, 'secureConnect', place, patience);
  }
  const socket = await openUnverified(place, {}, patience);
  if (trust.by === 'pin') {
    const shown = socket.getPeerX509Certificate();
    const sha256 = shown ? fingerprint(shown.raw) : 'none';
    if (sha256 !== trust.sha256) {
      socket.destroy();
      throw new CouldNotRun(`${at(place)} presents the certificate ${sha256}, not the pinned ${trust.sha256}`);
    }
  }
  return socket;
}
