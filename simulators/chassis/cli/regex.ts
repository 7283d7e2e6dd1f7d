import { createRequire } from 'node:module';
import { CliError } from './command.ts';

const load = createRequire(import.meta.url);

/** The engine, loaded when the first pattern needs it: that takes as long as starting many devices. */
function engine(): typeof import('re2js') {
  return load('re2js');
}

/** A regular expression that a user typed, ready to be looked for in lines. */
export type LineTest = (line: string) => boolean;

/** How a pattern is looked for. */
export interface Matching {
  readonly ignoreCase?: boolean;
  /** Only as a whole word. */
  readonly word?: boolean;
  /** Only as a whole line. */
  readonly line?: boolean;
}

/**
 * Makes a test of a user's pattern. It runs in time linear in the line, whatever the pattern is (RE2 semantics: no
 * backreferences, no lookaround).
 *
 * @param words the device's words for a bad pattern
 * @throws CliError with those words
 */
export function lineTest(pattern: string, how: Matching, words: (pattern: string) => string): LineTest {
  if (!how.ignoreCase && !how.word && !how.line && !/[\\^$.|?*+()[\]{}]/.test(pattern)) {
    return (line) => line.includes(pattern);
  }
  let whole = pattern;
  if (how.word) whole = `(?:^|\\W)(?:${whole})(?:\\W|$)`;
  if (how.line) whole = `^(?:${whole})$`;
  const { RE2JS } = engine();
  try {
    // A pattern that is only good together with what is put around it is not good.
    RE2JS.compile(pattern);
    const compiled = RE2JS.compile(whole, how.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return (line) => compiled.matcher(line).find();
  } catch {
    throw new CliError(words(pattern));
  }
}
