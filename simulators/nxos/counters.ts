import { derived } from './hardware.ts';
import type { Link } from './link.ts';
import type { NxosDevice } from './nxos.ts';

/** Traffic of one direction since the counters were cleared. */
export interface Traffic {
  readonly bits: number;
  readonly packets: number;
  readonly unicast: number;
  readonly multicast: number;
  readonly broadcast: number;
  readonly total: number;
  readonly bytes: number;
}

/** Bytes of an average packet. */
const PACKET = 512;

/**
 * What went through an interface: a rate that belongs to the port, for as long as it has been up. Nothing counts it, so
 * an idle switch costs nothing; the numbers grow with the lab's clock.
 */
export function traffic(device: NxosDevice, { name, up }: Link, direction: 'in' | 'out'): Traffic {
  const { run, store } = device.state;
  const since = Math.max(run.bootedAt, run.countersCleared?.[name] ?? 0);
  const seconds = up ? Math.max(0, Math.floor((device.now() - since) / 1000)) : 0;
  const bits = up ? 8_000 + derived(store.hardware, `${name} ${direction}`, 4_000_000) : 0;
  const bytes = Math.floor((bits / 8) * seconds);
  const total = Math.floor(bytes / PACKET);
  const multicast = Math.floor(total / 50);
  const broadcast = Math.floor(total / 200);
  return {
    bits,
    packets: Math.floor(bits / 8 / PACKET),
    unicast: total - multicast - broadcast,
    multicast,
    broadcast,
    total,
    bytes,
  };
}

/** How long ago the interface's link came up. */
export function flapped(device: NxosDevice, { up }: Link): string {
  return up ? ago(device.now() - device.state.run.bootedAt) : 'never';
}

/** How long ago the interface's counters were cleared. */
export function cleared(device: NxosDevice, { name }: Link): string {
  const at = device.state.run.countersCleared?.[name];
  return at === undefined ? 'never' : ago(device.now() - at);
}

/** A span as `show interface` words it. @source client: reference 6.2, the formats that napalm reads */
function ago(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const days = Math.floor(total / 86_400);
  if (days >= 7) return `${Math.floor(days / 7)}week(s) ${days % 7}day(s)`;
  const hours = Math.floor(total / 3_600) % 24;
  if (days > 0) return `${days}d${String(hours).padStart(2, '0')}h`;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(hours)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}
