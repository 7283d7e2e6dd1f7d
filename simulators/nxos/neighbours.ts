import { linksOf } from './link.ts';
import type { NxosDevice } from './nxos.ts';
import { cableOf } from './plant.ts';
import type { Cable } from './state.ts';

/** A neighbour, and the interface that it is heard on. */
export interface Neighbour {
  readonly local: string;
  readonly cable: Cable;
  /** Seconds until it is forgotten. */
  readonly ttl: number;
}

/** Who is heard by CDP: switches on ports where neither end has it switched off. */
export function cdpNeighbours(device: NxosDevice): Neighbour[] {
  const { lines } = device.state.config;
  if (lines?.cdp?.['cdp enable']) return [];
  return heard(device, 180, 60, (cable, own) => cable.kind !== 'host' && own['cdp enable'] === undefined);
}

/** Who is heard by LLDP; without the feature nobody listens. */
export function lldpNeighbours(device: NxosDevice): Neighbour[] {
  if (!device.state.config.features.lldp) return [];
  return heard(device, 120, 30, (_cable, own) => own['lldp receive'] === undefined);
}

function heard(
  device: NxosDevice,
  hold: number,
  period: number,
  speaks: (cable: Cable, own: Readonly<Record<string, string>>) => boolean,
): Neighbour[] {
  const { state } = device;
  const since = Math.floor(device.now() / 1000) % period;
  return linksOf(state).flatMap(({ name, port, up }) => {
    const cable = up ? cableOf(state.store.hardware, name) : undefined;
    return cable && speaks(cable, port.lines ?? {}) ? [{ local: name, cable, ttl: hold - since }] : [];
  });
}

/** What a neighbour says that it does. */
export function capabilitiesOf({ kind, platform = '' }: Cable): readonly Capability[] {
  if (kind === 'host') return ['host'];
  return platform.startsWith('N')
    ? ['router', 'switch', 'Supports-STP-Dispute']
    : ['router', 'switch', 'IGMP_cnd_filtering'];
}

/** Capabilities by CDP's names. */
export type Capability = 'router' | 'switch' | 'IGMP_cnd_filtering' | 'Supports-STP-Dispute' | 'host';

/** Their letters in CDP's table. */
export const cdpLetters: Readonly<Record<Capability, string>> = {
  router: 'R',
  switch: 'S',
  IGMP_cnd_filtering: 'I',
  'Supports-STP-Dispute': 's',
  host: 'H',
};
