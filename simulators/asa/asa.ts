import type { Device } from '../chassis/device.ts';
import type { AsaState } from './state.ts';

/** An ASA in the lab. */
export type AsaDevice = Device<AsaState>;

/** True for a device of this kind, which is all that its own faces are ever handed. */
export function isAsa(device: Device): device is AsaDevice {
  return device.kind.name === 'asa';
}
