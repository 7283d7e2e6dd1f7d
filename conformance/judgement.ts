import { isDeepStrictEqual } from 'node:util';

/** The device did something else than required. Plain sentences or values, for a reader who has not seen the case. */
export interface Deviation {
  readonly expected: string;
  readonly observed: string;
  /** What to do about it, where the case knows. */
  readonly next?: string;
}

/** The situation that the check speaks of never arose, so nothing can be said: neither a pass nor a failure. */
export interface Unseen {
  readonly unseen: string;
}

/** What a judge may say of the observations: they conform, they deviate, or they do not contain the situation. */
export type Judgement = true | Deviation | Unseen;

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** A deviation; values that are not text are shown as JSON. */
export function differs(expected: unknown, observed: unknown, next?: string): Deviation {
  return { expected: shown(expected), observed: shown(observed), ...(next === undefined ? {} : { next }) };
}

/** The check's situation was not observed; say why in a short sentence. */
export function unseen(why: string): Unseen {
  return { unseen: why };
}

/** Conforms when both are structurally equal, key order aside. */
export function equal(expected: unknown, observed: unknown, next?: string): Judgement {
  if (isDeepStrictEqual(expected, observed)) return true;
  // `200` and `"200"` look the same without their quotes.
  const alike = shown(expected) === shown(observed);
  return alike ? differs(JSON.stringify(expected), JSON.stringify(observed), next) : differs(expected, observed, next);
}

/** Conforms when the text matches; `described` says in words what was looked for. */
export function matches(pattern: RegExp, text: string, described: string, next?: string): Judgement {
  return pattern.test(text) || differs(described, text === '' ? 'no text' : text, next);
}

/** Conforms when the condition holds. */
export function holds(condition: boolean, expected: string, observed: unknown, next?: string): Judgement {
  return condition || differs(expected, observed, next);
}

/** The first of several judgements that is not a pass; a pass when all are. */
export function all(...judgements: readonly Judgement[]): Judgement {
  return judgements.find((judgement) => judgement !== true) ?? true;
}
