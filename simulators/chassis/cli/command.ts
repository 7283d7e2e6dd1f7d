import type { Draft } from 'immer';
import type { Device } from '../device.ts';
import type { Json } from '../json.ts';
import type { DeviceState } from '../kind.ts';
import type { Args } from './args.ts';
import type { Printed } from './printed.ts';
import type { Frame, Session } from './session.ts';

/** How sure a behaviour is. */
export type Evidence = 'documented' | 'recorded' | 'client' | 'inferred';

/** What {@link Dialect.allows} judges: a role, several roles, a level. */
export type Privilege = string | number | readonly string[];

/** Where a command exists, who may use it, and how well it is known. */
export interface CommandOptions<S extends DeviceState> {
  /** Mode or modes of the dialect; `'*'` is each of them. `exec` unless told. */
  readonly mode?: string | readonly string[];
  /** The negated form: `true` is the same line after `no`, a text is a grammar of its own (without the `no`). */
  readonly no?: true | string;
  /** False: the command does not exist in the parser just now (a feature that is off). */
  needs?(state: S, device: Device<S>): boolean;
  readonly privilege?: Privilege;
  /** Help by keyword or parameter name. */
  readonly help?: Readonly<Record<string, string>>;
  /** The releases that have it; all unless told. */
  readonly releases?: (release: string) => boolean;
  /** Whether pipes may follow; {@link Dialect.pipeable} decides unless told. */
  readonly pipes?: boolean;
  /** Understood, but shown neither by `?` nor by Tab. */
  readonly hidden?: boolean;
  /** Asks questions. Data for interfaces that cannot answer any. */
  readonly interactive?: boolean;
  readonly evidence?: Evidence;
  /** Document and place, or recording. */
  readonly source?: string;
}

/** One line of grammar and one function. */
export interface Command<S extends DeviceState = DeviceState> extends CommandOptions<S> {
  readonly grammar: string;
  // A method, so that a command of one kind is also a command of any kind.
  handler(run: Run<S>, args: Args): Printed | Promise<Printed>;
}

/** Does what a command says. Stays synchronous unless it must wait; throws {@link CliError} to fail in the device's words. */
export type Handler<S extends DeviceState> = (run: Run<S>, args: Args) => Printed | Promise<Printed>;

/** How a question is put. */
export interface Ask {
  /** Typed characters are not shown. */
  readonly hidden?: boolean;
  /** What is shown instead of each typed character: `*`. */
  readonly echo?: string;
  /** The answer to Enter alone, and where nobody can be asked. Without it, nobody to ask is a failure. */
  readonly default?: string;
  /** One key answers, without Enter. */
  readonly key?: boolean;
}

/** What a handler works with. All members are bound, so that they may be destructured. */
export interface Run<S extends DeviceState> {
  readonly device: Device<S>;
  readonly session: Session<S>;
  /** The mode that the command runs in, after leaving the modes that it does not belong to. */
  readonly mode: Frame;
  /** The `no` form. */
  readonly negated: boolean;
  /** The line as typed. */
  readonly line: string;
  /** The whole command with its words written out: `show version`. */
  readonly command: string;
  /** Aborted by Ctrl-C and by the end of the connection. */
  readonly signal: AbortSignal;
  /** True where somebody can answer. */
  readonly interactive: boolean;
  /** Moves the device's state. */
  readonly change: (recipe: (draft: Draft<S>) => void) => void;
  /** Shows progress at once; text ends where it ends, no newline is added. */
  readonly print: (text: string) => void;
  /**
   * Puts a question and waits for the line that answers it.
   * @throws CliError where nobody can answer and there is no default; {@link Interrupted} on Ctrl-C
   */
  readonly ask: (question: string, how?: Ask) => Promise<string>;
  /** Goes into a mode. `data` says of what: `{ interface: 'Ethernet1/1' }`. */
  readonly enter: (mode: string, data?: Readonly<Record<string, Json>>) => void;
  /** Goes one mode up; from the lowest one the session ends. */
  readonly leave: () => void;
  /** Goes to the lowest mode. */
  readonly end: () => void;
  /** Ends the session after this command. */
  readonly close: () => void;
  /**
   * A text member of the data of the innermost mode that has it.
   * @throws Error when no mode on the way has one: the command's `mode` is wrong
   */
  readonly context: (name: string) => string;
  /** Fails in the device's own words: `throw` of a {@link CliError}. */
  readonly fail: (text: string, status?: number) => never;
}

/** A failure that the device reports in its own words. */
export class CliError extends Error {
  /** Exit status on an exec channel; the dialect's for a failed command unless told. */
  readonly status: number | undefined;
  /** The data side of the failure, for interfaces that give trees. */
  readonly tree: Json | undefined;

  /** @param text what the device prints, without the final newline */
  constructor(text: string, status?: number, tree?: Json) {
    super(text);
    this.name = 'CliError';
    this.status = status;
    this.tree = tree;
  }
}

/** Ctrl-C, or the connection is gone. Handlers let it pass. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/**
 * Makes a command.
 *
 * Grammar: `copy running-config startup-config`; `<port:1-65535>`, `<name:word>`, `<text:line>`; one of
 * `{on|off|level <n:0-7>}`; may be left out `[vrf <vrf:word>]`; any number of them in any order `[count|lines <n:1-99>]...`;
 * one or more `<name:word>...`; a backslash makes the next character plain.
 *
 * @example command('nxapi https port <port:1024-65535>', { mode: 'config', no: 'nxapi https' }, (run, args) => …)
 */
export function command<S extends DeviceState>(
  grammar: string,
  options: CommandOptions<S>,
  handler: Handler<S>,
): Command<S> {
  return { ...options, grammar, handler };
}
