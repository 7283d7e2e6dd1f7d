import { exportKey, keptKey } from '../certs/key.ts';
import { makeCertificate } from '../certs/make.ts';

/** An RSA-2048 pair for the bare server, the sort that a factory device has. */
export async function barePair(): Promise<{ readonly certificate: string; readonly key: string }> {
  const key = await keptKey('rsa-2048');
  return { certificate: makeCertificate({ subject: '/CN=bare', key }).pem, key: exportKey(key) };
}
