/**
 * Works on one value at a time. Of the values that come meanwhile only the newest is worked on, once, for all of them:
 * what a slow disk should get of a state that moves on.
 */
export class Newest<T> {
  readonly #work: (value: T) => Promise<void>;
  readonly #afterwards: () => Promise<void>;
  #waiting: { value: T; done: Promise<void> } | undefined;
  #last: Promise<void> = Promise.resolve();

  /**
   * @param afterwards what is done between this value and the next, without those who wait for this one waiting for it;
   *   its failures are nobody's
   */
  constructor(work: (value: T) => Promise<void>, afterwards: () => Promise<void> = async () => {}) {
    this.#work = work;
    this.#afterwards = afterwards;
  }

  /** Resolves when this value or one that came later has been worked on; rejects as the work does. */
  push(value: T): Promise<void> {
    if (this.#waiting) {
      this.#waiting.value = value;
      return this.#waiting.done;
    }
    const waiting = { value, done: this.#last };
    waiting.done = this.#last.then(() => {
      this.#waiting = undefined;
      return this.#work(waiting.value);
    });
    this.#waiting = waiting;
    this.#last = waiting.done.then(this.#afterwards).catch(() => undefined);
    return waiting.done;
  }

  /** Resolves when nothing is being worked on or waits. */
  async settled(): Promise<void> {
    for (let last: Promise<void> | undefined; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
  }
}
