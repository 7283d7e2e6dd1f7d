import type { Draft } from 'immer';
import type { Device } from '../device.ts';
import type { JsonObject } from '../json.ts';
import type { DeviceState } from '../kind.ts';
import { type Ask, CliError, type Run } from './command.ts';
import type { Execution } from './outcome.ts';
import type { LineReading } from './reading.ts';
import type { Frame, Session } from './session.ts';

/** One run of one command. Its members are bound, so that handlers may take them apart. */
export class CommandRun<S extends DeviceState> implements Run<S> {
  readonly device: Device<S>;
  readonly session: Session<S>;
  readonly mode: Frame;
  readonly negated: boolean;
  readonly line: string;
  readonly #reading: LineReading<S>;
  readonly #how: Execution;
  #signal: AbortSignal | undefined;
  #printed = '';

  constructor(session: Session<S>, reading: LineReading<S>, line: string, how: Execution) {
    this.device = session.device;
    this.session = session;
    this.mode = session.frame;
    this.negated = reading.negated;
    this.line = line;
    this.#reading = reading;
    this.#how = how;
    this.#signal = how.signal;
  }

  get command(): string {
    return this.#reading.line;
  }

  get interactive(): boolean {
    return this.#how.interactive !== undefined;
  }

  get signal(): AbortSignal {
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }

  /** Progress that nobody has seen yet. */
  get printed(): string {
    return this.#printed;
  }

  readonly change = (recipe: (draft: Draft<S>) => void): void => this.device.change(recipe);

  readonly print = (text: string): void => {
    if (this.#how.interactive && this.#reading.pipes === 0) this.#how.interactive.print(text);
    else this.#printed += text;
  };

  readonly ask = async (question: string, how: Ask = {}): Promise<string> => {
    const { dialect } = this.session.language;
    const dialogue = this.#how.interactive;
    if (how.default !== undefined && (!dialogue || dialect.asks?.(this.session) === false)) return how.default;
    if (dialogue) return dialogue.ask(question, how);
    throw new CliError(dialect.unanswered ?? '% This command needs an interactive session');
  };

  readonly enter = (mode: string, data: JsonObject = {}): void => this.session.enter(mode, data);
  readonly leave = (): void => this.session.leave();
  readonly end = (): void => this.session.end();
  readonly close = (): void => this.session.close();

  readonly context = (name: string): string => {
    const { frames } = this.session;
    for (let at = frames.length - 1; at >= 0; at--) {
      const value = frames[at]?.data[name];
      if (typeof value === 'string') return value;
    }
    throw new Error(`no mode on the way to ${this.mode.name} says which ${name} it is about`);
  };

  readonly fail = (text: string, status?: number): never => {
    throw new CliError(text, status);
  };
}
