import { differs, type Judgement } from '../judgement.ts';

/** Anything with a place in the order of things. */
export interface Ordered {
  readonly seq: number;
}

/** What a word of the rules says besides yes or no. */
export interface Saying<T> {
  readonly expected: string;
  /** What was seen instead, of the first offender. */
  readonly observed: (one: T) => string;
  readonly next?: string;
}

function offence<T>(one: T | undefined, { expected, observed, next }: Saying<T>): Judgement {
  return one === undefined || differs(expected, observed(one), next);
}

/** None of these may be. */
export function never<T>(these: readonly T[], saying: Saying<T>): Judgement {
  return offence(these[0], saying);
}

/** Before each of `these`, one of `those` that belongs to it. */
export function precedes<A extends Ordered, B extends Ordered>(
  those: readonly A[],
  these: readonly B[],
  belongs: (a: A, b: B) => boolean,
  saying: Saying<B>,
): Judgement {
  const alone = these.find((b) => !those.some((a) => a.seq < b.seq && belongs(a, b)));
  return offence(alone, saying);
}

/** After the last of `these`, one of `those`. */
export function afterLast<A extends Ordered, B extends Ordered>(
  these: readonly A[],
  those: readonly B[],
  saying: Saying<A>,
): Judgement {
  const last = these.at(-1);
  return offence(last && those.some(({ seq }) => seq > last.seq) ? undefined : last, saying);
}

/** Each of `opened` is closed later. */
export function closes<A extends Ordered, B extends Ordered>(
  opened: readonly A[],
  closed: readonly B[],
  belongs: (a: A, b: B) => boolean,
  saying: Saying<A>,
): Judgement {
  return offence(
    opened.find((a) => !closed.some((b) => b.seq > a.seq && belongs(a, b))),
    saying,
  );
}

/** A span of the trace; one without an end goes on. */
export interface Span extends Ordered {
  readonly until?: number;
}

/** No span begins before the one before it has ended. */
export function noOverlap<S extends Span>(spans: readonly S[], saying: Saying<S>): Judgement {
  const late = spans.find((one, index) =>
    spans.slice(0, index).some(({ until = Number.POSITIVE_INFINITY }) => until > one.seq),
  );
  return offence(late, saying);
}

/** At most `most` of these for each key. */
export function atMost<T>(
  these: readonly T[],
  most: number,
  key: (one: T) => string,
  saying: (key: string, count: number) => { expected: string; observed: string; next?: string },
): Judgement {
  const counts = new Map<string, number>();
  for (const one of these) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  for (const [whose, count] of counts) {
    if (count <= most) continue;
    const { expected, observed, next } = saying(whose, count);
    return differs(expected, observed, next);
  }
  return true;
}
