import type { DeviceState } from '../kind.ts';
import { addLine, State, type Words } from './automaton.ts';
import type { Command } from './command.ts';
import type { Dialect } from './dialect.ts';
import { type Grammar, parseGrammar } from './grammar.ts';
import type { ParameterType } from './parameter.ts';
import type { Pipe } from './pipe.ts';
import { builtInTypes, rangeType } from './types.ts';

/** Where a command's line ends in the automaton. */
export interface CommandEnd<S extends DeviceState> {
  readonly command: Command<S>;
  readonly negated: boolean;
}

/** A mode whose commands are accepted in another one. */
export interface Reach {
  readonly mode: string;
  /** Running a command of it leaves the modes above first. */
  readonly leaves: boolean;
}

/** The commands of a kind in one release, with the dialect that they are spoken in. Shared by all its devices. */
export interface Language<S extends DeviceState> {
  readonly dialect: Dialect<S>;
  readonly release: string;
  /** The commands that this release has. */
  readonly commands: readonly Command<S>[];
  /** The automaton of a mode's own commands. @throws Error for a mistake in a command: bad grammar, unknown type or mode, a line that is there twice */
  root(mode: string): State<S, CommandEnd<S>>;
  /** The automaton of what may follow `|`, `>` or `>>`. */
  pipes(lead: string): State<S, Pipe<S>>;
  /** The modes whose commands are accepted in `mode`, that one first. */
  reach(mode: string): readonly Reach[];
  /** A keyword as it is looked up. */
  fold(keyword: string): string;
}

/**
 * The language of a kind in a release. Cheap: a mode is compiled when it is first used. Keep one for each (kind,
 * release).
 */
export function compileKind<S extends DeviceState>(
  dialect: Dialect<S>,
  commands: readonly Command<S>[],
  release: string,
): Language<S> {
  return new Compiled(dialect, commands, release);
}

class Compiled<S extends DeviceState> implements Language<S> {
  readonly dialect: Dialect<S>;
  readonly release: string;
  readonly commands: readonly Command<S>[];
  readonly #roots = new Map<string, State<S, CommandEnd<S>>>();
  readonly #pipes = new Map<string, State<S, Pipe<S>>>();
  readonly #reaches = new Map<string, readonly Reach[]>();
  readonly #words: Words<S>;

  constructor(dialect: Dialect<S>, commands: readonly Command<S>[], release: string) {
    this.dialect = dialect;
    this.release = release;
    this.commands = commands.filter((one) => one.releases?.(release) ?? true);
    this.#words = { fold: (keyword) => this.fold(keyword), type: (name) => this.#type(name) };
  }

  fold(keyword: string): string {
    return this.dialect.caseInsensitive ? keyword.toLowerCase() : keyword;
  }

  root(mode: string): State<S, CommandEnd<S>> {
    let root = this.#roots.get(mode);
    if (!root) {
      root = this.#compile(mode);
      this.#roots.set(mode, root);
    }
    return root;
  }

  pipes(lead: string): State<S, Pipe<S>> {
    let root = this.#pipes.get(lead);
    if (!root) {
      root = new State<S, Pipe<S>>();
      for (const pipe of this.dialect.pipes ?? []) {
        if ((pipe.lead ?? '|') !== lead || pipe.releases?.(this.release) === false) continue;
        addLine(root, parseGrammar(pipe.grammar), pipe, this.#words);
      }
      this.#pipes.set(lead, root);
    }
    return root;
  }

  reach(mode: string): readonly Reach[] {
    let reach = this.#reaches.get(mode);
    if (!reach) {
      reach = this.#reach(mode);
      this.#reaches.set(mode, reach);
    }
    return reach;
  }

  #reach(mode: string): Reach[] {
    const spec = this.#mode(mode);
    const found: Reach[] = [{ mode, leaves: false }];
    const add = (one: Reach) => {
      if (!found.some((other) => other.mode === one.mode)) found.push(one);
    };
    for (const other of spec.also ?? []) add({ mode: other, leaves: false });
    for (let above = spec.parent; above !== undefined; above = this.#mode(above).parent) {
      add({ mode: above, leaves: true });
      for (const other of this.#mode(above).also ?? []) add({ mode: other, leaves: false });
    }
    return found;
  }

  #mode(name: string) {
    const mode = this.dialect.modes[name];
    if (!mode) throw new Error(`${this.dialect.name} has no mode "${name}": one of ${this.#modeNames()} is wanted`);
    return mode;
  }

  #modeNames(): string {
    return Object.keys(this.dialect.modes).join(', ');
  }

  #type(name: string): ParameterType<S> {
    const type = this.dialect.types?.[name] ?? builtInTypes[name] ?? rangeType(name);
    if (type) return type;
    const known = [...Object.keys(builtInTypes), ...Object.keys(this.dialect.types ?? {})].join(', ');
    throw new Error(`${this.dialect.name} has no parameter type "${name}": a range or one of ${known} is wanted`);
  }

  #compile(mode: string): State<S, CommandEnd<S>> {
    this.#mode(mode);
    const root = new State<S, CommandEnd<S>>();
    const seen = new Map<string, Command<S>>();
    for (const command of this.commands) {
      if (!belongs(command, mode)) continue;
      this.#once(seen, command.grammar, command);
      const line = parseGrammar(command.grammar);
      addLine(root, line, { command, negated: false }, this.#words);
      if (command.no === undefined) continue;
      const negated = command.no === true ? line : parseGrammar(command.no);
      this.#once(
        seen,
        `${this.dialect.negation ?? 'no'} ${command.no === true ? command.grammar : command.no}`,
        command,
      );
      addLine(root, this.#negated(negated), { command, negated: true }, this.#words);
    }
    return root;
  }

  #negated(line: Grammar): Grammar {
    return { kind: 'sequence', parts: [{ kind: 'keyword', text: this.dialect.negation ?? 'no' }, line] };
  }

  /** The same line twice is a mistake, unless conditions tell the two apart. */
  #once(seen: Map<string, Command<S>>, line: string, command: Command<S>): void {
    const other = seen.get(line);
    if (other && !other.needs && !command.needs && !this.dialect.has) {
      throw new Error(`${this.dialect.name}: the command "${line}" is there twice in one mode`);
    }
    seen.set(line, command);
  }
}

/** Whether a command is one of a mode's own. */
export function belongs<S extends DeviceState>(command: Command<S>, mode: string): boolean {
  const modes = command.mode ?? 'exec';
  return typeof modes === 'string' ? modes === '*' || modes === mode : modes.includes(mode);
}
