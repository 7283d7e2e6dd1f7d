import type { DeviceState } from '../simulators/chassis/kind.ts';
import type { LabDevice } from './device.ts';
import { hint, LabError, NoSuchName } from './errors.ts';

/** A kept snapshot, as its list shows it. */
export interface SnapshotNote {
  readonly name: string;
  /** Lab time, ISO 8601. */
  readonly time: string;
  /** Names of the devices that it holds. */
  readonly devices: readonly string[];
}

interface Snapshot {
  readonly time: number;
  readonly states: ReadonlyMap<LabDevice, DeviceState>;
}

/** What snapshots need of the lab. */
export interface SnapshotLab {
  readonly clock: { now(): number };
  readonly devices: readonly LabDevice[];
  device(name: string): LabDevice;
}

/**
 * States of devices, kept under a name for as long as the lab runs. A snapshot is a pointer to each device's tree: taking
 * one costs nothing, and holding it only what changes afterwards.
 */
export class Snapshots {
  readonly #lab: SnapshotLab;
  readonly #kept = new Map<string, Snapshot>();

  constructor(lab: SnapshotLab) {
    this.#lab = lab;
  }

  /** In order of taking. */
  list(): SnapshotNote[] {
    return [...this.#kept].map(([name, snapshot]) => note(name, snapshot));
  }

  /**
   * Keeps the devices as they are. A snapshot of that name makes room.
   * @param devices names; all devices unless given
   * @throws NoSuchHost for a name that no device has
   */
  take(name: string, devices?: readonly string[]): SnapshotNote {
    const states = new Map(this.#named(devices).map((one) => [one, one.device.state]));
    const snapshot = { time: this.#lab.clock.now(), states };
    this.#kept.delete(name);
    this.#kept.set(name, snapshot);
    return note(name, snapshot);
  }

  /**
   * Has devices again as they were; open connections drop.
   * @param devices names; all that the snapshot holds and the lab still has, unless given
   * @returns names of the devices that were restored
   * @throws LabError where there is no such snapshot, or it holds no such device; then nothing was restored
   */
  async restore(name: string, devices?: readonly string[]): Promise<string[]> {
    const { states } = this.#find(name);
    const there = new Set(this.#lab.devices);
    const chosen = devices ? this.#named(devices) : [...states.keys()].filter((one) => there.has(one));
    const pairs = chosen.map((one) => [one, held(name, states, one)] as const);
    await Promise.all(pairs.map(([{ device }, state]) => device.put(state, 'restore')));
    return chosen.map((one) => one.name);
  }

  /**
   * The state in which a snapshot holds a device.
   * @throws LabError where there is no such snapshot, or it does not hold the device
   */
  state(name: string, device: LabDevice): DeviceState {
    return held(name, this.#find(name).states, device);
  }

  /** Whether a snapshot holds a device. @throws NoSuchName where there is no such snapshot */
  holds(name: string, device: LabDevice): boolean {
    return this.#find(name).states.has(device);
  }

  /** Forgets a snapshot. @throws NoSuchName where there is none of that name */
  remove(name: string): void {
    this.#find(name);
    this.#kept.delete(name);
  }

  #named(devices: readonly string[] | undefined): readonly LabDevice[] {
    return devices ? [...new Set(devices.map((one) => this.#lab.device(one)))] : this.#lab.devices;
  }

  #find(name: string): Snapshot {
    const found = this.#kept.get(name);
    if (found) return found;
    const names = [...this.#kept.keys()];
    const there = names.length > 0 ? `there is ${names.join(', ')}` : 'none was taken';
    throw new NoSuchName([{ path: '', message: `no snapshot '${name}'${hint(name, names)}; ${there}` }]);
  }
}

function note(name: string, { time, states }: Snapshot): SnapshotNote {
  return { name, time: new Date(time).toISOString(), devices: [...states.keys()].map((device) => device.name) };
}

function held(name: string, states: Snapshot['states'], device: LabDevice): DeviceState {
  const state = states.get(device);
  if (state) return state;
  throw new LabError([{ path: 'devices', message: `the snapshot '${name}' does not hold ${device.name}` }]);
}
