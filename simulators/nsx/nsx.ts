import type { Device } from '../chassis/device.ts';
import type { NsxState } from './state.ts';

/** An NSX Manager cluster, or a federation of them, in the lab. */
export type NsxDevice = Device<NsxState>;

/** True for a device of this kind, which is all that its own faces are ever handed. */
export function isNsx(device: Device): device is NsxDevice {
  return device.kind.name === 'nsx';
}
