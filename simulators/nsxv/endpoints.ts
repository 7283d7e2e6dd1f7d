import type { Endpoint, EndpointTls, Identity } from '../chassis/kind.ts';
import type { NsxvDevice } from './nsxv.ts';
import type { NsxvState } from './state.ts';

/** OpenSSL names of what `tlssettings` takes. */
const protocols = ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const;

const YEAR = 365 * 86_400_000;

interface Remembered {
  readonly key: readonly unknown[];
  readonly endpoints: readonly Endpoint[];
}

const remembered = new WeakMap<NsxvDevice, Remembered>();

/** Where a manager listens: HTTPS and SSH, each while its service runs. There is no plain HTTP. */
export function endpoints(state: NsxvState, device: NsxvDevice): readonly Endpoint[] {
  const { config, store, run } = state;
  const { serverProtocols } = store.settings;
  const key = [
    config.webManager,
    config.sshAllowed && run.sshRunning,
    store.identity,
    store.selfSignedAt,
    serverProtocols,
  ];
  const known = remembered.get(device);
  if (known?.key.every((part, index) => part === key[index])) return known.endpoints;
  const found: Endpoint[] = [];
  if (config.webManager) {
    found.push({ name: 'https', address: 'mgmt', port: 443, face: 'web', tls: tlsOf(state, device), onChange: 'keep' });
  }
  // Stopping the service disconnects everyone.
  if (config.sshAllowed && run.sshRunning) {
    found.push({ name: 'ssh', address: 'mgmt', port: 22, face: 'ssh', onChange: 'close' });
  }
  remembered.set(device, { key, endpoints: found });
  return found;
}

function tlsOf({ store }: NsxvState, device: NsxvDevice): EndpointTls {
  const allowed = protocols.filter((protocol) => store.settings.serverProtocols.includes(protocol));
  return {
    identity: store.identity ?? selfSigned(device, store.selfSignedAt),
    minVersion: allowed[0] ?? 'TLSv1.2',
    maxVersion: allowed.at(-1) ?? 'TLSv1.2',
  };
}

const made = new WeakMap<NsxvDevice, { readonly at: number; readonly make: () => Promise<Identity> }>();

/** Subject of the certificate that the appliance makes for itself (inferred). */
const selfSignedSubject = (hostname: string) =>
  [
    ['C', 'US'],
    ['ST', 'CA'],
    ['L', 'Palo Alto'],
    ['O', 'VMware Inc.'],
    ['OU', 'VMware'],
    ['CN', hostname],
  ] as const;

/** The appliance's own certificate, made at the first handshake. The same function as long as it is the same pair. */
export function selfSigned(device: NsxvDevice, at: number): () => Promise<Identity> {
  const known = made.get(device);
  if (known?.at === at) return known.make;
  let identity: Promise<Identity> | undefined;
  const { hostname } = device.state.config;
  const make = (): Promise<Identity> => {
    identity ??= device.surroundings.identities.get(
      'nsxv',
      selfSignedSubject(hostname),
      at,
      at + 10 * YEAR,
      device.birth.seed,
    );
    return identity;
  };
  made.set(device, { at, make });
  return make;
}
