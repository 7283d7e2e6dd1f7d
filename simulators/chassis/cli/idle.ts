import type { LabClock } from '../clock.ts';

/** Watches how long nobody has touched a thing, on the lab's clock. */
export class IdleWatch {
  readonly #clock: LabClock;
  readonly #limit: () => number;
  readonly #expire: () => boolean;
  #touched = 0;
  #due = 0;
  #takeBack: (() => void) | undefined;
  #watching = false;

  /**
   * @param limit lab ms without a touch; 0: never. Asked again at each touch, since configuration may change it
   * @param expire called when the time is up; false: something is going on, watch on
   */
  constructor(clock: LabClock, limit: () => number, expire: () => boolean) {
    this.#clock = clock;
    this.#limit = limit;
    this.#expire = expire;
  }

  /** Begins to watch. */
  start(): void {
    this.#watching = true;
    this.touch();
  }

  /** Counts from now again. */
  touch(): void {
    if (!this.#watching) return;
    this.#touched = this.#clock.now();
    const limit = this.#limit();
    if (limit > 0 && (!this.#takeBack || this.#due > this.#touched + limit)) this.#set(this.#touched + limit);
  }

  /** Watches no more. */
  stop(): void {
    this.#watching = false;
    this.#takeBack?.();
    this.#takeBack = undefined;
  }

  #set(due: number): void {
    this.#takeBack?.();
    this.#due = due;
    this.#takeBack = this.#clock.at(due, () => this.#ring());
  }

  #ring(): void {
    this.#takeBack = undefined;
    const limit = this.#limit();
    if (limit <= 0) return;
    const due = this.#touched + limit;
    if (due > this.#clock.now()) this.#set(due);
    else if (!this.#expire()) this.#set(this.#clock.now() + limit);
  }
}
