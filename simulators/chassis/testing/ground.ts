import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { LabClock } from '../clock.ts';
import { Device } from '../device.ts';
import { MemoryBlobs } from '../flash/blobs.ts';
import { Journal } from '../journal.ts';
import type { JsonObject } from '../json.ts';
import type { DeviceState, Kind } from '../kind.ts';
import { type Disk, type Faults, noFaults, type Reach, type Surroundings } from '../surroundings.ts';

/** What a test may set of the world around its device. */
export interface GroundOptions {
  readonly release?: string;
  readonly options?: JsonObject;
  readonly name?: string;
  readonly reach?: Reach;
  readonly disk?: Disk;
  readonly faults?: Faults;
  /** Addresses that have no place in this lab. */
  readonly nowhere?: readonly string[];
  /** Lab time at the start, ms; 2030-01-01T00:00:00Z unless told. */
  readonly now?: number;
}

/** A device on loopback, with all that surrounds it. */
export interface Grounded<S extends DeviceState> {
  readonly device: Device<S>;
  readonly clock: LabClock;
  readonly journal: Journal;
  /** Messages about host ports that were taken. */
  readonly taken: string[];
  /** The host port of an endpoint that is open. @throws Error when it is not */
  port(endpoint: string): number;
  stop(): Promise<void>;
}

/** Starts a device of a kind, on ports that the system chooses. The clock stands still. */
export async function ground<S extends DeviceState>(kind: Kind<S>, given: GroundOptions = {}): Promise<Grounded<S>> {
  const clock = new LabClock();
  clock.freeze(given.now ?? Date.UTC(2030, 0, 1));
  const journal = new Journal(() => clock.now());
  const taken: string[] = [];
  const surroundings: Surroundings = {
    clock,
    journal,
    blobs: new MemoryBlobs(),
    faults: given.faults ?? noFaults,
    reach: given.reach ?? { find: () => undefined },
    book: {
      place: (address) => (given.nowhere?.includes(address) ? undefined : { host: '127.0.0.1', port: 0 }),
      opened: () => undefined,
      taken: (endpoint, at) => taken.push(`${endpoint} ${at.port}`),
    },
    identities: {
      async get(_kind, subject, notBefore, notAfter) {
        const key = await keptKey('rsa-2048');
        const name = subject.map(([type, value]) => `/${type}=${value}`).join('');
        const made = makeCertificate({
          subject: name,
          key,
          notBefore: new Date(notBefore),
          notAfter: new Date(notAfter),
        });
        return { certificate: made.pem, key: exportKey(key) };
      },
      hostKey: async () => exportKey(await keptKey('rsa-2048'), { form: 'traditional' }),
    },
    ...(given.disk && { disk: given.disk }),
  };
  const { name = 'box-1', release = kind.defaultRelease } = given;
  const options = kind.options(given.options ?? {});
  const birth = { name, release, options, now: clock.now(), seed: `test/${name}` };
  const device = new Device(kind, birth, surroundings);
  await device.start();
  return {
    device,
    clock,
    journal,
    taken,
    port(endpoint) {
      const open = device.listeners.open.find((listener) => listener.endpoint.name === endpoint);
      if (!open)
        throw new Error(`${endpoint} is not open; open are ${device.listeners.open.map((one) => one.endpoint.name)}`);
      return open.at.port;
    },
    async stop() {
      await device.stop();
      clock.stop();
    },
  };
}
