import type { DeviceState } from '../kind.ts';
import type { Taken } from './args.ts';
import type { Edge, State } from './automaton.ts';
import { Mismatch, more } from './parameter.ts';
import { pieceFor } from './piece.ts';
import type { Session } from './session.ts';
import { type Token, tokenAt } from './tokens.ts';

/** A word that was taken, and the way to it. */
export interface Step<S extends DeviceState, E> extends Taken {
  readonly edge: Edge<S, E>;
  /** As typed, quotes and delimiters included. */
  readonly raw: string;
  readonly previous: Step<S, E> | undefined;
}

/** One way in which the line so far can be understood. */
export interface Thread<S extends DeviceState, E> {
  readonly state: State<S, E>;
  readonly step: Step<S, E> | undefined;
  /** Where this thread reads on: beyond the word at hand, when a parameter took more than that. */
  readonly resume: number;
  /** A parameter that wants another word, and its words so far. */
  readonly pending?: { readonly edge: Edge<S, E>; readonly text: string };
  /** The delimiter that was not met again before the end of the line. */
  readonly delimiter?: string;
}

/** What the walk must know of the dialect and of the moment. */
export interface Ground<S extends DeviceState, E> {
  readonly session: Session<S> | undefined;
  readonly abbreviations: boolean;
  readonly quotes: string;
  fold(keyword: string): string;
  /** Whether this line exists just now. */
  exists(end: E): boolean;
  /** Whether this line is known only to those who write it out in full. */
  hidden(end: E): boolean;
  /** Whether pipes may follow this line; `undefined` where there are no pipes at all. */
  readonly pipeable: ((end: E) => boolean) | undefined;
}

/** How far a line could be understood. */
export interface Walk<S extends DeviceState, E> {
  /** The ways to understand it, the best first; those before `stop`, when there is one. */
  readonly threads: readonly Thread<S, E>[];
  /** The word that cannot follow; see {@link whyStopped}. */
  readonly stop: Token | undefined;
  /** Where a pipe begins that ends the line, or -1. */
  readonly pipeAt: number;
}

/** Follows `line` from `start` at column `at` to column `until`. Time grows with the line, whatever its words are. */
export function walk<S extends DeviceState, E>(
  line: string,
  at: number,
  start: State<S, E>,
  ground: Ground<S, E>,
  until = line.length,
): Walk<S, E> {
  let threads: readonly Thread<S, E>[] = [{ state: start, step: undefined, resume: at }];
  let position = at;
  for (;;) {
    const token = tokenAt(line, position, until, ground.quotes);
    if (!token) return { threads, stop: undefined, pipeAt: -1 };
    if (token.pipe && ground.pipeable && endOf(threads, ground.exists, token.start, ground.pipeable)) {
      return { threads, stop: undefined, pipeAt: token.start };
    }
    const next = advance(threads, line, token, until, ground);
    if (next.length === 0) return { threads, stop: token, pipeAt: -1 };
    threads = next;
    position = until;
    for (const thread of next) position = Math.min(position, thread.resume);
  }
}

/** The line that ends here, of the best way to understand it; `undefined` when more is wanted. */
export function endOf<S extends DeviceState, E>(
  threads: readonly Thread<S, E>[],
  exists: (end: E) => boolean,
  at: number,
  wanted?: (end: E) => boolean,
): { readonly end: E; readonly thread: Thread<S, E> } | undefined {
  for (const thread of threads) {
    if (thread.pending || thread.resume > at) continue;
    for (const end of thread.state.table.ends) {
      if (exists(end) && (!wanted || wanted(end))) return { end, thread };
    }
  }
  return undefined;
}

/** Whether any line that goes this way exists just now. */
export function visible<S extends DeviceState, E>(edge: Edge<S, E>, ground: Ground<S, E>): boolean {
  for (const end of edge.beyond) if (ground.exists(end)) return true;
  return false;
}

/** As {@link visible}, hidden lines left out: those that help and abbreviations know. */
export function shown<S extends DeviceState, E>(edge: Edge<S, E>, ground: Ground<S, E>): boolean {
  return edge.beyond.some((end) => !ground.hidden(end) && ground.exists(end));
}

function advance<S extends DeviceState, E>(
  threads: readonly Thread<S, E>[],
  line: string,
  token: Token,
  until: number,
  ground: Ground<S, E>,
): Thread<S, E>[] {
  const next: Thread<S, E>[] = [];
  const reached = new Set<State<S, E>>();
  const add = (thread: Thread<S, E>) => {
    if (thread.pending === undefined) {
      if (reached.has(thread.state)) return;
      reached.add(thread.state);
    }
    next.push(thread);
  };
  if (!token.quoted) {
    const key = keyFor(threads, token, ground).key;
    if (key !== undefined) {
      for (const thread of threads) {
        if (thread.pending || thread.resume > token.start) continue;
        for (const edge of thread.state.table.keywords.get(key) ?? []) {
          if (visible(edge, ground)) add(keywordThread(thread, edge, token));
        }
      }
    }
  }
  for (const thread of threads) {
    if (thread.resume > token.start) add(thread);
    else if (thread.pending) take(thread, thread.pending.edge, line, token, until, ground, add);
    else for (const edge of thread.state.table.parameters) take(thread, edge, line, token, until, ground, add);
  }
  return next;
}

function keywordThread<S extends DeviceState, E>(thread: Thread<S, E>, edge: Edge<S, E>, token: Token): Thread<S, E> {
  const step = {
    name: edge.name,
    parameter: false,
    text: token.text,
    value: edge.name,
    raw: edge.name,
    edge,
    previous: thread.step,
  };
  return { state: edge.to, step, resume: token.end };
}

/** The keyword that a word means in all threads: itself, or the only one that it begins. */
export function keyFor<S extends DeviceState, E>(
  threads: readonly Thread<S, E>[],
  token: Token,
  ground: Ground<S, E>,
): { readonly key: string | undefined; readonly candidates: readonly string[] } {
  const word = ground.fold(token.text);
  let candidates: Set<string> | undefined;
  for (const thread of threads) {
    if (thread.pending || thread.resume > token.start) continue;
    const { keywords, sorted } = thread.state.table;
    if (keywords.get(word)?.some((edge) => visible(edge, ground))) return { key: word, candidates: [] };
    if (!ground.abbreviations) continue;
    for (let at = firstFrom(sorted, word); at < sorted.length; at++) {
      const key = sorted[at];
      if (!key?.startsWith(word)) break;
      if (candidates?.has(key) || !keywords.get(key)?.some((edge) => shown(edge, ground))) continue;
      candidates ??= new Set();
      candidates.add(key);
    }
  }
  if (!candidates) return noKey;
  const found = [...candidates];
  return found.length === 1 ? { key: found[0], candidates: [] } : { key: undefined, candidates: found };
}

const noKey = { key: undefined, candidates: [] };

/** Index of the first key that is not before `word`. */
function firstFrom(sorted: readonly string[], word: string): number {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

function take<S extends DeviceState, E>(
  thread: Thread<S, E>,
  edge: Edge<S, E>,
  line: string,
  token: Token,
  until: number,
  ground: Ground<S, E>,
  add: (thread: Thread<S, E>) => void,
): void {
  const { type } = edge;
  if (!type || !visible(edge, ground)) return;
  const piece = pieceFor(thread, edge, line, token, until, ground);
  const value = type.read(piece.text, ground.session);
  if (value instanceof Mismatch) return;
  if (value === more) {
    add({ state: thread.state, step: thread.step, resume: piece.end, pending: { edge, text: piece.text } });
    return;
  }
  const step = {
    name: edge.name,
    parameter: true,
    text: piece.text,
    value,
    raw: piece.raw,
    edge,
    previous: thread.step,
  };
  const rest = { state: edge.to, step, resume: piece.end };
  add(piece.delimiter === undefined ? rest : { ...rest, delimiter: piece.delimiter });
}
