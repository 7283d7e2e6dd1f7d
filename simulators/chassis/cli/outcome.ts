import type { Json } from '../json.ts';
import type { Ask } from './command.ts';
import type { Shown } from './printed.ts';
import type { Problem } from './problem.ts';

/** How a command ended. */
export type OutcomeCode =
  | 'ok'
  | 'invalid'
  | 'incomplete'
  | 'ambiguous'
  /** A role or level forbids it. */
  | 'denied'
  /** The command itself failed, in the device's words. */
  | 'failed'
  | 'interrupted'
  /** A multi-line parameter has not met its delimiter again. */
  | 'unfinished';

/** What became of one command. */
export interface Outcome {
  readonly ok: boolean;
  readonly code: OutcomeCode;
  /**
   * What a terminal shows, errors included; lines end in `\n`. What a {@link Dialogue} has shown already is not in it,
   * and neither is data when data was wanted (format `tree`).
   */
  readonly text: string;
  /** The device's words for what went wrong, without the final newline. */
  readonly error?: string;
  /** Data, when the command gave data. */
  readonly shown?: Shown;
  /** Data that a failure carries. */
  readonly tree?: Json;
  /** Written out in full, secrets replaced: `show version`. Of a line that is no command, {@link Problem.name}. */
  readonly command: string;
  /** The grammar line of the command: its identity. */
  readonly grammar?: string;
  /** No such command. */
  readonly unknown?: true;
  /** What is wrong with the line. */
  readonly problem?: Problem;
  /** The delimiter that an unfinished line waits for. Come again with the next line joined on by `\n`. */
  readonly delimiter?: string;
  /** Exit status for an exec channel. */
  readonly status: number;
  /** False when the user asked for no paging. */
  readonly paged: boolean;
  /** Number of output filters that the line had. */
  readonly pipes: number;
}

/** Somebody who can see output as it comes and answer questions. */
export interface Dialogue {
  print(text: string): void;
  /** Rejects with `Interrupted` on Ctrl-C, and when nobody is there any more. */
  ask(question: string, how: Ask): Promise<string>;
}

/** How a command is to run. */
export interface Execution {
  /** `tree`: data is handed over as data and not rendered. `text` unless told. */
  readonly format?: 'text' | 'tree';
  readonly interactive?: Dialogue;
  /** Aborts the command. */
  readonly signal?: AbortSignal;
}
