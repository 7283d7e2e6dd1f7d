import type { LabClock } from '../simulators/chassis/clock.ts';
import type { Device } from '../simulators/chassis/device.ts';
import type { Journal } from '../simulators/chassis/journal.ts';
import type { Endpoint } from '../simulators/chassis/kind.ts';
import type {
  AddressBook,
  Blobs,
  Disk,
  FactoryIdentities,
  Faults,
  Reach,
  SharedSockets,
  Surroundings,
} from '../simulators/chassis/surroundings.ts';
import { type BookKeeping, DeviceAddresses, type HostPorts, type TakenPort } from './addresses.ts';
import type { ConfiguredCertificates } from './certificates.ts';
import type { Keeping } from './keeping.ts';
import { addressOf, type DevicePlan } from './plan.ts';

/** What all devices of a lab stand on. */
export interface Ground {
  readonly clock: LabClock;
  readonly journal: Journal;
  readonly reach: Reach;
  readonly identities: FactoryIdentities;
  readonly faults: Faults;
  readonly keeping: Keeping;
  readonly ports: HostPorts;
  /** Absent where each device has sockets of its own. */
  readonly shared: SharedSockets | undefined;
  readonly seed: string;
  /** Tells the lab's operator of a host port that could not be had. */
  taken(taken: TakenPort): void;
}

/** One device's view of the ground: small, since a lab may have thousands. */
export class DeviceGround implements Surroundings, BookKeeping {
  readonly book: DeviceAddresses & AddressBook;
  readonly disk?: Disk;
  endpoint?: (asked: Endpoint) => Endpoint;
  /** The device, once it stands here. */
  device: Device | undefined;
  readonly #ground: Ground;
  readonly #plan: DevicePlan;
  #certificates: ConfiguredCertificates | undefined;
  #own: Readonly<Record<string, string>> | undefined;

  constructor(ground: Ground, plan: DevicePlan) {
    this.#ground = ground;
    this.#plan = plan;
    const disk = ground.keeping.disk(plan.name);
    if (disk) this.disk = disk;
    this.certify(plan.entry.certificates);
    this.book = new DeviceAddresses(this);
  }

  get name(): string {
    return this.#plan.name;
  }
  get clock(): LabClock {
    return this.#ground.clock;
  }
  get journal(): Journal {
    return this.#ground.journal;
  }
  get reach(): Reach {
    return this.#ground.reach;
  }
  get identities(): FactoryIdentities {
    return this.#ground.identities;
  }
  get faults(): Faults {
    return this.#ground.faults;
  }
  get blobs(): Blobs {
    return this.#ground.keeping.blobs;
  }
  get ports(): HostPorts {
    return this.#ground.ports;
  }
  get shared(): SharedSockets | undefined {
    return this.#ground.shared;
  }
  get own(): Readonly<Record<string, string>> {
    const { spec } = this.#plan.entry;
    const { nth } = this.#plan;
    const addresses = spec.addresses ?? none;
    if (nth === 0 || addresses === none) return addresses;
    this.#own ??= Object.fromEntries(Object.entries(addresses).map(([name, first]) => [name, addressOf(first, nth)]));
    return this.#own;
  }
  get kept(): Readonly<Record<string, number>> {
    return this.#ground.keeping.notes(this.#plan.name).ports ?? noPorts;
  }

  keep(chosen: Readonly<Record<string, number>>): void {
    this.#ground.keeping.note(this.#plan.name, { ports: chosen });
  }

  tell(taken: TakenPort): void {
    this.device?.report({
      kind: 'endpoint',
      operation: `${taken.at.host}:${taken.at.port}`,
      outcome: 'taken',
      detail: { message: taken.message },
    });
    this.#ground.taken(taken);
  }

  /**
   * Gives the device other certificate files, or none.
   * @returns whether it presents anything new
   */
  certify(next: ConfiguredCertificates | undefined): boolean {
    const before = this.#certificates;
    this.#certificates = next;
    const changed = next ? next.succeed(before) : before !== undefined;
    if (next) this.endpoint = (asked) => next.applied(asked);
    else if (before) delete this.endpoint;
    if (changed) this.device?.refresh();
    return changed;
  }

  retry(): void {
    this.device?.refresh();
  }
}

const none: Readonly<Record<string, string>> = Object.freeze({});
const noPorts: Readonly<Record<string, number>> = Object.freeze({});
