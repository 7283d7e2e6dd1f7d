import type { DeviceState } from '../kind.ts';
import type { Command } from './command.ts';
import type { OutcomeCode } from './outcome.ts';
import type { ParameterType } from './parameter.ts';
import type { Pipe } from './pipe.ts';
import type { Problem } from './problem.ts';
import type { Session } from './session.ts';

/** A mode of the CLI. */
export interface Mode {
  /**
   * The mode above. Its commands are accepted here too, and running one of them leaves this mode first: `vlan 10` typed
   * in `config-if`.
   */
  readonly parent?: string;
  /** Modes whose commands are accepted here without leaving: `exec` in `config`. Inherited through `parent`. */
  readonly also?: readonly string[];
}

/** A line of `?` help. */
export interface HelpLine {
  /** A keyword, a parameter's label, `<CR>` or `|`. */
  readonly word: string;
  readonly kind: 'keyword' | 'parameter' | 'end' | 'pipe';
  readonly text: string;
}

/** What `?` was typed after. */
export interface HelpSituation<S extends DeviceState> {
  readonly session: Session<S>;
  /** The line before the cursor. */
  readonly line: string;
  /** The unfinished word directly before the `?`, or empty after a blank. */
  readonly word: string;
}

/** Paging. */
export interface Pager {
  /** What stands at the foot of a page: `--More--`. */
  readonly prompt: string;
  /** What takes the prompt away again. `\r`, blanks, `\r` unless told. */
  readonly erase?: string;
  /** What a key does; space `page`, Enter `line`, q and Ctrl-C `quit`, others nothing unless told. */
  key?(key: string): 'page' | 'line' | 'quit' | 'all' | undefined;
  /** Rows of a page, the prompt's not counted, for a terminal length. Length - 1 unless told. */
  rows?(length: number): number;
}

/** What Tab does where a word can go on in several ways. */
export type TabHabit = 'list' | 'bell' | 'nothing';

/**
 * What differs between the CLIs of vendors. Everything else is the same for each of them.
 * Optional members have the plainest behaviour when left out.
 */
export interface Dialect<S extends DeviceState> {
  /** For the journal and for messages about bad grammar. */
  readonly name: string;
  /** All modes. */
  readonly modes: Readonly<Record<string, Mode>>;
  /** The mode that a session begins in; `exec` unless told. */
  start?(session: Session<S>): string;
  /**
   * The prompt, blank at the end and leading `\r` included.
   * Called once for each line; `session.frame` says the mode.
   */
  prompt(session: Session<S>): string;
  /** Keywords are the same in upper and lower case. */
  readonly caseInsensitive?: boolean;
  /** A unique start of a keyword stands for it. True unless told. */
  readonly abbreviations?: boolean;
  /** What negates a command; `no` unless told. */
  readonly negation?: string;
  /** The word before an exec command in a configuration mode: `do`. */
  readonly do?: string;
  /** Quote characters around words with blanks; none unless told. */
  readonly quotes?: string;
  /** A line that begins so is accepted and does nothing: `!`. */
  readonly comments?: readonly string[];
  /** What stands between two commands on a line: ` ;`. */
  readonly separator?: string;
  /** Types of parameters beyond the built-in ones; may replace those. */
  readonly types?: Readonly<Record<string, ParameterType<S>>>;
  /** What stands in help for a parameter; its type's label unless told. */
  label?(parameter: { readonly name: string; readonly type: string; readonly label: string }): string;
  /** Help for words that a command says nothing about. */
  readonly help?: Readonly<Record<string, string>>;
  /** Lays out `?` help, `\n` at the end. Two columns unless told. */
  helpText?(lines: readonly HelpLine[], situation: HelpSituation<S>): string;
  /** What `?` shows for a command that may end here; `<CR>` unless told. */
  readonly endLabel?: string;

  /** The device's words for a line that is no command, `\n` at the end. See {@link Problem.caret} for the marker. */
  problem(problem: Problem, session: Session<S>): string;
  /** Exit status of a command on an exec channel. 0 for `ok`, 1 for all else unless told. */
  status?(code: OutcomeCode, session: Session<S>): number;
  /**
   * Whether this user may run the command. `command` is written out in full, without secrets.
   * All may unless told.
   */
  allows?(command: Command<S>, session: Session<S>, line: string): boolean;
  /** The device's words for a command that {@link allows} refuses; `status` is for exec channels. */
  denied?(session: Session<S>): { readonly text: string; readonly status?: number };
  /** A command that this user's parser does not have (invisible, not refused). All are there unless told. */
  has?(command: Command<S>, session: Session<S>): boolean;
  /** What is printed for a fault of the simulator itself. */
  readonly internalError?: string;
  /** What is printed when a question cannot be answered by anybody. */
  readonly unanswered?: string;
  /** False: questions take their default answer unasked (`terminal dont-ask`). They are asked unless told. */
  asks?(session: Session<S>): boolean;

  /** Output filters after `|`; none unless told. */
  readonly pipes?: readonly Pipe<S>[];
  /** Whether pipes may follow a command; only commands of the mode `exec` unless told. */
  pipeable?(command: Command<S>, mode: string): boolean;
  /** What is done to the rendered output of a command before pipes see it: a time line in front. */
  output?(text: string, session: Session<S>, command: Command<S>): string;
  /** What is printed where data is wanted of a command that has only text. */
  readonly unstructured?: string;

  /** Paging on a terminal; none unless told. */
  readonly pager?: Pager;
  /** Rows of a new session's terminal: the pty's unless told. 0: no paging. */
  readonly length?: number;
  /** Columns of a new session's terminal: the pty's unless told. */
  readonly width?: number;
  /** What Tab does with several candidates; `bell` unless told. */
  readonly tab?: TabHabit;
  /** A blank completes the word before it, as Tab does. */
  readonly spaceCompletes?: boolean;
  /** Whether `?` is help. True unless told. */
  readonly questionMark?: boolean;
  /** Longest line in characters; {@link defaultLineLimit} unless told. */
  readonly lineLimit?: number;
  /** What is printed for a longer line. */
  readonly tooLong?: string;
  /** Lines kept for recall; 100 unless told. */
  readonly historySize?: number;
  /** Ctrl-Z leaves all configuration modes: true unless told. */
  readonly ctrlZ?: boolean;
  /** What a terminal shows for Ctrl-C at the prompt; `^C` unless told. */
  readonly interruptMark?: string;
  /** Whether a session without a pty shows prompts. False unless told. */
  readonly promptWithoutPty?: boolean;
  /** What is printed before the text of a multi-line parameter is read. Nothing unless told. */
  delimited?(delimiter: string): string;
  /** Lab milliseconds without a key after which the session ends; 0: never. */
  idle?(session: Session<S>): number;
  /** What is printed when that happens. */
  readonly idleText?: string;
  /** What is printed before the first prompt of a shell. */
  greeting?(session: Session<S>): string;
  /** What is printed when a shell ends in order. */
  farewell?(session: Session<S>): string;
  /** Told of each session that ends, in whatever way: locks are given back or kept here. */
  closed?(session: Session<S>): void;
}

/** Characters that a line may have where the dialect says nothing. */
export const defaultLineLimit = 4096;
