import { type Ask, Interrupted } from './command.ts';
import type { EditorEvent, LineEditor, LineStyle } from './editor.ts';
import { ShellInput } from './input.ts';
import type { Key } from './keys.ts';
import type { ShellOutput } from './output.ts';
import type { Paging } from './paging.ts';
import type { ShellStream } from './stream.ts';

/** What a shell's reader tells the shell. */
export interface ReaderEvents {
  /** Ctrl-C while nothing is read: a command runs. */
  interrupted(): void;
  /** Nothing more will come, and a command line is wanted. */
  exhausted(): void;
}

/** Reads from the other end, whatever is wanted just then: a command line, an answer, or a key at the foot of a page. */
export class ShellReader {
  readonly #pty: boolean;
  readonly #input: ShellInput;
  readonly #output: ShellOutput;
  readonly #editor: LineEditor;
  readonly #events: ReaderEvents;
  /** What an answer or a page does when nothing more will come; `gone`: nobody is there to show anything to either. */
  #waiter: ((gone: boolean) => void) | undefined;
  #reading = false;
  #ended = false;
  #gone = false;

  constructor(stream: ShellStream, output: ShellOutput, editor: LineEditor, events: ReaderEvents) {
    this.#pty = stream.pty;
    this.#output = output;
    this.#editor = editor;
    this.#events = events;
    this.#input = new ShellInput(
      stream,
      () => events.interrupted(),
      () => this.#drained(),
    );
  }

  /** True while something is wanted of the other end. */
  get reading(): boolean {
    return this.#reading;
  }

  /** Takes what has come. */
  push(data: string | Uint8Array): void {
    if (!this.#gone) this.#input.push(data);
  }

  /** Nothing more will come; what has come is still read. */
  end(): void {
    this.#ended = true;
    if (this.#input.empty) this.#drained();
  }

  /** Nobody is there any more. */
  stop(): void {
    this.#gone = true;
    this.#waiter?.(true);
    this.#readBy(undefined);
  }

  /** Reads a line: keys go to the editor, and what they lead to goes to `then` until {@link pause}, or another reading. */
  line(prompt: string, style: LineStyle, then: (event: EditorEvent) => void): void {
    if (this.#pty) this.#editor.begin(this.#output.lineEnds(prompt), style);
    else {
      this.#output.print(prompt);
      this.#editor.begin('', { plain: true, silent: true });
    }
    this.#readBy((key) => {
      const event = this.#editor.key(key);
      if (event) then(event);
    });
  }

  /** Reads nothing for now; what comes waits. */
  pause(): void {
    this.#readBy(undefined);
  }

  /**
   * Puts a question. The default answers Enter alone, and the end of the input.
   * @throws Interrupted on Ctrl-C, and where no answer can come any more
   */
  ask(question: string, how: Ask): Promise<string> {
    return new Promise((resolve, reject) => {
      const done = (answer: string | undefined) => {
        this.#waiter = undefined;
        this.#readBy(undefined);
        if (answer === undefined) reject(new Interrupted());
        else resolve(answer === '' ? (how.default ?? '') : answer);
      };
      if (this.#gone) {
        done(undefined);
        return;
      }
      this.#waiter = (gone) => done(gone ? undefined : how.default);
      if (how.key && this.#pty) this.#answerKey(question, done);
      else this.#answerLine(question, how, done);
    });
  }

  /** Shows pages, each but the last with `prompt` at its foot, as the keys say. */
  async pages(paging: Paging, prompt: string): Promise<void> {
    this.#output.print(paging.page());
    if (paging.done) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#waiter = undefined;
        this.#readBy(undefined);
        resolve();
      };
      this.#waiter = (gone) => {
        if (!gone) {
          this.#output.erase(paging.erase);
          this.#output.print(paging.rest());
        }
        done();
      };
      this.#output.raw(prompt);
      this.#readBy((key) => {
        const text = paging.key(key);
        if (text === undefined) return;
        this.#output.erase(paging.erase);
        this.#output.print(text);
        if (paging.done) done();
        else this.#output.raw(prompt);
      });
    });
  }

  #answerKey(question: string, done: (answer: string | undefined) => void): void {
    this.#output.print(question);
    this.#readBy((key) => {
      this.#output.endLine();
      done(key === '^C' ? undefined : key === 'enter' ? '' : key);
    });
  }

  #answerLine(question: string, { hidden = false, echo }: Ask, done: (answer: string | undefined) => void): void {
    const style = echo === undefined ? { plain: true, hidden } : { plain: true, echo };
    this.line(question, style, (event) => {
      if (event.kind === 'interrupt') this.#output.raw('\r\n');
      done(event.kind === 'line' ? event.line : undefined);
    });
  }

  #readBy(reader: ((key: Key) => void) | undefined): void {
    this.#reading = reader !== undefined;
    this.#input.readBy(reader);
  }

  #drained(): void {
    if (!this.#ended || !this.#reading) return;
    if (this.#waiter) this.#waiter(false);
    else this.#events.exhausted();
  }
}
