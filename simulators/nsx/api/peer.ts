import { connect } from 'node:tls';
import { writePem } from '../../../certs/pem.ts';
import type { NsxDevice } from '../nsx.ts';
import { refusals } from '../texts.ts';

/**
 * What a host of the lab presents. A device reaches nothing that its lab does not name.
 * @throws ApiError when nothing answers there
 */
export function peerChain(device: NsxDevice, host: string, port: number): Promise<string> {
  const place = device.surroundings.reach.find(host, '')?.place(port);
  if (!place) throw refusals.field(`${host}:${port} cannot be reached`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: place.host, port: place.port, rejectUnauthorized: false }, () => {
      const chain: string[] = [];
      let one = socket.getPeerCertificate(true);
      while (one?.raw) {
        chain.push(writePem('CERTIFICATE', one.raw));
        if (one.issuerCertificate === one || !one.issuerCertificate) break;
        one = one.issuerCertificate;
      }
      socket.destroy();
      resolve([...new Set(chain)].join(''));
    });
    const failed = (): void => {
      socket.destroy();
      reject(refusals.field(`${host}:${port} presents no certificate`));
    };
    socket.setTimeout(10_000, failed);
    socket.once('error', failed);
  });
}
