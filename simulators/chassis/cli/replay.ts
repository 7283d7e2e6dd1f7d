import type { DeviceState } from '../kind.ts';
import { isComment } from './execute.ts';
import type { Outcome } from './outcome.ts';
import type { Session } from './session.ts';

/** A line of a configuration text that was refused. */
export interface Refused {
  /** Counts from 1. */
  readonly line: number;
  readonly text: string;
  /** The device's words. */
  readonly error: string;
}

/** How a text is read. */
export interface Replaying {
  /** Lines that are no commands: headers that the device writes itself. Comments of the dialect are none anyway. */
  readonly skip?: (line: string) => boolean;
}

/**
 * Feeds configuration text to a session, which stands in its configuration mode. Where the text is indented, a line with
 * less indentation leaves modes, and lines below a refused one are passed over; text without any indentation goes by
 * `exit` and by what each mode understands. Multi-line values run on to their delimiter.
 *
 * Commands must be synchronous. Wrap in `device.batch` so that listeners follow once, at the end.
 *
 * @returns what was refused, in the order of the text; the session is in the mode that it began in
 */
export function replay<S extends DeviceState>(session: Session<S>, text: string, how: Replaying = {}): Refused[] {
  const lines = text.split(/\r?\n/);
  const base = session.frames;
  const refused: Refused[] = [];
  const indented = lines.some((line) => /^[ \t]+\S/.test(line));
  const open: Level[] = [];
  let passOver = Number.POSITIVE_INFINITY;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isComment(session, line) || how.skip?.(line)) continue;
    const indent = line.length - line.trimStart().length;
    if (indent > passOver) continue;
    passOver = Number.POSITIVE_INFINITY;
    if (indented) closeTo(session, open, indent);
    const before = session.frames;
    const first = at + 1;
    const { outcome, last } = run(session, lines, at);
    at = last;
    if (!outcome.ok) {
      refused.push({ line: first, text: line.trim(), error: outcome.error ?? outcome.code });
      passOver = indent;
    } else if (session.frames.length > before.length) open.push({ indent, depth: before.length });
  }
  session.return(base);
  return refused;
}

/** A mode that a line with this indentation has opened on top of `depth` others. */
interface Level {
  readonly indent: number;
  readonly depth: number;
}

function closeTo<S extends DeviceState>(session: Session<S>, open: Level[], indent: number): void {
  for (let top = open.at(-1); top && top.indent >= indent; top = open.at(-1)) {
    if (session.frames.length > top.depth) session.return(session.frames.slice(0, top.depth));
    open.pop();
  }
}

function run<S extends DeviceState>(
  session: Session<S>,
  lines: readonly string[],
  at: number,
): { readonly outcome: Outcome; readonly last: number } {
  const line = (lines[at] ?? '').trimStart();
  let outcome = now(session.execute(line));
  if (outcome.delimiter === undefined) return { outcome, last: at };
  let last = at;
  do last++;
  while (last < lines.length && !lines[last]?.includes(outcome.delimiter));
  outcome = now(session.execute([line, ...lines.slice(at + 1, last + 1)].join('\n')));
  return { outcome, last };
}

function now(outcome: Outcome | Promise<Outcome>): Outcome {
  if (!(outcome instanceof Promise)) return outcome;
  const error = 'this command takes time and cannot be part of a configuration text';
  return { ok: false, code: 'failed', text: '', error, command: '', status: 1, paged: true, pipes: 0 };
}
