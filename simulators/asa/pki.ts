import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Identity } from '../chassis/kind.ts';
import type { Trustpoint } from './state/pki.ts';
import type { AsaConfig, AsaStore } from './state.ts';

/** DER in hexadecimal, as the configuration holds it, as PEM. */
export function pemOf(hex: string): string {
  const lines =
    Buffer.from(hex, 'hex')
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Reads DER in hexadecimal; `undefined` for what is no certificate. */
export function certificateOf(hex: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(hex, 'hex'));
  } catch {
    return undefined;
  }
}

/** The serial number in the line `certificate SERIAL`. */
export function serialOf(hex: string): string {
  return certificateOf(hex)?.serialNumber.toLowerCase() ?? '00';
}

const made = new WeakMap<Trustpoint, { readonly key: string; readonly identity: Identity | undefined }>();

function identityOf(point: Trustpoint, keys: AsaStore['keys']): Identity | undefined {
  const key = keys?.[point.keypair ?? '']?.pem;
  if (key === undefined || point.certificate === undefined) return undefined;
  const known = made.get(point);
  if (known?.key === key) return known.identity;
  const fits = certificateOf(point.certificate)?.checkPrivateKey(createPrivateKey(key)) ?? false;
  const certificate = [point.certificate, ...point.cas].map(pemOf).join('');
  const identity = fits ? { certificate, key } : undefined;
  made.set(point, { key, identity });
  return identity;
}

/**
 * What `ssl trust-point` has an interface present; `undefined` where nothing is bound, or key and certificate are not
 * both there. The same object as long as neither changes.
 */
export function boundIdentity(
  { ssl, trustpoints }: AsaConfig,
  keys: AsaStore['keys'],
  nameif: string,
): Identity | undefined {
  const bound = ssl.find((one) => one.interface === nameif) ?? ssl.find((one) => !one.interface && !one.domain);
  const point = bound && trustpoints[bound.trustpoint];
  return point && identityOf(point, keys);
}

/** The name of the key pair that is made where none is named. @source client: reference 6.19 */
export const usualKey = '<Default-RSA-Key>';

/** Sizes of RSA keys that the box makes. */
export const keySizes: readonly number[] = [1024, 2048, 3072, 4096];

/** Makes an RSA key, off the main thread. @returns PEM */
export async function makeRsa(size: number): Promise<string> {
  const { makeKey, exportKey } = await import('../../certs/key.ts');
  const type = size === 1024 ? 'rsa-1024' : size === 3072 ? 'rsa-3072' : size === 4096 ? 'rsa-4096' : 'rsa-2048';
  return exportKey(await makeKey(type));
}

/**
 * Signs a trustpoint's certificate with its own key.
 * @param subject `CN=fw1,OU=lab`
 * @param now lab ms; it is good for ten years
 * @returns DER in hexadecimal
 */
export async function selfSign(subject: string, fqdn: string | undefined, pem: string, now: number): Promise<string> {
  const { makeCertificate } = await import('../../certs/make.ts');
  const parts = subject.split(/,(?=[A-Za-z]+=)/).map((part) => {
    const [type = 'CN', ...value] = part.split('=');
    return [{ type: type === 'EA' ? 'emailAddress' : type, value: value.join('=') }];
  });
  const { der } = makeCertificate({
    subject: parts,
    key: createPrivateKey(pem),
    notBefore: new Date(now),
    days: 3_650,
    ...(fqdn !== undefined && { san: [`dns:${fqdn}`] as const }),
  });
  return der.toString('hex');
}
