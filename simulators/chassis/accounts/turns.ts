/**
 * Lets so many pieces of work run at once and the others wait. Lanes take turns: whoever floods one lane waits behind
 * his own flood, and a newcomer in another lane waits for one piece of work of each lane at most.
 */
export class Turns {
  readonly #width: number;
  readonly #lanes = new Map<string, (() => void)[]>();
  #running = 0;

  /** @param width pieces of work at once */
  constructor(width: number) {
    this.#width = width;
  }

  /** Does `work` when its turn comes, and gives what it gives. */
  async take<T>(lane: string, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#width) this.#running++;
    else await new Promise<void>((go) => this.#wait(lane, go));
    try {
      return await work();
    } finally {
      const next = this.#next();
      if (next) next();
      else this.#running--;
    }
  }

  #wait(lane: string, go: () => void): void {
    const waiting = this.#lanes.get(lane);
    if (waiting) waiting.push(go);
    else this.#lanes.set(lane, [go]);
  }

  #next(): (() => void) | undefined {
    for (const [lane, waiting] of this.#lanes) {
      const go = waiting.shift();
      this.#lanes.delete(lane);
      if (waiting.length > 0) this.#lanes.set(lane, waiting);
      return go;
    }
    return undefined;
  }
}
