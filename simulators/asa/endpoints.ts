import { isIPv4 } from 'node:net';
import type { Endpoint, Identity } from '../chassis/kind.ts';
import { lies } from './address.ts';
import type { AsaDevice } from './asa.ts';
import { seenName } from './contexts/bare.ts';
import { parseOptions } from './options.ts';
import { boundIdentity } from './pki.ts';
import type { AccessLine } from './state/aaa.ts';
import type { Interface } from './state/interfaces.ts';
import type { AsaConfig, AsaState, AsaStore } from './state.ts';

const DAY = 86_400_000;

/** What the lab calls the management interface, which has another name on each platform. */
export const managementAddress = 'management';

interface Remembered {
  readonly config: AsaConfig;
  readonly contexts: AsaState['contexts'];
  readonly keys: AsaStore['keys'];
  readonly endpoints: readonly Endpoint[];
}

const remembered = new WeakMap<AsaDevice, Remembered>();

/**
 * Where an ASA listens: HTTPS and SSH on each named interface for which a line says who may connect. Nobody else gets as
 * far as a handshake.
 * @source reference 3.9
 */
export function endpoints({ config, contexts, store }: AsaState, device: AsaDevice): readonly Endpoint[] {
  const known = remembered.get(device);
  const same =
    known &&
    known.config.interfaces === config.interfaces &&
    known.config.http === config.http &&
    known.config.access === config.access &&
    known.config.trustpoints === config.trustpoints &&
    known.config.ssl === config.ssl &&
    known.keys === store.keys &&
    known.contexts === contexts;
  if (same) return known.endpoints;
  const found = contexts ? ofContexts(config, contexts, store.keys, device) : derive(config, store.keys, device);
  remembered.set(device, { config, contexts, keys: store.keys, endpoints: found });
  return found;
}

/** The endpoints of all contexts. Those of the admin context have the names that a box in single mode gives them. */
function ofContexts(
  { contexts: list, interfaces }: AsaConfig,
  running: NonNullable<AsaState['contexts']>,
  keys: AsaStore['keys'],
  device: AsaDevice,
): readonly Endpoint[] {
  return Object.entries(running).flatMap(([name, { config }]) => {
    const allocated = list?.entries[name]?.interfaces ?? [];
    const isUp = (hardware: string) => interfaces[hardware]?.shutdown === false;
    // By the hardware, which a context may know by another name.
    const seen = allocated.flatMap((one): [string, Interface][] => {
      const port = config.interfaces[seenName(one)];
      return port && isUp(one.hardware) ? [[one.hardware, port]] : [];
    });
    const found = derive({ ...config, interfaces: Object.fromEntries(seen) }, keys, device);
    if (name === list?.admin) return found;
    return found.map((one) => {
      const [service = '', nameif = 'management'] = one.name.split('@');
      return { ...one, name: `${service}@${name}/${nameif}`, address: `${name}/${one.address}` };
    });
  });
}

/** The context whose address a connection came to; `undefined` in single mode. */
export function contextAt({ state }: AsaDevice, endpoint: string | undefined): string | undefined {
  if (!state.contexts) return undefined;
  const named = /@([^/]+)\//.exec(endpoint ?? '')?.[1];
  return named ?? state.config.contexts?.admin;
}

function derive(config: AsaConfig, keys: AsaStore['keys'], device: AsaDevice): readonly Endpoint[] {
  const found: Endpoint[] = [];
  for (const [hardware, { nameif, ip, shutdown }] of Object.entries(config.interfaces)) {
    if (nameif === undefined || typeof ip !== 'object' || shutdown) continue;
    const management = hardware.startsWith('Management');
    const place = management ? '' : `@${nameif}`;
    const address = management ? managementAddress : hardware;
    const lines = (type: AccessLine['type']) =>
      config.access.filter((line) => line.type === type && line.interface === nameif);
    const admits = (type: AccessLine['type']) => {
      const mine = lines(type);
      return (from: string) => mine.some(({ network, mask }) => lies(seenFrom(device, from), network, mask));
    };
    if (lines('ssh').length > 0)
      found.push({ name: `ssh${place}`, address, port: 22, face: 'ssh', admits: admits('ssh') });
    if (!config.http.enabled || lines('http').length === 0) continue;
    found.push({
      name: `https${place}`,
      address,
      port: config.http.port,
      face: 'web',
      tls: {
        identity: boundIdentity(config, keys, nameif) ?? selfSigned(device),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.2',
      },
      onChange: 'close',
      admits: admits('http'),
    });
  }
  return found;
}

/** The address that the box sees: clients on the lab's own host have none that a configuration would name. */
function seenFrom(device: AsaDevice, from: string): string {
  const address = from.replace(/^::ffff:/, '');
  if (!isIPv4(address) || address.startsWith('127.')) return parseOptions(device.birth.options).clients;
  return address;
}

const identities = new WeakMap<AsaDevice, { readonly bootedAt: number; readonly make: () => Promise<Identity> }>();

/** The self-signed pair, made at the first handshake after each boot. @source documented: reference 3.12 */
function selfSigned(device: AsaDevice): () => Promise<Identity> {
  const { bootedAt } = device.state.run;
  const known = identities.get(device);
  if (known?.bootedAt === bootedAt) return known.make;
  const { birth, surroundings } = device;
  let made: Promise<Identity> | undefined;
  const make = (): Promise<Identity> => {
    const subject = [['CN', device.state.config.hostname]] as const;
    made ??= surroundings.identities.get(
      'asa',
      subject,
      bootedAt - DAY,
      bootedAt + 3_650 * DAY,
      `${birth.seed} ${bootedAt}`,
    );
    return made;
  };
  identities.set(device, { bootedAt, make });
  return make;
}
