/**
 * The lab's clock. Every device asks it for the time, never `Date`, so that token lifetimes, uptimes and slow
 * operations pass in no real time when a test moves it.
 */
export class LabClock {
  #offset = 0;
  #frozenAt: number | undefined;
  #alarms: Alarm[] = [];
  #order = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Lab time in milliseconds since 1970-01-01T00:00:00Z. Starts equal to real time. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset;
  }

  /** True while {@link freeze} holds the clock. */
  get frozen(): boolean {
    return this.#frozenAt !== undefined;
  }

  /** Stops the clock, at `at` (ms) or where it stands. */
  freeze(at = this.now()): void {
    this.#frozenAt = at;
    this.#ring();
  }

  /** Lets a frozen clock run on from where it stands. */
  thaw(): void {
    if (this.#frozenAt === undefined) return;
    this.#offset = this.#frozenAt - Date.now();
    this.#frozenAt = undefined;
    this.#ring();
  }

  /**
   * Moves the clock forward and rings what falls due on the way, in order of due time, then of setting; while an
   * alarm rings, `now()` is that alarm's due time.
   *
   * @throws RangeError for a negative `ms`: lab time never goes back
   */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`the clock moves forward only: got ${ms} ms, want 0 or more`);
    const target = this.now() + ms;
    const wasFrozen = this.frozen;
    for (;;) {
      const next = this.#alarms[0];
      if (!next || next.due > target) break;
      this.#frozenAt = Math.max(next.due, this.now());
      this.#alarms.shift();
      next.ring();
    }
    this.#frozenAt = target;
    if (!wasFrozen) this.thaw();
  }

  /**
   * Calls `ring` once when lab time reaches `due` (ms); at once, but never synchronously, if it already has.
   *
   * @returns a function that takes the alarm back
   */
  at(due: number, ring: () => void): () => void {
    const alarm: Alarm = { due, order: this.#order++, ring };
    let low = 0;
    for (let high = this.#alarms.length; low < high; ) {
      const middle = (low + high) >>> 1;
      const other = this.#alarms[middle];
      if (other && other.due <= due) low = middle + 1;
      else high = middle;
    }
    this.#alarms.splice(low, 0, alarm);
    if (low === 0) this.#ring();
    return () => {
      const index = this.#alarms.indexOf(alarm);
      if (index >= 0) this.#alarms.splice(index, 1);
    };
  }

  /** Forgets all alarms, so that a stopped lab leaves no timer behind. */
  stop(): void {
    this.#alarms = [];
    clearTimeout(this.#timer);
  }

  #ring(): void {
    clearTimeout(this.#timer);
    const next = this.#alarms[0];
    if (!next) return;
    if (this.frozen && next.due > this.now()) return;
    // Node fires at once, and warns, for a delay beyond 2^31-1 ms.
    const delay = Math.min(Math.max(0, next.due - this.now()), 0x7fffffff);
    this.#timer = setTimeout(() => {
      for (let due = this.#alarms[0]; due && due.due <= this.now(); due = this.#alarms[0]) {
        this.#alarms.shift();
        due.ring();
      }
      this.#ring();
    }, delay);
    this.#timer.unref();
  }
}

interface Alarm {
  readonly due: number;
  readonly order: number;
  readonly ring: () => void;
}
