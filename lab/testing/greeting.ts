import { request } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** What a toy said to one request, and the certificate that it showed. */
export interface Greeting {
  readonly body: string;
  /** SHA-256, lower-case hex. */
  readonly sha256: string;
  /** Common name. */
  readonly subject: string;
}

/** Asks an HTTPS endpoint for `/` on a connection of its own, whatever its certificate. */
export function greeting(url: string): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { rejectUnauthorized: false, agent: false }, (response) => {
      const shown = peer(response.socket);
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.on('end', () => resolve({ body, ...shown }));
    });
    asking.on('error', reject).end();
  });
}

function peer(socket: Socket): { sha256: string; subject: string } {
  if (!(socket instanceof TLSSocket)) return { sha256: '', subject: '' };
  const { fingerprint256, subject } = socket.getPeerCertificate();
  return { sha256: fingerprint256.replaceAll(':', '').toLowerCase(), subject: String(subject.CN) };
}
