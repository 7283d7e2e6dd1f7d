import { request } from 'node:http';
import { writePem } from '../../../certs/pem.ts';
import type { NsxDevice } from '../nsx.ts';
import { readCrl } from './crl.ts';

const most = 40 * 1024 * 1024;

/** Fetches a revocation list from a host of the lab, DER or PEM. @returns PEM, or `undefined` where there is none */
export function fetchCrl(device: NsxDevice, uri: string): Promise<string | undefined> {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const place =
    url?.protocol === 'http:'
      ? device.surroundings.reach.find(url.hostname, '')?.place(Number(url.port || 80))
      : undefined;
  if (!url || !place) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const asking = request(
      {
        host: place.host,
        port: place.port,
        path: url.pathname + url.search,
        headers: { host: url.host },
        timeout: 10_000,
      },
      (response) => {
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length > most) asking.destroy();
          else parts.push(part);
        });
        response.on('end', () => resolve(response.statusCode === 200 ? asPem(Buffer.concat(parts)) : undefined));
      },
    );
    asking.once('timeout', () => asking.destroy());
    asking.once('close', () => resolve(undefined));
    asking.once('error', () => resolve(undefined));
    asking.end();
  });
}

function asPem(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1');
  const pem = text.includes('-----BEGIN') ? text : writePem('X509 CRL', bytes);
  return readCrl(pem) ? pem : undefined;
}
