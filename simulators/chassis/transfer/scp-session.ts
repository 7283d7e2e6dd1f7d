import type { ScpCommand } from './scp-command.ts';
import type { ScpLine, ScpWire } from './scp-wire.ts';
import type { Budget } from './upload.ts';
import {
  defaultLimit,
  type Ending,
  type FileSystemView,
  refusalOf,
  type ServeOptions,
  type Transferred,
} from './view.ts';

/** A control line that tells of a file or directory. */
export type ScpEntry = Extract<ScpLine, { what: 'file' | 'directory' }>;

/** What both roles of an SCP server work with. */
export class ScpSession {
  readonly wire: ScpWire;
  readonly command: ScpCommand;
  readonly view: FileSystemView;
  readonly budget: Budget;
  /** False once anything was refused by either side: the exit status is then 1. */
  clean = true;
  readonly #report: ((transferred: Transferred) => void) | undefined;

  constructor(wire: ScpWire, command: ScpCommand, view: FileSystemView, options: ServeOptions) {
    this.wire = wire;
    this.command = command;
    this.view = view;
    this.budget = { left: options.limit ?? defaultLimit };
    this.#report = options.report;
  }

  /** Does something with a file; a refusal is told to the client and goes no further. */
  async guard(path: string, work: () => void | Promise<void>): Promise<Ending> {
    try {
      await work();
      return { outcome: 'ok' };
    } catch (error) {
      const { words, ...ending } = refusalOf(this.view, error, path);
      this.clean = false;
      await this.wire.warn(`${path}: ${words}`);
      return ending;
    }
  }

  /** Reports a file whose transfer has ended. @param began `performance.now()` of its beginning */
  tell(direction: Transferred['direction'], path: string, bytes: number, ending: Ending, began: number): void {
    this.#report?.({ via: 'scp', direction, path, bytes, duration: performance.now() - began, ...ending });
  }
}
