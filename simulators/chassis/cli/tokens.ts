/** A word of a line. */
export interface Token {
  /** Without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** It is, or begins with, what leads to a filter: `|`, `>`. */
  readonly pipe: boolean;
}

/**
 * The first word at or after `at`.
 * @param quotes characters that enclose words with blanks; a quote that is not closed reaches to the end
 */
export function tokenAt(line: string, at: number, until: number, quotes: string): Token | undefined {
  let start = at;
  while (start < until && isBlank(line.charCodeAt(start))) start++;
  if (start >= until) return undefined;
  const first = line[start] ?? '';
  if (quotes !== '' && quotes.includes(first)) {
    const close = line.indexOf(first, start + 1);
    const end = close < 0 || close >= until ? until : close + 1;
    const text = line.slice(start + 1, close < 0 || close >= until ? until : close);
    return { text, start, end, quoted: true, pipe: false };
  }
  let end = start;
  while (end < until && !isBlank(line.charCodeAt(end))) end++;
  return { text: line.slice(start, end), start, end, quoted: false, pipe: first === '|' || first === '>' };
}

/** Where the words from `token` on end because a pipe follows, or the end of the line. The first word is never a pipe. */
export function upToPipe(line: string, token: Token, until: number, quotes: string): number {
  let at = token.end;
  for (;;) {
    const next = tokenAt(line, at, until, quotes);
    if (!next) return until;
    if (next.pipe) return next.start;
    at = next.end;
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
