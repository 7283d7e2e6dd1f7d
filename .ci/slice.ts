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
}

/** Reads the slice from the environment. @throws Error that names the variable and what would be right. */
export function slice(environment: NodeJS.ProcessEnv = process.env): Slice {
  const seed = Number(environment.RACKLESS_LONG_SEED ?? Date.now() % 2 ** 31);
  if (!Number.isInteger(seed) || seed < 0) throw wrong('SEED', environment, 'a whole number from 0, such as 4711');
  const share = Number(environment.RACKLESS_LONG_SLICE ?? 1);
  if (!(share > 0 && share <= 1)) throw wrong('SLICE', environment, 'above 0 and at most 1, such as 0.02');
  return { seed, share, rounds: (whole) => Math.max(1, Math.round(whole * share)) };
}

function wrong(name: string, environment: NodeJS.ProcessEnv, right: string): Error {
  const variable = `RACKLESS_LONG_${name}`;
  return new Error(`${variable} is ${JSON.stringify(environment[variable])}; it has to be ${right}.`);
}
