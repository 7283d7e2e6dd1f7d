import type { Answer, Call } from './wire.ts';

/** Answers kept for one part of a configuration at most. */
const most = 128;

const kept = new WeakMap<object, Map<string, Answer>>();

/**
 * An answer to a GET that reads one part of the configuration and nothing else: made once, and the same bytes as long as
 * that part stands, whatever else changes. Whether the caller may ask is not asked here.
 * @param part of the tree of state, which is what makes the answer hold
 * @throws Problem as `make` does; nothing is kept then
 */
export function remembered(part: object, { base, uri }: Call, make: () => Answer): Answer {
  const answers = kept.get(part) ?? new Map<string, Answer>();
  kept.set(part, answers);
  const key = `${base}${uri}`;
  let answer = answers.get(key);
  if (!answer) {
    const { body, ...rest } = make();
    answer = { ...rest, ...(body !== undefined && { body, bytes: Buffer.from(body) }) };
    if (answers.size >= most) answers.clear();
    answers.set(key, answer);
  }
  return answer;
}
