import type { DeviceState } from '../kind.ts';
import type { Edge } from './automaton.ts';
import { type Token, upToPipe } from './tokens.ts';
import type { Ground, Thread } from './walk.ts';

/** A part of a line that one parameter takes. */
export interface Piece {
  readonly text: string;
  readonly raw: string;
  readonly end: number;
  /** The delimiter that was not met again. */
  readonly delimiter?: string;
}

/** The part of the line that a parameter takes. */
export function pieceFor<S extends DeviceState, E>(
  thread: Thread<S, E>,
  edge: Edge<S, E>,
  line: string,
  token: Token,
  until: number,
  ground: Ground<S, E>,
): Piece {
  switch (edge.type?.span) {
    case 'line': {
      const raw = line.slice(token.start, until).trimEnd();
      return { text: raw, raw, end: until };
    }
    case 'text': {
      const end = ground.pipeable ? upToPipe(line, token, until, ground.quotes) : until;
      const raw = line.slice(token.start, end).trimEnd();
      return { text: token.end >= token.start + raw.length ? token.text : raw, raw, end };
    }
    case 'delimited': {
      const delimiter = line[token.start] ?? '';
      const close = line.indexOf(delimiter, token.start + 1);
      if (close < 0 || close >= until) {
        return { text: line.slice(token.start + 1, until), raw: line.slice(token.start, until), end: until, delimiter };
      }
      return { text: line.slice(token.start + 1, close), raw: line.slice(token.start, close + 1), end: close + 1 };
    }
    default: {
      const raw = line.slice(token.start, token.end);
      const before = thread.pending?.text;
      if (before === undefined) return { text: token.text, raw, end: token.end };
      return { text: `${before} ${token.text}`, raw: `${before} ${raw}`, end: token.end };
    }
  }
}
