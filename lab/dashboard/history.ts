import type { JournalEntry } from '../../simulators/chassis/journal.ts';
import type { DeviceState } from '../../simulators/chassis/kind.ts';
import type { LabDevice } from '../device.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { type StateChange, stateChanges } from './state-changes.ts';

/** So many steps of a lab are held; the oldest make room. */
const mostSteps = 500;

type Cause = Pick<JournalEntry, 'seq' | 'time' | 'operation'>;

/** One change of what a device is configured or has stored. */
export interface Step extends Cause {
  readonly device: string;
}

interface KeptStep extends Step {
  readonly of: LabDevice;
  readonly before: DeviceState;
  readonly after: DeviceState;
}

interface Known {
  readonly state: DeviceState;
  /** The last that the journal had of the device. */
  readonly entry: JournalEntry | undefined;
}

/**
 * What each entry of the journal changed, from the moment on at which somebody first asks. A step is two pointers into
 * trees that share nearly all they have.
 */
export class History {
  readonly #lab: Lab;
  readonly #known = new WeakMap<LabDevice, Known>();
  readonly #undoing = new Set<LabDevice>();
  #steps: KeptStep[] = [];

  constructor(lab: Lab) {
    this.#lab = lab;
    for (const device of lab.devices) this.#know(device);
    lab.watch((entry) => {
      const device = this.#deviceOf(entry);
      if (device) this.#notice(device, entry);
    });
  }

  /** The steps that are held, oldest first. @param device its steps alone */
  steps(device?: LabDevice): Step[] {
    for (const one of device ? [device] : this.#lab.devices) this.#notice(one);
    return this.#steps
      .filter(({ of }) => device === undefined || of === device)
      .map(({ seq, time, operation, device: name }) => ({ seq, time, operation, device: name }));
  }

  /** What the entry of this number changed; nothing where it changed nothing, or is not held. */
  changes(seq: number): StateChange[] {
    return this.#steps.flatMap((step) => (step.seq === seq ? stateChanges(step.before, step.after) : []));
  }

  /**
   * Has a device as it was before its last step. Open connections drop.
   * @returns the step that was taken back
   * @throws LabError when no step of it is held
   */
  async undo(device: LabDevice): Promise<Step> {
    this.#notice(device);
    const last = this.#steps.findLast(({ of }) => of === device);
    if (!last) {
      throw new LabError([{ path: 'name', message: `nothing of ${device.name} can be undone: no change is held` }]);
    }
    this.#undoing.add(device);
    try {
      await device.device.put(last.before, 'restore');
    } finally {
      this.#undoing.delete(device);
      this.#know(device);
    }
    this.#steps = this.#steps.filter((step) => step !== last);
    const { seq, time, operation } = last;
    return { seq, time, operation, device: device.name };
  }

  #deviceOf({ device }: JournalEntry): LabDevice | undefined {
    try {
      return this.#lab.device(device);
    } catch {
      return undefined;
    }
  }

  #know(device: LabDevice, entry?: JournalEntry): void {
    this.#known.set(device, { state: device.device.state, entry });
  }

  /** Compares a device with what it was. Sessions and counters are no change. */
  #notice(device: LabDevice, entry?: JournalEntry): void {
    if (this.#undoing.has(device)) return;
    const before = this.#known.get(device);
    this.#know(device, entry ?? before?.entry);
    const after = device.device.state;
    if (!before || (before.state.config === after.config && before.state.store === after.store)) return;
    // A reset is told of before it happens; what follows is seen with the next entry, or when somebody asks.
    const cause = before.entry?.kind === 'boot' ? before.entry : (entry ?? before.entry);
    const { seq, time, operation }: Cause = cause ?? { seq: 0, time: '', operation: 'a change' };
    this.#steps.push({ seq, time, operation, device: device.name, of: device, before: before.state, after });
    if (this.#steps.length > mostSteps) this.#steps.shift();
  }
}

const histories = new WeakMap<Lab, History>();

/** The history of a lab; it begins with the first call. */
export function historyOf(lab: Lab): History {
  const history = histories.get(lab) ?? new History(lab);
  histories.set(lab, history);
  return history;
}
