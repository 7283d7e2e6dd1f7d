import { makeAuthority } from '../../../certs/authority.ts';
import type { AlternativeName } from '../../../certs/extension.ts';
import { exportKey, keptKey } from '../../../certs/key.ts';
import { bundle, type CertificateOptions, makeCertificate } from '../../../certs/make.ts';
import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import type { Exchange } from '../../oracle/http.ts';
import { certificateFacts } from '../../oracle/tls.ts';
import type { DeviceOptions, Json } from '../../target.ts';
import { listAt, parsed, textAt } from './answers.ts';

/** The cluster that stands ready: three managers and a VIP. Suites ask faster than the rate limit allows. */
export const standingOptions: DeviceOptions = { rateLimit: 0 };

/** The door by which most is asked; at a target given by address, that address. */
export const door = 'manager-1.https';

export const trust = '/api/v1/trust-management';
export const certificates = `${trust}/certificates`;

/** An id that nothing has. */
export const absent = '00000000-0000-4000-8000-000000000000';

/** How to ask. */
export interface Asking {
  readonly at?: string;
  readonly body?: Json;
  /** A body as it is. */
  readonly raw?: string;
  /** Basic with these; nothing for `null`; the device's own account unless told. */
  readonly as?: { readonly username: string; readonly password: string } | null;
  readonly headers?: readonly (readonly [string, string])[];
}

/** Asks a manager one thing on a connection of its own. */
export function ask(device: Device, line: string, asking: Asking = {}): Promise<Exchange> {
  const [method = '', path = ''] = line.split(' ');
  const { as = device } = asking;
  const body = asking.raw ?? (asking.body === undefined ? undefined : JSON.stringify(asking.body));
  const basic = as && Buffer.from(`${as.username}:${as.password}`).toString('base64');
  return device.request(asking.at ?? door, {
    method,
    path,
    headers: [
      ...(basic === null ? [] : [['Authorization', `Basic ${basic}`] as const]),
      ...(body === undefined ? [] : [['Content-Type', 'application/json'] as const]),
      ...(asking.headers ?? []),
    ],
    ...(body !== undefined && { body }),
  });
}

/** A certificate and its key. */
export interface Pair {
  readonly pem: string;
  readonly key: string;
  /** SHA-256 of the leaf, lower-case hex. */
  readonly sha256: string;
}

let serial = 0x1000;

/** A self-signed server certificate as the guides want it, with differences. */
export async function selfSigned(name: string, difference: Partial<CertificateOptions> = {}): Promise<Pair> {
  const key = difference.key ?? (await keptKey('rsa-2048'));
  const made = makeCertificate({
    subject: [[{ type: 'CN', value: name }]],
    key,
    san: [`dns:${name}`],
    notBefore: new Date(Date.now() - 3_600_000),
    purposes: ['serverAuth', 'clientAuth'],
    serial: (serial++).toString(16),
    ...difference,
  });
  return { pem: made.pem, key: exportKey(key), sha256: certificateFacts(made.pem).sha256 };
}

/** A certificate from an authority, with its chain: leaf, intermediate, root. */
export async function issued(
  name: string,
  names: readonly string[],
): Promise<Pair & { readonly parts: readonly string[] }> {
  const notBefore = new Date(Date.now() - 7_200_000);
  const { intermediate } = await makeAuthority({ notBefore });
  const key = await keptKey('rsa-2048', 1);
  const san = names.map((one): AlternativeName => (/^[\d.]+$/.test(one) ? `ip:${one}` : `dns:${one}`));
  const made = makeCertificate({
    subject: [[{ type: 'CN', value: name }]],
    key,
    san,
    issuer: intermediate,
    notBefore: new Date(Date.now() - 3_600_000),
    purposes: ['serverAuth', 'clientAuth'],
    serial: (serial++).toString(16),
  });
  return {
    pem: bundle(made),
    key: exportKey(key),
    sha256: certificateFacts(made.pem).sha256,
    parts: [made.pem, ...made.chain],
  };
}

/** Imports a pair. */
export function importing(
  device: Device,
  { pem, key }: { pem: string; key?: string },
  more: { [name: string]: Json } = {},
): Promise<Exchange> {
  return ask(device, `POST ${trust}/certificates?action=import`, {
    body: { pem_encoded: pem, ...(key !== undefined && { private_key: key }), ...more },
  });
}

/** Imports a pair and gives its id; empty where that was refused. */
export async function imported(device: Device, pair: { pem: string; key?: string }): Promise<string> {
  return textAt(parsed(await importing(device, pair)), 'results', 0, 'id');
}

/** The id of what the virtual IP, or the node, serves. */
export async function serving(device: Device): Promise<string> {
  return textAt(parsed(await ask(device, 'GET /api/v1/cluster/api-certificate')), 'certificate_id');
}

/** UUIDs of the nodes, in order. */
export async function nodeIds(device: Device): Promise<string[]> {
  return listAt(parsed(await ask(device, 'GET /api/v1/cluster')), 'nodes').map((node) => textAt(node, 'node_uuid'));
}

/** Fingerprints that doors present; empty where nothing is shown. */
export async function shownAt(device: Device, doors: readonly string[]): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  for (const name of doors) {
    const presented = await device.presents(name);
    seen[name] = presented.shown ? presented.certificate.sha256 : '';
  }
  return seen;
}

/** Doors whose certificate is another one than before. */
export function changed(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(after).filter((name) => after[name] !== before[name]);
}

/** The web doors of a cluster of three. */
export const webDoors = ['manager-1.https', 'manager-2.https', 'manager-3.https', 'vip.https'] as const;

/** A cluster of the case's own. */
export function fresh(t: CaseContext, options: DeviceOptions = {}): Promise<Device> {
  return t.fresh({ ...standingOptions, ...options });
}
