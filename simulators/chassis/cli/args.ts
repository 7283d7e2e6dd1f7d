/** A word of the line that a keyword or a parameter took. */
export interface Taken {
  /** The keyword, or the parameter's name. */
  readonly name: string;
  readonly parameter: boolean;
  /** As typed, quotes taken off. */
  readonly text: string;
  /** What the parameter's type made of it; the keyword itself for a keyword. */
  readonly value: unknown;
}

/**
 * The words of a line by the names that the grammar gives them. Asking for what the grammar cannot give is a mistake in
 * the command and throws a plain `Error`.
 */
export class Args {
  readonly #taken: readonly Taken[];

  constructor(taken: readonly Taken[]) {
    this.#taken = taken;
  }

  /** All words in the order of the line. */
  get taken(): readonly Taken[] {
    return this.#taken;
  }

  /** True when the line has this keyword or a value for this parameter. */
  has(name: string): boolean {
    return this.#taken.some((one) => one.name === name);
  }

  /** Which of these keywords or parameters comes first on the line. */
  which<const N extends string>(...names: readonly N[]): N | undefined {
    for (const one of this.#taken) {
      const found = names.find((name) => name === one.name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * The text of a parameter: its value where that is a text, else the words as typed.
   * @param fallback what to give when the line has none
   * @throws Error when the line has none and there is no fallback
   */
  text(name: string, fallback?: string): string {
    const text = this.find(name) ?? fallback;
    if (text === undefined) throw new Error(`the line has no <${name}>: give a fallback, or ask has() first`);
    return text;
  }

  /** As {@link text}, and `undefined` when the line has none. */
  find(name: string): string | undefined {
    const one = this.#one(name);
    if (!one) return undefined;
    return typeof one.value === 'string' ? one.value : one.text;
  }

  /**
   * The value of a parameter that is a number.
   * @throws Error when the line has none and there is no fallback, or the type does not give numbers
   */
  number(name: string, fallback?: number): number {
    const one = this.#one(name);
    const value = one ? one.value : fallback;
    if (typeof value !== 'number') throw new Error(`<${name}> is no number on this line`);
    return value;
  }

  /** As {@link number}, and `undefined` when the line has none. */
  findNumber(name: string): number | undefined {
    return this.#one(name) ? this.number(name) : undefined;
  }

  /** The texts of a repeated parameter, in the order of the line; empty when the line has none. */
  list(name: string): string[] {
    const found: string[] = [];
    for (const one of this.#taken) {
      if (one.parameter && one.name === name) found.push(typeof one.value === 'string' ? one.value : one.text);
    }
    return found;
  }

  /**
   * The value of a parameter whose type gives something of its own.
   * @throws Error when the line has none, or `guard` does not know it
   */
  value<T>(name: string, guard: (value: unknown) => value is T): T {
    const value = this.findValue(name, guard);
    if (value === undefined) throw new Error(`the line has no <${name}>: ask has() first`);
    return value;
  }

  /** As {@link value}, and `undefined` when the line has none. */
  findValue<T>(name: string, guard: (value: unknown) => value is T): T | undefined {
    const one = this.#one(name);
    if (!one) return undefined;
    if (!guard(one.value)) throw new Error(`<${name}> is not what the command takes it for`);
    return one.value;
  }

  /** The values of a repeated parameter. */
  values<T>(name: string, guard: (value: unknown) => value is T): T[] {
    const found: T[] = [];
    for (const one of this.#taken) {
      if (!one.parameter || one.name !== name) continue;
      if (!guard(one.value)) throw new Error(`<${name}> is not what the command takes it for`);
      found.push(one.value);
    }
    return found;
  }

  #one(name: string): Taken | undefined {
    for (const one of this.#taken) if (one.parameter && one.name === name) return one;
    return undefined;
  }
}
