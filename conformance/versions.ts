import { UsageError } from './errors.ts';

/**
 * Versions of all our devices in one grammar: numbers and letters in the order in which they are written, whatever
 * stands between them. `7.0(3)I7(4)` is 7, 0, 3, I, 7, 4; `9.3(5)` is 9, 3, 5; `3.1.2` is 3, 1, 2.
 */
type Part = number | string;

const shape = /^\d[0-9A-Za-z.()_-]*$/;

/**
 * Splits a version into its parts.
 * @throws UsageError when the text is not a version (it must begin with a digit).
 */
export function parseVersion(text: string): readonly Part[] {
  const trimmed = text.trim();
  if (!shape.test(trimmed)) {
    throw new UsageError(`"${text}" is not a version: write it as the device prints it, for example 9.3(5) or 4.1.2`);
  }
  return (trimmed.match(/\d+|[A-Za-z]+/g) ?? []).map((part) => (/\d/.test(part) ? Number(part) : part.toUpperCase()));
}

/** Numbers by value, letters by alphabet, a number before a letter: `9.3(5)` comes before `9.3(5)a`. */
function compareParts(a: Part, b: Part): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Orders two versions: negative when `a` is older, 0 when they are the same, positive when `a` is newer.
 * A missing part counts as 0, so `3.1` and `3.1.0` are the same, and a train letter is newer than its base:
 * `7.0(3)` < `7.0(3)F1(1)` < `7.0(3)I7(4)` < `9.2(1)`.
 */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = compareParts(left[i] ?? 0, right[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

const accepts: Record<string, (order: number) => boolean> = {
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '<': (order) => order < 0,
  '=': (order) => order === 0,
};

/**
 * Reads a range once and gives its test. A range is comparators (`>=9.2`, `<10`, `=9.3(5)`) joined by blanks, all of
 * which must hold; alternatives stand between `||`; `*` is every version.
 * @throws UsageError naming the part of the range that cannot be read.
 */
export function parseRange(range: string): (version: string) => boolean {
  const alternatives = range.split('||').map((alternative) => {
    const words = alternative.trim().split(/\s+/);
    if (words.length === 1 && words[0] === '*') return () => true;
    const tests = words.map((word) => {
      const [, operator = '', bound = ''] = /^(>=|<=|>|<|=)(.+)$/.exec(word) ?? [];
      const test = accepts[operator];
      if (!test) {
        throw new UsageError(
          `"${word}" in the range "${range}" is not a comparator: write >=, >, <=, < or = before it`,
        );
      }
      parseVersion(bound);
      return (version: string) => test(compareVersions(version, bound));
    });
    return (version: string) => tests.every((test) => test(version));
  });
  return (version) => alternatives.some((test) => test(version));
}

/** Whether a version lies in a range (see {@link parseRange}). */
export function inRange(version: string, range: string): boolean {
  return parseRange(range)(version);
}
