import type { DeviceState } from '../kind.ts';
import { Args } from './args.ts';
import type { Command } from './command.ts';
import type { CommandEnd, Language, Reach } from './compile.ts';
import type { Dialect } from './dialect.ts';
import type { Pipe } from './pipe.ts';
import { type Problem, Trouble } from './problem.ts';
import { LineReading, type PipeReading, stepsTo } from './reading.ts';
import type { Session } from './session.ts';
import { tokenAt } from './tokens.ts';
import { endOf, type Ground, type Walk, walk } from './walk.ts';

/**
 * Understands one command line in a mode: the mode's own commands first, then those of the modes that it reaches.
 * Never throws for what a user typed.
 *
 * @returns the command with its words, or what is wrong; of several attempts the one that came farthest speaks
 */
export function parseLine<S extends DeviceState>(
  language: Language<S>,
  session: Session<S> | undefined,
  mode: string,
  line: string,
): LineReading<S> | Problem {
  const { at, reach } = entrance(language, mode, line);
  const failures: (() => Problem)[] = [];
  for (const one of reach) {
    const found = parseIn(language, session, one, line, at);
    if (found instanceof LineReading) return found;
    failures.push(found);
  }
  return failures.map((failure) => failure()).reduce((far, other) => (other.column > far.column ? other : far));
}

/** Where the words begin, and in which modes they are looked for: after `do`, only in the lowest. */
export function entrance<S extends DeviceState>(
  language: Language<S>,
  mode: string,
  line: string,
): { readonly at: number; readonly reach: readonly Reach[] } {
  const { dialect } = language;
  const reach = language.reach(mode);
  if (dialect.do === undefined || reach.length === 1) return { at: 0, reach };
  const first = tokenAt(line, 0, line.length, '');
  const below = reach.filter((one) => !one.leaves && one.mode !== mode);
  if (!first || below.length === 0 || language.fold(first.text) !== dialect.do) return { at: 0, reach };
  return { at: first.end, reach: below };
}

/** What a walk over a mode's commands must know. */
export function commandGround<S extends DeviceState>(
  language: Language<S>,
  session: Session<S> | undefined,
  mode: string,
): Ground<S, CommandEnd<S>> {
  const { dialect } = language;
  return {
    session,
    abbreviations: dialect.abbreviations ?? true,
    quotes: dialect.quotes ?? '',
    fold: (keyword) => language.fold(keyword),
    exists: ({ command }) => existsFor(command, dialect, session),
    hidden: ({ command }) => command.hidden === true,
    pipeable: dialect.pipes && (({ command }) => mayPipe(command, dialect, mode)),
  };
}

/** What a walk over filters must know. */
export function pipeGround<S extends DeviceState>(
  language: Language<S>,
  session: Session<S> | undefined,
): Ground<S, Pipe<S>> {
  const hidden = (pipe: Pipe<S>) => pipe.hidden === true;
  return { ...commandGround(language, session, ''), exists: () => true, hidden, pipeable: () => true };
}

/** The lead of the filter that begins at `at`. */
export function leadAt(line: string, at: number): string {
  return line.startsWith('>>', at) ? '>>' : (line[at] ?? '');
}

/** The line of a command, as people read it: parameters without their types. */
export function plainLine<S extends DeviceState>({ command, negated }: CommandEnd<S>, dialect: Dialect<S>): string {
  if (!negated) return plainGrammar(command.grammar);
  const { no } = command;
  return `${dialect.negation ?? 'no'} ${plainGrammar(typeof no === 'string' ? no : command.grammar)}`;
}

function plainGrammar(grammar: string): string {
  return grammar.replace(/<([^:>]*):[^>]*>/g, '<$1>');
}

function existsFor<S extends DeviceState>(
  command: Command<S>,
  dialect: Dialect<S>,
  session: Session<S> | undefined,
): boolean {
  if (!session) return true;
  if (command.needs && !command.needs(session.device.state, session.device)) return false;
  return dialect.has?.(command, session) ?? true;
}

function mayPipe<S extends DeviceState>(command: Command<S>, dialect: Dialect<S>, mode: string): boolean {
  return command.pipes ?? dialect.pipeable?.(command, mode) ?? mode === 'exec';
}

function parseIn<S extends DeviceState>(
  language: Language<S>,
  session: Session<S> | undefined,
  reach: Reach,
  line: string,
  at: number,
): LineReading<S> | (() => Problem) {
  const ground = commandGround(language, session, reach.mode);
  const went = walk(line, at, language.root(reach.mode), ground);
  const end = ending(went, ground, line);
  if (!end) return () => new Trouble(line, went, ground, (one) => plainLine(one, language.dialect));
  const filters: PipeReading<S>[] = [];
  for (let from = went.pipeAt; from >= 0; ) {
    const lead = leadAt(line, from);
    const after = pipeGround(language, session);
    const next = walk(line, from + lead.length, language.pipes(lead), after);
    const filter = ending(next, after, line);
    if (!filter) return () => new Trouble(line, next, after, (one) => plainGrammar(one.grammar), true);
    filters.push({ pipe: filter.end, args: new Args(stepsTo(filter.thread.step)) });
    from = next.pipeAt;
  }
  return new LineReading(reach, end.end, end.thread, filters);
}

function ending<S extends DeviceState, E>(went: Walk<S, E>, ground: Ground<S, E>, line: string) {
  if (went.stop) return undefined;
  return endOf(went.threads, ground.exists, went.pipeAt < 0 ? line.length : went.pipeAt);
}
