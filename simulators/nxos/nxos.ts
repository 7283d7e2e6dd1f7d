import type { Device } from '../chassis/device.ts';
import type { NxosState } from './state.ts';

/** A Nexus 9000 in the lab. */
export type NxosDevice = Device<NxosState>;

/** True for a device of this kind, which is all that its own faces are ever handed. */
export function isNxos(device: Device): device is NxosDevice {
  return device.kind.name === 'nxos';
}
