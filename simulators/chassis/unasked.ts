import type { JsonObject } from './json.ts';
import type { Birth, DeviceState, Endpoint, Identity, Kind } from './kind.ts';

/** What devices of one sort open, by kind, options and release. The devices of an entry of a lab have one options object. */
const known = new WeakMap<object, WeakMap<JsonObject, Map<string, readonly Endpoint[]>>>();

/**
 * Where a device listens that nobody has asked anything: it follows from kind, release and options alone, so that
 * thousands of devices open without a tree of their own.
 * @returns `undefined` where {@link learn} was told of no such device
 */
export function unaskedEndpoints<S extends DeviceState>(kind: Kind<S>, birth: Birth): readonly Endpoint[] | undefined {
  return known.get(kind)?.get(birth.options)?.get(birth.release);
}

/**
 * Has later devices of this sort open what this one does, less its identities.
 * @param state as it was born with; nothing is learnt where something in it falls due without anybody asking
 */
export function learn<S extends DeviceState>(
  kind: Kind<S>,
  { options, release }: Birth,
  state: S,
  endpoints: readonly Endpoint[],
): void {
  if (state.run.pending.length > 0) return;
  const ofKind = known.get(kind) ?? new WeakMap<JsonObject, Map<string, readonly Endpoint[]>>();
  const ofOptions = ofKind.get(options) ?? new Map<string, readonly Endpoint[]>();
  known.set(kind, ofKind.set(options, ofOptions));
  ofOptions.set(release, endpoints.map(withoutIdentity));
}

/** Stands for the identity of a device without a tree, which gets its own before anybody shakes hands. */
export const unmade = (): Promise<Identity> => Promise.reject(new Error('a certificate before the device has a state'));

function withoutIdentity(endpoint: Endpoint): Endpoint {
  return endpoint.tls ? { ...endpoint, tls: { ...endpoint.tls, identity: unmade } } : endpoint;
}
