import type { Device } from '../device.ts';
import type { Json, JsonObject } from '../json.ts';
import type { DeviceState } from '../kind.ts';
import type { Args } from './args.ts';
import type { Ask, Command } from './command.ts';
import type { Language } from './compile.ts';
import type { HelpLine } from './dialect.ts';
import type { Shown } from './printed.ts';
import type { Problem } from './problem.ts';

/** What a session comes over. `file`: lines of a configuration file. */
export type Transport = 'ssh' | 'exec' | 'api' | 'console' | 'file';

/** Who has logged in, from where. */
export interface Who {
  readonly user: string;
  readonly roles: readonly string[];
  /** Privilege level at login, where the vendor has levels. 0 unless told. */
  readonly level?: number;
  /** The client's address. */
  readonly from: string;
  readonly transport: Transport;
  readonly endpoint?: string;
}

/** A mode on the stack, and what it is about. */
export interface Frame {
  readonly name: string;
  readonly data: JsonObject;
}

/** What the terminal is. Commands may change it. */
export interface Terminal {
  /** Rows; 0: no paging. */
  length: number;
  /** Columns; 0: lines never wrap. */
  width: number;
}

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
  /** A multi-line parameter has not met its delimiter. */
  | 'unfinished';

/** What became of one command. */
export interface Outcome {
  readonly ok: boolean;
  readonly code: OutcomeCode;
  /** All that a terminal shows, errors and progress included; lines end in `\n`. Empty for shown data in format `tree`. */
  readonly text: string;
  /** The device's words for what went wrong, without the final newline. */
  readonly error?: string;
  /** Data, when the command gave data. */
  readonly shown?: Shown;
  /** Data that a failure carries. */
  readonly tree?: Json;
  /** Written out in full, secrets replaced: `show version`. Of a line that is no command, what could be made of it. */
  readonly command: string;
  /** The grammar line of the command, its identity. */
  readonly grammar?: string;
  /** No such command. */
  readonly unknown?: true;
  /** What is wrong with the line. */
  readonly problem?: Problem;
  /** The delimiter that an unfinished line waits for. */
  readonly delimiter?: string;
  /** Exit status for an exec channel. */
  readonly status: number;
  /** False when the user asked for no paging. */
  readonly paged: boolean;
  /** True when output filters were at work. */
  readonly piped: boolean;
}

/** Somebody who can see output as it comes and answer questions. */
export interface Dialogue {
  print(text: string): void;
  /** Rejects with `Interrupted` on Ctrl-C or when nobody is there any more. */
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

/** A line understood. */
export interface Reading<S extends DeviceState> {
  readonly command: Command<S>;
  readonly args: Args;
  readonly negated: boolean;
  /** The mode that the command belongs to. */
  readonly mode: string;
  /** Written out in full; secrets are there. */
  readonly line: string;
  /** Number of output filters. */
  readonly pipes: number;
}

/** What Tab has to say. */
export interface Completion {
  /** What to add to the line at the cursor. */
  readonly insert: string;
  /** What the word may become, when that is several. */
  readonly candidates: readonly HelpLine[];
}

/** One user's CLI: who, where in the modes, with what terminal. */
export declare class Session<S extends DeviceState> {
  readonly device: Device<S>;
  readonly language: Language<S>;
  readonly user: string;
  readonly roles: readonly string[];
  readonly from: string;
  readonly transport: Transport;
  readonly endpoint: string | undefined;
  /** Counts from 1 in each process. */
  readonly id: number;
  /** Privilege level, where the vendor has levels. */
  level: number;
  /** What the kind's commands keep for as long as the session lasts: `dont-ask`, the current directory. */
  readonly settings: Map<string, Json>;
  readonly terminal: Terminal;
  /** Lines typed, oldest first. */
  readonly history: string[];

  constructor(device: Device<S>, language: Language<S>, who: Who, terminal?: Partial<Terminal>);

  /** The modes from the lowest to the one at hand. */
  get frames(): readonly Frame[];
  /** The mode at hand. */
  get frame(): Frame;
  /** False once the session has ended. */
  get open(): boolean;
  enter(mode: string, data?: JsonObject): void;
  leave(): void;
  end(): void;
  close(): void;
  prompt(): string;
  /** Columns of the prompt's last line. */
  get promptWidth(): number;
  /** The commands on a line, by the dialect's separator; each with the blanks that were left. */
  split(line: string): string[];
  /** Understands one command without running it. */
  read(line: string): Reading<S> | Problem<S>;
  /**
   * Runs one command and tells the journal. Synchronous where the command is. Never throws and never rejects.
   * Before a prompt or an answer leaves, wait for `device.settled()`.
   */
  execute(line: string, how?: Execution): Outcome | Promise<Outcome>;
  /** The text of `?` after `before`. */
  help(before: string): string;
  /** What Tab does after `before`. */
  complete(before: string): Completion;
}
