import { isIP } from 'node:net';
import { isJsonObject } from '../simulators/chassis/json.ts';
import { addressOf, type DevicePlan } from './plan.ts';

/**
 * The addresses that a device has inside the lab, where other devices meet it: the entry's `address`, and those that
 * its option `addresses` gives to interfaces (`mgmt0: 192.0.2.10/24`). A device with neither is found at an address
 * in 198.18.0.0/15, which is set aside for test networks.
 *
 * @param order its place among the devices of the lab, from 0
 */
export function insideAddresses(plan: DevicePlan, order: number): { address: string; of?: string }[] {
  const { spec, options } = plan.entry;
  const found: { address: string; of?: string }[] = [];
  if (spec.address !== undefined) found.push({ address: addressOf(spec.address, plan.nth) });
  const { addresses } = options;
  if (isJsonObject(addresses)) {
    for (const [of, value] of Object.entries(addresses)) {
      const address = typeof value === 'string' ? (value.split('/', 1)[0] ?? '') : '';
      if (isIP(address)) found.push({ address, of });
    }
  }
  return found.length > 0 ? found : [{ address: addressOf('198.18.0.1', order % 131_070) }];
}
