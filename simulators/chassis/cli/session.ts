import type { Device } from '../device.ts';
import type { Json, JsonObject } from '../json.ts';
import type { DeviceState } from '../kind.ts';
import type { Args } from './args.ts';
import type { Command } from './command.ts';
import type { Language } from './compile.ts';
import { execute } from './execute.ts';
import { type Completion, completionAt, helpText } from './help.ts';
import type { Execution, Outcome } from './outcome.ts';
import { parseLine } from './parse.ts';
import type { Problem } from './problem.ts';
import { LineReading } from './reading.ts';

export type { Completion } from './help.ts';
export type { Dialogue, Execution, Outcome, OutcomeCode } from './outcome.ts';

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

/** How many sessions each device has had. */
const sessions = new WeakMap<object, number>();

/** One user's CLI: who, where in the modes, with what terminal. */
export class Session<S extends DeviceState> {
  readonly device: Device<S>;
  readonly language: Language<S>;
  readonly user: string;
  readonly roles: readonly string[];
  readonly from: string;
  readonly transport: Transport;
  readonly endpoint: string | undefined;
  /** Counts from 1 at each device: what the journal tells of one does not depend on what goes on at others. */
  readonly id: number;
  /** Privilege level, where the vendor has levels. */
  level: number;
  /** What the kind's commands keep for as long as the session lasts: `dont-ask`, the current directory. */
  readonly settings = new Map<string, Json>();
  readonly terminal: Terminal;
  /** Lines typed, oldest first. */
  readonly history: string[] = [];
  #frames: readonly Frame[];
  #open = true;
  #lost = false;

  /** @param terminal rows and columns of the pty; 0 and 0 unless told. The dialect's own settings come first. */
  constructor(device: Device<S>, language: Language<S>, who: Who, terminal: Partial<Terminal> = {}) {
    const { dialect } = language;
    this.id = (sessions.get(device) ?? 0) + 1;
    sessions.set(device, this.id);
    this.device = device;
    this.language = language;
    this.user = who.user;
    this.roles = who.roles;
    this.from = who.from;
    this.transport = who.transport;
    this.endpoint = who.endpoint;
    this.level = who.level ?? 0;
    this.terminal = {
      length: dialect.length ?? terminal.length ?? 0,
      width: dialect.width ?? terminal.width ?? 0,
    };
    this.#frames = [];
    const start = typeof dialect.start === 'function' ? dialect.start(this) : dialect.start;
    this.#frames = [{ name: start ?? 'exec', data: {} }];
  }

  /** The modes from the lowest to the one at hand. */
  get frames(): readonly Frame[] {
    return this.#frames;
  }

  /** The mode at hand. */
  get frame(): Frame {
    const top = this.#frames.at(-1);
    if (!top) throw new Error('a session always has a mode once it has begun');
    return top;
  }

  /** False once the session has ended. */
  get open(): boolean {
    return this.#open;
  }

  /** Goes into a mode on top of the one at hand. */
  enter(mode: string, data: JsonObject = {}): void {
    this.#frames = [...this.#frames, { name: mode, data }];
  }

  /** Replaces the lowest mode: `enable`, `disable`. The modes above it are left. */
  become(mode: string, data: JsonObject = {}): void {
    this.#frames = [{ name: mode, data }];
  }

  /** Goes one mode up; from the lowest one the session ends. */
  leave(): void {
    if (this.#frames.length > 1) this.#frames = this.#frames.slice(0, -1);
    else this.close();
  }

  /** Goes to the lowest mode. */
  end(): void {
    if (this.#frames.length > 1) this.#frames = this.#frames.slice(0, 1);
  }

  /** Puts back modes that {@link frames} gave before. */
  return(frames: readonly Frame[]): void {
    this.#frames = frames;
  }

  /** Ends the session and tells the dialect, once. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.language.dialect.closed?.(this);
  }

  /** Ends the session as when its connection breaks: nothing more is said to the other end. */
  cut(): void {
    this.#lost = true;
    this.close();
  }

  /** True once {@link cut}: a connection that carries the session must break without an answer. */
  get lost(): boolean {
    return this.#lost;
  }

  /** The prompt as it stands, blank at its end included. */
  prompt(): string {
    return this.language.dialect.prompt(this);
  }

  /** Columns of the prompt's last line. */
  get promptWidth(): number {
    const prompt = this.prompt();
    return prompt.length - Math.max(prompt.lastIndexOf('\n'), prompt.lastIndexOf('\r')) - 1;
  }

  /** The commands on a line, by the dialect's separator; each with the blanks that were left. */
  split(line: string): string[] {
    const { separator } = this.language.dialect;
    return separator === undefined ? [line] : line.split(separator);
  }

  /** Understands one command without running it. */
  read(line: string): Reading<S> | Problem {
    return parseLine(this.language, this, this.frame.name, line);
  }

  /**
   * Runs one command and tells the journal. Synchronous where the command is. Never throws and never rejects.
   * Before a prompt or an answer leaves, wait for `device.settled()`.
   */
  execute(line: string, how: Execution = {}): Outcome | Promise<Outcome> {
    return execute(this, line, how);
  }

  /** The text of `?` after `before`: the words that may follow, or the device's words for why none may. */
  help(before: string): string {
    return helpText(this, before);
  }

  /** What Tab does after `before`. */
  complete(before: string): Completion {
    return completionAt(this, before);
  }
}

/** Tells a line understood from what is wrong with one. */
export function isReading<S extends DeviceState>(read: Reading<S> | Problem): read is Reading<S> {
  return read instanceof LineReading;
}
