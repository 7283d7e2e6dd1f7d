import type { ShellStream } from '../shell.ts';

/** The far end of a shell, in memory. */
export class FarEnd implements ShellStream {
  readonly pty: boolean;
  columns = 80;
  rows = 24;
  /** Everything written so far. */
  output = '';
  /** How often the sender was asked to pause. */
  pauses = 0;
  resumes = 0;
  #data: (data: string | Uint8Array) => void = () => undefined;
  #end: () => void = () => undefined;
  #resize: () => void = () => undefined;
  #watchers: (() => void)[] = [];

  constructor(pty = true) {
    this.pty = pty;
  }

  write(text: string): void {
    this.output += text;
    for (const watcher of [...this.#watchers]) watcher();
  }

  onData(listener: (data: string | Uint8Array) => void): void {
    this.#data = listener;
  }

  onEnd(listener: () => void): void {
    this.#end = listener;
  }

  onResize(listener: () => void): void {
    this.#resize = listener;
  }

  pause(): void {
    this.pauses++;
  }

  resume(): void {
    this.resumes++;
  }

  /** Whether the connection was broken. */
  aborted = false;

  abort(): void {
    this.aborted = true;
  }

  /** Types at the far end. */
  type(data: string | Uint8Array): void {
    this.#data(data);
  }

  /** Closes the far end's half. */
  end(): void {
    this.#end();
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#resize();
  }

  /** Resolves with all output once it ends in `tail` and `since` characters have been written before it. */
  until(tail: string, since = 0): Promise<string> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.output.length <= since || !this.output.endsWith(tail)) return;
        this.#watchers = this.#watchers.filter((one) => one !== look);
        resolve(this.output.slice(since));
      };
      this.#watchers.push(look);
      look();
    });
  }

  /** Types, and waits until what comes after ends in `tail`. */
  typeUntil(data: string, tail: string): Promise<string> {
    const since = this.output.length;
    this.type(data);
    return this.until(tail, since);
  }
}
