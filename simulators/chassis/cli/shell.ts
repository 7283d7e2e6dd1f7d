import type { DeviceState } from '../kind.ts';
import type { Session } from './session.ts';

/** A byte stream with somebody at its other end. */
export interface ShellStream {
  /** True for a terminal: echo, CR LF, paging. */
  readonly pty: boolean;
  /** The window as it is now; 0 when unknown. */
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
  onData(listener: (data: string | Uint8Array) => void): void;
  /** The other end has closed its half, or is gone. */
  onEnd(listener: () => void): void;
  /** Told of each change of the window. */
  onResize?(listener: () => void): void;
  /** Stops and resumes {@link onData}, when more comes than is read. */
  pause?(): void;
  resume?(): void;
  /** Resolves when the other end has taken what was written; `undefined` when it has already. */
  drained?(): Promise<void> | undefined;
}

/** Joins a session to a stream. */
export declare class Shell<S extends DeviceState> {
  constructor(session: Session<S>, stream: ShellStream);
  /** Reads lines and runs them until the session or the stream ends. @returns the exit status. Never rejects. */
  run(): Promise<number>;
  /** Runs one line, as `ssh host "line"` does. @returns the exit status. Never rejects. */
  exec(line: string): Promise<number>;
  /** Ends the shell from outside: the device reboots. */
  close(): void;
}
