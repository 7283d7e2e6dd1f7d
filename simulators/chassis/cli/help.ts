import type { DeviceState } from '../kind.ts';
import type { Edge } from './automaton.ts';
import type { HelpLine } from './dialect.ts';
import { Mismatch } from './parameter.ts';
import { commandGround, entrance, leadAt, parseLine, pipeGround } from './parse.ts';
import { LineReading } from './reading.ts';
import type { Session } from './session.ts';
import { tokenAt } from './tokens.ts';
import { endOf, type Ground, shown, type Thread, walk } from './walk.ts';

/** What Tab has to say. */
export interface Completion {
  /** What to add to the line at the cursor. */
  readonly insert: string;
  /** What the word may become, when that is several. */
  readonly candidates: readonly HelpLine[];
}

/** What may come next at one place of a line. */
interface Place {
  /** The unfinished word before the cursor; empty after a blank. */
  readonly word: string;
  /** What `?` shows. */
  readonly lines: readonly HelpLine[];
  /** What Tab may make of the word. */
  readonly values: readonly HelpLine[];
}

/** The text of `?`: see {@link Session.help}. */
export function helpText<S extends DeviceState>(session: Session<S>, before: string): string {
  const { dialect } = session.language;
  const { word, lines } = placeAt(session, before);
  if (lines.length > 0) return dialect.helpText?.(lines, { session, line: before, word }) ?? columns(lines);
  const read = parseLine(session.language, session, session.frame.name, before);
  return read instanceof LineReading ? '' : dialect.problem(read, session);
}

/** What Tab does: see {@link Session.complete}. */
export function completionAt<S extends DeviceState>(session: Session<S>, before: string): Completion {
  const { word, values } = placeAt(session, before);
  const [only] = values;
  if (!only) return { insert: '', candidates: [] };
  if (values.length === 1) {
    const goesOn = /[/:]$/.test(only.word) && only.kind === 'parameter';
    return { insert: only.word.slice(word.length) + (goesOn ? '' : ' '), candidates: [] };
  }
  let common = only.word;
  for (const value of values) while (!value.word.startsWith(common)) common = common.slice(0, -1);
  return { insert: common.slice(word.length), candidates: values };
}

/** Help in two columns. */
export function columns(lines: readonly HelpLine[], indent = 2, gap = 2): string {
  const width = Math.max(...lines.map((line) => line.word.length)) + gap;
  return lines
    .map((line) => `${' '.repeat(indent)}${line.word.padEnd(width)}${line.text}`.trimEnd())
    .join('\n')
    .concat('\n');
}

function placeAt<S extends DeviceState>(session: Session<S>, before: string): Place {
  const { language } = session;
  const wordStart = startOfLastWord(before, language.dialect.quotes ?? '');
  const { at, reach } = entrance(language, session.frame.name, before);
  const own = before.trim() === '' ? reach.slice(0, 1) : reach;
  const gathered = new Gathered(session, before.slice(wordStart));
  for (const { mode } of own) {
    const ground = commandGround(language, session, mode);
    const went = walk(before, at, language.root(mode), ground, wordStart);
    if (went.stop) continue;
    let from = went.pipeAt;
    if (from < 0) gathered.add(went.threads, ground, wordStart);
    while (from >= 0) {
      const lead = leadAt(before, from);
      const after = pipeGround(language, session);
      const next = walk(before, from + lead.length, language.pipes(lead), after, wordStart);
      from = next.pipeAt;
      if (!next.stop && from < 0) gathered.add(next.threads, after, wordStart);
    }
  }
  return gathered;
}

/** Where the word before the cursor begins; the end of the line when a blank is there. */
function startOfLastWord(before: string, quotes: string): number {
  let start = before.length;
  for (let at = 0; ; ) {
    const token = tokenAt(before, at, before.length, quotes);
    if (!token) return start;
    const lead = token.pipe ? leadAt(before, token.start).length : 0;
    start = token.end === before.length && !/\s$/.test(before) ? token.start + lead : before.length;
    at = token.end;
  }
}

/** Collects what may come next from all modes that have a say, each word once, keywords in order of the alphabet. */
class Gathered<S extends DeviceState> implements Place {
  readonly word: string;
  readonly #session: Session<S>;
  readonly #keywords = new Map<string, HelpLine>();
  readonly #parameters = new Map<string, HelpLine>();
  readonly #values = new Map<string, HelpLine>();
  #ends = false;
  #pipes = false;

  constructor(session: Session<S>, word: string) {
    this.#session = session;
    this.word = word;
  }

  get lines(): readonly HelpLine[] {
    const { endLabel = '<CR>', help } = this.#session.language.dialect;
    const lines = [...sorted(this.#keywords), ...this.#parameters.values()];
    if (this.#ends) lines.push({ word: endLabel, kind: 'end', text: help?.[endLabel] ?? '' });
    if (this.#pipes) lines.push({ word: '|', kind: 'pipe', text: help?.['|'] ?? 'Pipe command output to filter' });
    return lines;
  }

  get values(): readonly HelpLine[] {
    return [...sorted(this.#keywords), ...sorted(this.#values)];
  }

  add<E extends Noted>(threads: readonly Thread<S, E>[], ground: Ground<S, E>, wordStart: number): void {
    for (const thread of threads) {
      const { step, pending } = thread;
      const type = step?.edge.type;
      if (pending) this.#parameter(pending.edge, ground, pending.text);
      else if (step && type?.span && type.span !== 'word' && thread.resume >= wordStart && this.word !== '') {
        this.#line(step.edge);
        this.#ends = true;
      } else this.#next(thread, ground);
    }
    if (this.word !== '' || !endOf(threads, ground.exists, wordStart)) return;
    this.#ends = true;
    if (ground.pipeable && endOf(threads, ground.exists, wordStart, ground.pipeable)) this.#pipes = true;
  }

  #next<E extends Noted>(thread: Thread<S, E>, ground: Ground<S, E>): void {
    const { keywords, parameters } = thread.state.table;
    const folded = ground.fold(this.word);
    for (const [key, edges] of keywords) {
      if (!key.startsWith(folded)) continue;
      for (const edge of edges) {
        const seen = edge.beyond.find((end) => ground.exists(end) && !ground.hidden(end));
        if (seen) this.#keyword(edge.name, this.#textFor(edge.name, seen));
      }
    }
    for (const edge of parameters) this.#parameter(edge, ground, undefined);
  }

  #keyword(word: string, text: string): void {
    const known = this.#keywords.get(word);
    if (!known || known.text === '') this.#keywords.set(word, { word, kind: 'keyword', text });
  }

  #parameter<E extends Noted>(edge: Edge<S, E>, ground: Ground<S, E>, before: string | undefined): void {
    const { type } = edge;
    if (!type || !shown(edge, ground)) return;
    const start = before === undefined ? this.word : `${before} ${this.word}`;
    if (this.word !== '') {
      const value = type.read(start, this.#session);
      if (value instanceof Mismatch && value.understood < start.length) return;
    }
    this.#line(edge);
    const skip = before === undefined ? 0 : before.length + 1;
    for (const value of type.complete?.(start, this.#session) ?? []) {
      const word = value.slice(skip);
      this.#values.set(word, { word, kind: 'parameter', text: '' });
    }
  }

  #line<E extends Noted>(edge: Edge<S, E>): void {
    const { dialect } = this.#session.language;
    const { name, typeName, type } = edge;
    const label = type?.label ?? typeName;
    const word = dialect.label?.({ name, type: typeName, label }) ?? label;
    const [first] = edge.beyond;
    const text = (first && this.#textFor(name, first)) || type?.help || '';
    if (!this.#parameters.has(word)) this.#parameters.set(word, { word, kind: 'parameter', text });
  }

  #textFor<E extends Noted>(word: string, end: E): string {
    return noteOf(end).help?.[word] ?? this.#session.language.dialect.help?.[word] ?? '';
  }
}

interface Note {
  readonly help?: Readonly<Record<string, string>>;
}

/** The end of a command's line, or a filter. */
type Noted = { readonly command: Note } | (Note & { readonly make: unknown });

function noteOf(end: Noted): Note {
  return 'command' in end ? end.command : end;
}

function sorted(lines: ReadonlyMap<string, HelpLine>): HelpLine[] {
  return [...lines.values()].sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
}
