import { RE2JS } from 're2js';

/** A compiled pattern. */
export interface Pattern {
  /** Whether it is found anywhere in a text. */
  foundIn(text: string): boolean;
}

/**
 * Compiles a trainer's pattern, in which `^` and `$` are those of a line. RE2 answers in linear time whatever is written in a file.
 * @returns `undefined` where it is no regular expression
 */
export function re2(pattern: string): Pattern | undefined {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE);
    return { foundIn: (text) => compiled.matcher(text).find() };
  } catch {
    return undefined;
  }
}
