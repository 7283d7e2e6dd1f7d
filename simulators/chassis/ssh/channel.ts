import type { ServerChannel } from 'ssh2';
import type { ShellStream } from '../cli/stream.ts';

/** The client's terminal, as its requests on the session say. */
export interface Window {
  pty: boolean;
  columns: number;
  rows: number;
  /** Called after each change. */
  resized: () => void;
}

/** An SSH channel as the shell wants it. */
export class ChannelStream implements ShellStream {
  readonly #channel: ServerChannel;
  readonly #window: Window;
  #full: Promise<void> | undefined;

  readonly #break: () => void;

  /** @param cut breaks the connection that the channel is on */
  constructor(channel: ServerChannel, window: Window, cut: () => void) {
    this.#channel = channel;
    this.#window = window;
    this.#break = cut;
    channel.on('error', () => channel.destroy());
  }

  get pty(): boolean {
    return this.#window.pty;
  }

  get columns(): number {
    return this.#window.columns;
  }

  get rows(): number {
    return this.#window.rows;
  }

  write(text: string): void {
    if (!this.#channel.writable) return;
    if (this.#channel.write(text)) return;
    this.#full ??= new Promise((resolve) => {
      const done = (): void => {
        this.#channel.off('drain', done);
        this.#channel.off('close', done);
        this.#full = undefined;
        resolve();
      };
      this.#channel.once('drain', done);
      this.#channel.once('close', done);
    });
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.#channel.on('data', listener);
  }

  onEnd(listener: () => void): void {
    this.#channel.on('end', listener);
  }

  onResize(listener: () => void): void {
    this.#window.resized = listener;
  }

  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  abort(): void {
    this.#break();
  }

  drained(): Promise<void> | undefined {
    return this.#full;
  }
}
