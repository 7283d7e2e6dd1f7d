/**
 * How much of the long tier is asked for. A `NAME.long.ts` takes its seed and its number of rounds from here and from
 * nowhere else, so that a short slice runs in `.ci/run` and a failure is repeated by the seed that it printed.
 */
export interface Slice {
  /** `RACKLESS_LONG_SEED`, a whole number; without it one drawn from the clock. Tests show it in their failures. */
  seed: number;
  /** `RACKLESS_LONG_SLICE`, the share of the whole that is run: above 0, at most 1; 1 without it. */
  share: number;
  /** A number of rounds for this slice: the whole tier's number times the share, at least 1. */
  rounds(whole: number): number;
  /** So many of these, which ones by the seed, in their order. */
  some<T>(whole: readonly T[]): T[];
}

/** Reads the slice from the environment. @throws Error that names the variable and what would be right. */
export function slice(environment: NodeJS.ProcessEnv = process.env): Slice {
  const seed = Number(environment.RACKLESS_LONG_SEED ?? Date.now() % 2 ** 31);
  if (!Number.isInteger(seed) || seed < 0) throw wrong('SEED', environment, 'a whole number from 0, such as 4711');
  const share = Number(environment.RACKLESS_LONG_SLICE ?? 1);
  if (!(share > 0 && share <= 1)) throw wrong('SLICE', environment, 'above 0 and at most 1, such as 0.02');
  const rounds = (whole: number): number => Math.max(1, Math.round(whole * share));
  return {
    seed,
    share,
    rounds,
    some(whole) {
      const lots = whole.map((one, at) => ({ one, at, lot: lot(seed, at) }));
      const drawn = lots.sort((a, b) => a.lot - b.lot).slice(0, rounds(whole.length));
      return drawn.sort((a, b) => a.at - b.at).map(({ one }) => one);
    },
  };
}

/** A number that looks drawn and follows from these two: the finisher of MurmurHash3. */
function lot(seed: number, at: number): number {
  let mixed = Math.imul(seed ^ (at + 1), 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function wrong(name: string, environment: NodeJS.ProcessEnv, right: string): Error {
  const variable = `RACKLESS_LONG_${name}`;
  return new Error(`${variable} is ${JSON.stringify(environment[variable])}; it has to be ${right}.`);
}
