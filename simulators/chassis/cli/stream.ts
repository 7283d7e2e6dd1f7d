/** A byte stream with somebody at its other end. */
export interface ShellStream {
  /** True for a terminal: echo, CR LF, paging. */
  readonly pty: boolean;
  /** The window as it is now; 0 when unknown. */
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
  onData(listener: (data: string | Uint8Array) => void): void;
  /** The other end has closed its half: what has come is still read and run. When it is gone, close the shell. */
  onEnd(listener: () => void): void;
  /** Told of each change of the window. */
  onResize?(listener: () => void): void;
  /** Stops and resumes {@link onData}, when more comes than is read. */
  pause?(): void;
  resume?(): void;
  /** Breaks the connection, without a word. */
  abort?(): void;
  /** Resolves when the other end has taken what was written; `undefined` when it has already. */
  drained?(): Promise<void> | undefined;
}
