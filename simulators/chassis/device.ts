import { type Draft, freeze, produce } from 'immer';
import { changeFaulty } from './faults/change.ts';
import { skewOf } from './faults/skew.ts';
import type { JournalReport } from './journal.ts';
import type { Birth, DeviceState, Kind, Pending } from './kind.ts';
import { Listeners } from './listeners.ts';
import type { Surroundings } from './surroundings.ts';
import { learn, unaskedEndpoints } from './unasked.ts';

/**
 * A device: a pointer to an immutable state tree, and the one way to move it. What listens, what falls due and what is
 * on disk follow from the tree after each change; nothing else opens a socket or writes a file. The tree of a new device
 * is made when it is first looked at, where others like it have told what it listens on.
 */
export class Device<S extends DeviceState = DeviceState> {
  readonly name: string;
  readonly kind: Kind<S>;
  readonly release: string;
  readonly birth: Birth;
  readonly surroundings: Surroundings;
  readonly listeners: Listeners;
  #state: S | undefined;
  #batch = 0;
  #announced: S | undefined;
  #alarm: (() => void) | undefined;
  #alarmDue = Number.POSITIVE_INFINITY;
  #written: Promise<void> | undefined;
  #up = false;

  /**
   * @param saved the `store` that an earlier process left, for a device that wakes from disk
   */
  constructor(kind: Kind<S>, birth: Birth, surroundings: Surroundings, saved?: S['store']) {
    this.kind = kind;
    this.name = birth.name;
    this.release = birth.release;
    this.birth = birth;
    this.surroundings = surroundings;
    this.#state = saved ? woken(kind, birth, surroundings, saved) : undefined;
    this.#announced = this.#state;
    this.listeners = new Listeners(this);
    if (!saved && !unaskedEndpoints(kind, birth)) learn(kind, birth, this.state, kind.endpoints(this.state, this));
  }

  /** The tree as it stands. */
  get state(): S {
    return this.#state ?? this.#unpack();
  }

  /** Has a tree from now on, and its own identities behind its sockets: before anything else reaches the device. */
  unpack(): void {
    if (!this.#state) this.#unpack();
  }

  #unpack(): S {
    const state = freeze(this.kind.factory(this.birth), true);
    this.#state = state;
    this.#announced = state;
    this.refresh();
    return state;
  }

  /** The device's clock in ms: lab time, unless a fault has it run fast or slow. */
  now(): number {
    const { clock, faults } = this.surroundings;
    return faults.none ? clock.now() : clock.now() + skewOf(this.name, this.surroundings);
  }

  /** Opens the endpoints. */
  async start(): Promise<void> {
    this.#up = true;
    this.#follow();
    await this.listeners.settled();
    this.listeners.announce();
  }

  /**
   * Closes the endpoints and all connections; state stays readable.
   * @param grace real milliseconds that requests under way have to end; 0 unless told
   */
  async stop(grace = 0): Promise<void> {
    this.#up = false;
    this.#alarm?.();
    this.#alarm = undefined;
    await this.listeners.stop(grace);
    await this.#written;
  }

  /**
   * Moves the pointer to the tree that `recipe` makes of the present one. Listeners, alarms and disk follow; wait for
   * them with {@link settled}. A recipe that throws changes nothing.
   */
  change(recipe: (draft: Draft<S>) => void): void {
    this.become(produce(this.state, recipe));
  }

  /** Moves the pointer to a tree made elsewhere: a snapshot, a rollback. */
  become(next: S): void {
    // A device that was never started is a drawing board: nothing goes wrong there.
    const faulty = this.#up && !this.surroundings.faults.none;
    this.#move(faulty ? changeFaulty(this, this.state, next) : next);
  }

  /** Runs `work`, and lets the world follow its changes once, at the end. */
  batch<T>(work: () => T): T {
    this.#batch++;
    try {
      return work();
    } finally {
      this.#batch--;
      if (this.#batch === 0) this.#follow();
    }
  }

  /** Resolves when sockets match the state and the store is on disk: what an answer or a prompt waits for. */
  async settled(): Promise<void> {
    if (this.#written) await this.#written;
    if (this.listeners.busy) await this.listeners.settled();
  }

  /** True when {@link settled} would resolve at once, so that a hot path need not wait a tick. */
  get isSettled(): boolean {
    return !this.#written && !this.listeners.busy;
  }

  /**
   * Restarts the device: open connections drop, `run` is lost, configuration comes from the store.
   * @param why for the journal
   */
  async reboot(why: string): Promise<void> {
    this.report({ kind: 'boot', operation: 'reboot', outcome: 'ok', detail: { why } });
    await this.listeners.stop();
    const { blobs } = this.surroundings;
    this.#move(freeze(this.kind.boot(this.state, { now: this.now(), release: this.release, blobs, why }), true));
    this.listeners.restart();
    this.#follow();
    await this.settled();
  }

  /** Unpacks the device again, as it was born: whatever was configured, saved or learnt since is gone. */
  async reset(): Promise<void> {
    await this.put(this.kind.factory({ ...this.birth, now: this.now() }), 'reset');
  }

  /**
   * Has the device in another state at once, by the lab's hand: no fault rule and no time of change has a part in it.
   * Open connections drop; listeners that both states have stay open.
   * @param why for the journal
   */
  async put(state: S, why: 'reset' | 'restore' | 'import'): Promise<void> {
    this.report({ kind: 'boot', operation: why, outcome: 'ok' });
    this.unpack();
    this.listeners.cut();
    this.#state = freeze(state, true);
    if (this.#batch === 0) this.#follow();
    await this.settled();
  }

  /** Lets the sockets follow what the lab around the device says now: a changed certificate file, another host port. */
  refresh(): void {
    if (!this.#up) return;
    const { kind, birth, surroundings } = this;
    const unasked = this.#state ? undefined : unaskedEndpoints(kind, birth);
    const asked = unasked ?? kind.endpoints(this.state, this);
    this.listeners.follow(surroundings.endpoint ? asked.map((one) => surroundings.endpoint?.(one) ?? one) : asked);
  }

  /** Writes a journal entry about this device. */
  report(report: Omit<JournalReport, 'device'>): void {
    this.surroundings.journal.write({ device: this.name, ...report });
  }

  #move(next: S): void {
    const before = this.state;
    if (next === before) return;
    this.#state = this.kind.derive?.(before, next, this.now()) ?? next;
    if (this.#batch === 0) this.#follow();
  }

  #follow(): void {
    const before = this.#announced;
    const after = this.#state;
    this.#announced = after;
    if (before && after && before.store !== after.store) this.#write(before, after);
    if (!this.#up) return;
    this.#schedule(after?.run.pending ?? []);
    this.refresh();
  }

  #write(before: S, after: S): void {
    const written = this.surroundings.disk?.write(before.store, after.store);
    if (!written) return;
    const mine = written.then(
      () => {
        if (this.#written === mine) this.#written = undefined;
      },
      // A failed write stays in the way of every answer until a later one succeeds: nothing is acknowledged that is not kept.
      (error: Error) => {
        this.report({ kind: 'fault', operation: 'write store', outcome: error.message });
        throw error;
      },
    );
    mine.catch(() => undefined);
    this.#written = mine;
  }

  #schedule(pending: readonly Pending[]): void {
    let due = Number.POSITIVE_INFINITY;
    for (const one of pending) if (one.due < due) due = one.due;
    if (due === this.#alarmDue) return;
    this.#alarm?.();
    this.#alarmDue = due;
    const { clock } = this.surroundings;
    this.#alarm =
      due === Number.POSITIVE_INFINITY
        ? undefined
        : clock.at(due - skewOf(this.name, this.surroundings), () => this.#wake());
  }

  #wake(): void {
    this.#alarmDue = Number.POSITIVE_INFINITY;
    const now = this.now();
    const due = this.state.run.pending.filter((one) => one.due <= now).sort((a, b) => a.due - b.due);
    this.batch(() => {
      for (const one of due) {
        this.change((draft) => {
          draft.run.pending = draft.run.pending.filter((other) => other.due !== one.due || other.what !== one.what);
        });
        this.kind.wake?.(this, one);
      }
    });
  }
}

/** What an earlier process left, switched on again. */
function woken<S extends DeviceState>(kind: Kind<S>, birth: Birth, { blobs }: Surroundings, store: S['store']): S {
  return freeze(kind.boot({ ...kind.factory(birth), store }, { now: birth.now, release: birth.release, blobs }), true);
}
