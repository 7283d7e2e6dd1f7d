import { X509Certificate } from 'node:crypto';
import { makeAuthority } from '../../certs/authority.ts';
import { exportKey, keptKey } from '../../certs/key.ts';
import { bundle, makeCertificate } from '../../certs/make.ts';

/** A pair of PEM texts. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 of the leaf, lower-case hex. */
  readonly fingerprint: string;
}

const day = 86_400_000;

/** Where each pair of a run takes its key from, so that no two of them share one. */
const slots = { device: 1, decoy: 2, task: 3 } as const;

/** PEM of the root that every certificate of the stage comes from. */
export async function trustedRoot(): Promise<string> {
  return (await trusted()).root.pem;
}

const trusted = () => makeAuthority({ name: 'Rackless judge' });

/** What the devices present: from the trusted authority, for this machine's own address, and for other names: `ip:192.0.2.1`. */
export async function goodPair(besides: readonly string[] = []): Promise<Pair> {
  return issue(await trusted(), slots.device, ['ip:127.0.0.1', 'dns:localhost', ...besides]);
}

/** A certificate that must be refused, and why it must be. */
export async function decoyPair(decoy: 'untrusted-ca' | 'wrong-name' | 'expired'): Promise<Pair> {
  switch (decoy) {
    case 'untrusted-ca':
      // The same names as the trusted one: only the key of its authority tells them apart.
      return issue(await makeAuthority({ name: 'Rackless judge', slot: 1 }), slots.decoy, [
        'ip:127.0.0.1',
        'dns:localhost',
      ]);
    case 'wrong-name':
      return issue(await trusted(), slots.decoy, ['dns:another-device.example']);
    case 'expired':
      return issue(await trusted(), slots.decoy, ['ip:127.0.0.1', 'dns:localhost'], -1);
  }
}

/** A pair that the automation is to install; `slot` tells those of one run apart. */
export async function taskPair(names: readonly string[], slot: number): Promise<Pair> {
  return issue(await trusted(), slots.task + slot, ['ip:127.0.0.1', 'dns:localhost', ...names]);
}

async function issue(
  authority: Awaited<ReturnType<typeof makeAuthority>>,
  slot: number,
  names: readonly string[],
  endsInDays = 90,
): Promise<Pair> {
  const key = await keptKey('rsa-2048', slot);
  const now = Date.now();
  const first = names.find((name) => name.startsWith('dns:')) ?? 'dns:device.example';
  const made = makeCertificate({
    subject: `/CN=${first.slice('dns:'.length)}`,
    key,
    issuer: authority.intermediate,
    san: names.map((name) => alternative(name)),
    notBefore: new Date(now - 9 * day),
    notAfter: new Date(now + endsInDays * day),
  });
  const fingerprint = new X509Certificate(made.pem).fingerprint256.replaceAll(':', '').toLowerCase();
  return { certificate: bundle(made), key: exportKey(key), fingerprint };
}

type AlternativeName = NonNullable<Parameters<typeof makeCertificate>[0]['san']>[number];

/** A bare name is one of DNS. */
function alternative(name: string): AlternativeName {
  if (name.startsWith('ip:')) return `ip:${name.slice('ip:'.length)}`;
  return `dns:${name.replace(/^dns:/, '')}`;
}
