import { isJsonObject, type JsonObject } from '../chassis/json.ts';
import type { Endpoint, EndpointTls } from '../chassis/kind.ts';
import { defaultIdentity } from './certificate.ts';
import type { NxosDevice } from './nxos.ts';
import { releaseOf } from './release.ts';
import type { NxosConfig, NxosState } from './state.ts';

/** OpenSSL names of what `nxapi ssl protocols` takes. */
const protocols = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

interface Remembered {
  readonly config: NxosConfig;
  readonly served: NxosState['run']['nxapi']['served'];
  readonly selfSignedAt: number | undefined;
  readonly endpoints: readonly Endpoint[];
}

const remembered = new WeakMap<NxosDevice, Remembered>();
const plain = new WeakMap<NxosConfig, { readonly options: JsonObject; readonly endpoints: readonly Endpoint[] }>();

/**
 * Where a Nexus listens: SSH on every interface that has an address; NX-API too, or only in its VRF. A closed listener
 * is not there, so it refuses (reference 1.2).
 */
export function endpoints(state: NxosState, device: NxosDevice): readonly Endpoint[] {
  const { config } = state;
  const { options } = device.birth;
  // Without NX-API nothing is the device's own, so boxes with one configuration share the answer.
  if (!config.features.nxapi) {
    const shared = plain.get(config);
    if (shared?.options === options) return shared.endpoints;
    const found = derive(state, device);
    plain.set(config, { options, endpoints: found });
    return found;
  }
  const { served } = state.run.nxapi;
  const { selfSignedAt } = state.store;
  const known = remembered.get(device);
  if (known && known.config === config && known.served === served && known.selfSignedAt === selfSignedAt) {
    return known.endpoints;
  }
  const found = derive(state, device);
  remembered.set(device, { config, served, selfSignedAt, endpoints: found });
  return found;
}

function derive(state: NxosState, device: NxosDevice): readonly Endpoint[] {
  const { config } = state;
  const { nxapi } = config;
  const found: Endpoint[] = [];
  const tls = config.features.nxapi && nxapi.https !== undefined ? tlsOf(state, device) : undefined;
  for (const [name, { address, shutdown, vrf = 'default' }] of Object.entries(config.interfaces)) {
    if (address === undefined || shutdown || !isReachable(name, device)) continue;
    const place = name === 'mgmt0' ? '' : `@${name}`;
    found.push({ name: `ssh${place}`, address: name, port: 22, face: 'ssh' });
    if (!config.features.nxapi || (nxapi.vrf !== undefined && nxapi.vrf !== vrf)) continue;
    if (nxapi.http !== undefined) {
      found.push({ name: `nxapi-http${place}`, address: name, port: nxapi.http, face: 'web', onChange: 'close' });
    }
    if (nxapi.https !== undefined && tls) {
      found.push({
        name: `nxapi-https${place}`,
        address: name,
        port: nxapi.https,
        face: 'web',
        tls,
        onChange: 'close',
      });
    }
  }
  return found;
}

/** Whether the lab can reach an interface: a port that a cable goes to, or one that the lab file gives an address. */
function isReachable(name: string, device: NxosDevice): boolean {
  if (name === 'mgmt0' || name.startsWith('Ethernet')) return true;
  const { addresses } = device.birth.options;
  return isJsonObject(addresses) && Object.hasOwn(addresses, name);
}

function tlsOf(state: NxosState, device: NxosDevice): EndpointTls {
  const release = releaseOf(device.release);
  const { sslProtocols, weakCiphers, clientCertificate } = state.config.nxapi;
  const allowed = protocols.filter((protocol) => sslProtocols?.includes(protocol));
  return {
    identity: state.run.nxapi.served ?? defaultIdentity(device),
    minVersion: allowed[0] ?? release.tls.min,
    maxVersion: allowed.at(-1) ?? release.tls.max,
    ...(weakCiphers && { ciphers: 'ALL' }),
    ...(clientCertificate && { clientCertificate: clientCertificate === 'optional' ? 'optional' : 'required' }),
  };
}
