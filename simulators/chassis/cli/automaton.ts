import type { DeviceState } from '../kind.ts';
import type { Grammar } from './grammar.ts';
import type { ParameterType } from './parameter.ts';

/**
 * A place in the automaton that all lines of a mode share: what may come next. `E` is what is found at a line's end.
 *
 * Lines share places as long as they begin alike. Options, choices and repetitions add places of their own, joined by
 * `also`; each of those belongs to one line alone, so that sharing never lets one line's options into another.
 */
export class State<S extends DeviceState, E> {
  /** By what tells one word from another. */
  readonly edges = new Map<string, Edge<S, E>>();
  readonly also: State<S, E>[] = [];
  readonly ends: E[] = [];
  #table: Table<S, E> | undefined;

  /** All that may come next, `also` included. Fixed at the first call. */
  get table(): Table<S, E> {
    this.#table ??= tableOf(this);
    return this.#table;
  }
}

/** A word from one place to the next. */
export interface Edge<S extends DeviceState, E> {
  /** The keyword, or the parameter's name. */
  readonly name: string;
  /** The keyword as it is looked up; empty on a parameter. */
  readonly key: string;
  /** The parameter's type as the grammar writes it; empty on a keyword. */
  readonly typeName: string;
  readonly type: ParameterType<S> | undefined;
  readonly to: State<S, E>;
  /** The ends of all lines that go this way. */
  readonly beyond: E[];
}

/** A place with all its empty steps taken. */
export interface Table<S extends DeviceState, E> {
  readonly keywords: ReadonlyMap<string, readonly Edge<S, E>[]>;
  /** The keys of `keywords`, in order. */
  readonly sorted: readonly string[];
  /** The most particular first. */
  readonly parameters: readonly Edge<S, E>[];
  readonly ends: readonly E[];
}

/** How the words of a grammar become edges. */
export interface Words<S extends DeviceState> {
  fold(keyword: string): string;
  /** @throws Error for a type that nobody knows */
  type(name: string): ParameterType<S>;
}

/** Adds a line to the automaton that begins at `root`. */
export function addLine<S extends DeviceState, E>(root: State<S, E>, line: Grammar, end: E, words: Words<S>): void {
  const last = add(root, line, end, words);
  last.ends.push(end);
}

function add<S extends DeviceState, E>(from: State<S, E>, part: Grammar, end: E, words: Words<S>): State<S, E> {
  switch (part.kind) {
    case 'keyword':
      return step(from, end, { name: part.text, key: words.fold(part.text), typeName: '', type: undefined });
    case 'parameter':
      return step(from, end, { name: part.name, key: '', typeName: part.type, type: words.type(part.type) });
    case 'sequence':
      return part.parts.reduce((at, one) => add(at, one, end, words), from);
    case 'choice':
      return join(part.ways.map((way) => add(from, way, end, words)));
    case 'option':
      return join([from, add(from, part.part, end, words)]);
    case 'repeat': {
      const start = join([from]);
      const stop = add(start, part.part, end, words);
      stop.also.push(start);
      return join([stop]);
    }
  }
}

function join<S extends DeviceState, E>(states: readonly State<S, E>[]): State<S, E> {
  const joined = new State<S, E>();
  for (const state of states) state.also.push(joined);
  return joined;
}

function step<S extends DeviceState, E>(
  from: State<S, E>,
  end: E,
  word: Omit<Edge<S, E>, 'to' | 'beyond'>,
): State<S, E> {
  const identity = word.type ? `<${word.name}:${word.typeName}>` : word.key;
  let edge = from.edges.get(identity);
  if (!edge) {
    edge = { ...word, to: new State<S, E>(), beyond: [] };
    from.edges.set(identity, edge);
  }
  if (edge.beyond.at(-1) !== end) edge.beyond.push(end);
  return edge.to;
}

function tableOf<S extends DeviceState, E>(state: State<S, E>): Table<S, E> {
  const here = new Set([state]);
  for (const one of here) for (const other of one.also) here.add(other);
  const keywords = new Map<string, Edge<S, E>[]>();
  const parameters: Edge<S, E>[] = [];
  const ends: E[] = [];
  for (const one of here) {
    for (const edge of one.edges.values()) {
      if (edge.type) parameters.push(edge);
      else {
        const alike = keywords.get(edge.key);
        if (alike) alike.push(edge);
        else keywords.set(edge.key, [edge]);
      }
    }
    for (const end of one.ends) if (!ends.includes(end)) ends.push(end);
  }
  parameters.sort((a, b) => (a.type?.rank ?? 0) - (b.type?.rank ?? 0));
  return { keywords, sorted: [...keywords.keys()].sort(), parameters, ends };
}
