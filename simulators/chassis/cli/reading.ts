import type { DeviceState } from '../kind.ts';
import { Args } from './args.ts';
import type { Command } from './command.ts';
import type { CommandEnd, Reach } from './compile.ts';
import type { Pipe } from './pipe.ts';
import type { Reading } from './session.ts';
import type { Step, Thread } from './walk.ts';

/** A filter understood. */
export interface PipeReading<S extends DeviceState> {
  readonly pipe: Pipe<S>;
  readonly args: Args;
}

/** What replaces a secret: gets the parameter's name and the secret. */
export type Hide = (name: string, secret: string) => string;

/** A line understood. The written-out texts are made when asked for. */
export class LineReading<S extends DeviceState> implements Reading<S> {
  readonly command: Command<S>;
  readonly args: Args;
  readonly negated: boolean;
  readonly reach: Reach;
  readonly filters: readonly PipeReading<S>[];
  /** The delimiter that the line waits for. */
  readonly delimiter: string | undefined;
  readonly #steps: readonly Step<S, CommandEnd<S>>[];
  #line: string | undefined;

  constructor(reach: Reach, end: CommandEnd<S>, thread: Thread<S, CommandEnd<S>>, filters: readonly PipeReading<S>[]) {
    this.command = end.command;
    this.negated = end.negated;
    this.reach = reach;
    this.filters = filters;
    this.delimiter = thread.delimiter;
    this.#steps = stepsTo(thread.step);
    this.args = new Args(this.#steps);
  }

  get mode(): string {
    return this.reach.mode;
  }

  get pipes(): number {
    return this.filters.length;
  }

  get line(): string {
    this.#line ??= written(this.#steps);
    return this.#line;
  }

  /** Written out, secrets replaced. */
  masked(hide: Hide): string {
    return this.#steps.some((step) => step.edge.type?.secret) ? written(this.#steps, hide) : this.line;
  }
}

/** The words from the first to `last`. */
export function stepsTo<S extends DeviceState, E>(last: Step<S, E> | undefined): Step<S, E>[] {
  const steps: Step<S, E>[] = [];
  for (let step = last; step; step = step.previous) steps.push(step);
  return steps.reverse();
}

/** Words in full, joined by blanks; with `hide`, secrets are replaced. */
export function written<S extends DeviceState, E>(steps: readonly Step<S, E>[], hide?: Hide): string {
  let line = '';
  for (const step of steps) {
    const word = hide ? maskedWord(step, hide) : step.raw;
    line = line === '' ? word : `${line} ${word}`;
  }
  return line;
}

function maskedWord<S extends DeviceState, E>(step: Step<S, E>, hide: Hide): string {
  const secret = step.edge.type?.secret;
  if (secret === undefined) return step.raw;
  return secret === true ? hide(step.name, step.text) : secret(step.text, (text) => hide(step.name, text));
}
