import type { Device } from '../simulators/chassis/device.ts';
import { LabError } from './errors.ts';
import type { DeviceGround } from './ground.ts';
import { type DevicePlan, entryProblem } from './plan.ts';

/**
 * Gives the host ports that the lab file fixes to the (address, port) pairs that they mean. The second of an entry's
 * devices gets the port after the first's, and so on.
 * @throws LabError for a name that no endpoint has, and for an address whose ports are true
 */
export function fixPorts({ name, nth, entry }: DevicePlan, device: Device, { book, own }: DeviceGround): void {
  for (const [key, first] of Object.entries(entry.spec.ports ?? {})) {
    const pair = numbered(key, device) ?? named(key, device);
    if (typeof pair === 'string') {
      const message = `${name} has no endpoint '${key}' when it starts (${pair}); write the number of a port that opens later`;
      throw new LabError([entryProblem(entry, ['ports', key], message)], entry.file?.path);
    }
    const { address, port } = pair;
    if (own[address] !== undefined) {
      const message = `${address} has an address of its own, ${own[address]}, where ports are true`;
      throw new LabError([entryProblem(entry, ['ports', key], message)], entry.file?.path);
    }
    book.name(address, port, first + nth);
  }
}

interface Pair {
  readonly address: string;
  readonly port: number;
}

/** `8443` on the address for management, or `Ethernet1/1:8443`. */
function numbered(key: string, { kind }: Device): Pair | undefined {
  const found = /^(?:(?<address>.+):)?(?<port>[1-9]\d{0,4})$/.exec(key)?.groups;
  return found && { address: found.address ?? kind.addresses[0] ?? '', port: Number(found.port) };
}

/**
 * Where an endpoint stands on a device fresh from the factory: not where it may have moved since, so that a name in the
 * lab file means the same pair each time. Otherwise what there is.
 */
function named(key: string, device: Device): Pair | string {
  const { kind, birth } = device;
  const endpoints = kind.endpoints(kind.factory(birth), device);
  return (
    endpoints.find(({ name }) => name === key) ?? `it has ${endpoints.map(({ name }) => name).join(', ') || 'none'}`
  );
}
