import { AsyncLocalStorage } from 'node:async_hooks';
import type { FaultSituation } from '../surroundings.ts';

/**
 * Something that a user asked a device for, by the name that the user has for it. Known only while the lab has fault
 * rules: it tells a change of state what it is part of.
 */
export class Operation {
  readonly situation: Omit<FaultSituation, 'device'>;
  readonly #outermost: Operation;
  #afterwards: (() => void)[] = [];
  #over = false;

  constructor(situation: Omit<FaultSituation, 'device'>) {
    this.situation = situation;
    const around = underWay();
    this.#outermost = around ? around.#outermost : this;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Runs `work`; what it does, now or later, is part of this operation until that has ended. */
  during<T>(work: () => T): T {
    return stage.run(this, work);
  }

  /** Has `work` done when the answer is on its way: for a command inside a request, that of the request. */
  afterwards(work: () => void): void {
    this.#outermost.#afterwards.push(work);
  }

  /** The answer is ready to be sent, or will never be. */
  end(): void {
    this.#over = true;
    const works = this.#afterwards;
    this.#afterwards = [];
    for (const work of works) setImmediate(work);
  }
}

const stage = new AsyncLocalStorage<Operation>();

/** The operation that the running code is part of. */
export function underWay(): Operation | undefined {
  const operation = stage.getStore();
  return operation?.over ? undefined : operation;
}
