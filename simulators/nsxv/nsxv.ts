import type { Device } from '../chassis/device.ts';
import type { NsxvState } from './state.ts';

/** An NSX-v Manager in the lab. */
export type NsxvDevice = Device<NsxvState>;

/** True for a device of this kind, which is all that its own faces are ever handed. */
export function isNsxv(device: Device): device is NsxvDevice {
  return device.kind.name === 'nsxv';
}
