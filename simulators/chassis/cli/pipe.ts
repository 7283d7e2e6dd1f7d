import type { DeviceState } from '../kind.ts';
import type { Args } from './args.ts';
import type { Shown } from './printed.ts';
import type { Session } from './session.ts';

/** What one filter does with output. */
export interface Stage {
  /** From text to text; lines end in `\n`. */
  filter?(text: string): string;
  /** Structured output: from data to text. Must be the first filter. */
  render?(shown: Shown): string;
  /** Output is not paged. */
  readonly unpaged?: boolean;
}

/** What a filter is made from. */
export interface PipeSituation<S extends DeviceState> {
  readonly session: Session<S>;
  /** The command before the first pipe, written out. */
  readonly command: string;
}

/** A filter: one line of grammar and one function, as a command is. */
export interface Pipe<S extends DeviceState = DeviceState> {
  readonly grammar: string;
  /** What stands before it; `|` unless told. */
  readonly lead?: '|' | '>' | '>>';
  readonly help?: Readonly<Record<string, string>>;
  readonly releases?: (release: string) => boolean;
  readonly hidden?: boolean;
  /** @throws CliError for a bad regular expression and the like */
  make(args: Args, situation: PipeSituation<S>): Stage;
}
