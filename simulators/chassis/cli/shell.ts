import type { DeviceState } from '../kind.ts';
import { defaultLineLimit } from './dialect.ts';
import { type EditorEvent, LineEditor } from './editor.ts';
import { columns } from './help.ts';
import { IdleWatch } from './idle.ts';
import type { Dialogue, Outcome } from './outcome.ts';
import { ShellOutput } from './output.ts';
import { Paging } from './paging.ts';
import { ShellReader } from './reader.ts';
import type { Session } from './session.ts';
import type { ShellStream } from './stream.ts';

export type { ShellStream } from './stream.ts';

/** Joins a session to a stream: lines come in, are run one after the other, and what they print goes out. */
export class Shell<S extends DeviceState> {
  readonly #session: Session<S>;
  readonly #stream: ShellStream;
  readonly #output: ShellOutput;
  readonly #editor: LineEditor;
  readonly #dialogue: Dialogue;
  readonly #reader: ShellReader;
  readonly #idle: IdleWatch;
  #columns: number;
  #rows: number;
  #abort: AbortController | undefined;
  #closed = false;
  #finish: ((status: number) => void) | undefined;

  constructor(session: Session<S>, stream: ShellStream) {
    const { dialect } = session.language;
    this.#session = session;
    this.#stream = stream;
    this.#columns = stream.columns;
    this.#rows = stream.rows;
    this.#output = new ShellOutput((text) => stream.write(text), stream.pty);
    this.#editor = new LineEditor({
      write: (text) => this.#output.raw(text),
      width: () => session.terminal.width,
      limit: dialect.lineLimit ?? defaultLineLimit,
      history: session.history,
      questionMark: dialect.questionMark ?? true,
      spaceCompletes: dialect.spaceCompletes ?? false,
    });
    this.#reader = new ShellReader(stream, this.#output, this.#editor, {
      interrupted: () => this.#abort?.abort(),
      exhausted: () => this.#end(0),
    });
    this.#dialogue = { print: (text) => this.#print(text), ask: (question, how) => this.#reader.ask(question, how) };
    this.#idle = new IdleWatch(
      session.device.surroundings.clock,
      () => dialect.idle?.(session) ?? 0,
      () => this.#expired(),
    );
  }

  /** Reads lines and runs them until the session or the stream ends. @returns the exit status. Never rejects. */
  run(): Promise<number> {
    const { dialect } = this.#session.language;
    const finished = this.#listen();
    this.#idle.start();
    this.#stream.onResize?.(() => this.#resized());
    this.#print(dialect.greeting?.(this.#session) ?? '');
    this.#prompt();
    return finished;
  }

  /**
   * Runs one line (several commands where the dialect has a separator), as `ssh host "line"` does.
   * @returns the exit status of the last command. Never rejects.
   */
  exec(line: string): Promise<number> {
    const finished = this.#listen();
    this.#runAll(this.#session.split(line), false)
      .then(async (status) => {
        await this.#session.device.settled();
        return status;
      })
      .then(
        (status) => this.#end(status),
        () => this.#end(1),
      );
    return finished;
  }

  /** Ends the shell from outside: the connection is gone, the device reboots. */
  close(): void {
    this.#closed = true;
    this.#abort?.abort();
    this.#end(0);
  }

  #listen(): Promise<number> {
    const finished = new Promise<number>((resolve) => {
      this.#finish = resolve;
    });
    this.#stream.onData((data) => {
      this.#idle.touch();
      this.#reader.push(data);
    });
    this.#stream.onEnd(() => this.#reader.end());
    return finished;
  }

  #end(status: number): void {
    const finish = this.#finish;
    this.#finish = undefined;
    this.#closed = true;
    this.#idle.stop();
    this.#reader.stop();
    this.#session.close();
    finish?.(status);
  }

  #expired(): boolean {
    if (!this.#reader.reading) return false;
    const { idleText } = this.#session.language.dialect;
    if (idleText !== undefined) {
      this.#output.endLine();
      this.#print(idleText);
    }
    this.close();
    return true;
  }

  /** Follows the window, unless a command has set the terminal to something else. */
  #resized(): void {
    const { terminal } = this.#session;
    const { columns, rows } = this.#stream;
    if (terminal.width === this.#columns) terminal.width = columns;
    if (terminal.length === this.#rows) terminal.length = rows;
    this.#columns = columns;
    this.#rows = rows;
  }

  #print(text: string): void {
    if (!this.#closed) this.#output.print(text);
  }

  /** Shows the prompt once the device is ready for the next line, and reads it. */
  #prompt(): void {
    const { device, open, language } = this.#session;
    const drained = this.#stream.drained?.();
    if (this.#closed) return;
    if (!device.isSettled || drained) {
      Promise.allSettled([device.settled(), drained]).then(() => this.#prompt());
      return;
    }
    if (!open) {
      this.#print(language.dialect.farewell?.(this.#session) ?? '');
      this.#end(0);
      return;
    }
    this.#output.endLine();
    const prompt = this.#stream.pty || language.dialect.promptWithoutPty ? this.#session.prompt() : '';
    this.#reader.line(prompt, {}, (event) => this.#typed(event));
  }

  #typed(event: EditorEvent): void {
    const { dialect } = this.#session.language;
    switch (event.kind) {
      case 'line':
        this.#entered(event.line, event.tooLong);
        break;
      case 'help':
        this.#output.raw('?\r\n');
        this.#output.print(this.#session.help(this.#editor.before));
        this.#output.endLine();
        this.#editor.redraw();
        break;
      case 'complete':
        this.#complete(event.by);
        break;
      case 'interrupt':
        this.#output.raw(`${dialect.interruptMark ?? '^C'}\r\n`);
        this.#prompt();
        break;
      case 'end':
        if (dialect.ctrlZ === false) break;
        this.#output.raw('^Z\r\n');
        this.#session.end();
        this.#prompt();
        break;
      case 'eof':
        this.#end(0);
        break;
    }
  }

  #complete(by: 'tab' | 'space'): void {
    const { dialect } = this.#session.language;
    const { before } = this.#editor;
    const { insert, candidates } = this.#session.complete(before);
    if (by === 'space')
      this.#editor.insert(candidates.length === 0 && insert !== '' && /\S$/.test(before) ? insert : ' ');
    else if (insert !== '') this.#editor.insert(insert);
    else if (candidates.length > 0 && dialect.tab === 'list') {
      const situation = { session: this.#session, line: before, word: /\S*$/.exec(before)?.[0] ?? '' };
      this.#output.raw('\r\n');
      this.#output.print(dialect.helpText?.(candidates, situation) ?? columns(candidates));
      this.#output.endLine();
      this.#editor.redraw();
    } else if (dialect.tab !== 'nothing') this.#output.raw('\x07');
  }

  #entered(line: string, tooLong: boolean): void {
    const { dialect } = this.#session.language;
    this.#reader.pause();
    if (tooLong) {
      this.#print(dialect.tooLong ?? '% Line too long\n');
      this.#prompt();
      return;
    }
    this.#remember(line);
    this.#runAll(this.#session.split(line), true).then(() => this.#prompt());
  }

  #remember(line: string): void {
    const { history, language } = this.#session;
    if (line.trim() === '' || history.at(-1) === line) return;
    history.push(line);
    if (history.length > (language.dialect.historySize ?? 100)) history.shift();
  }

  /** Runs commands one after the other. @returns the status of the last one */
  async #runAll(commands: readonly string[], paged: boolean): Promise<number> {
    let status = 0;
    for (const command of commands) {
      if (this.#closed || !this.#session.open) break;
      const outcome = await this.#execute(command);
      if (this.#session.lost) {
        this.close();
        this.#stream.abort?.();
        break;
      }
      status = outcome.status;
      if (outcome.code === 'interrupted') this.#print(`${this.#session.language.dialect.interruptMark ?? '^C'}\n`);
      if (paged && outcome.paged) await this.#page(outcome.text);
      else this.#print(outcome.text);
      if (!this.#closed) this.#output.endLine();
    }
    return status;
  }

  async #execute(command: string): Promise<Outcome> {
    const abort = new AbortController();
    this.#abort = abort;
    const how = { interactive: this.#dialogue, signal: abort.signal };
    try {
      const outcome = await this.#session.execute(command, how);
      if (outcome.delimiter === undefined) return outcome;
      const rest = await this.#readTo(outcome.delimiter);
      if (rest === undefined) return { ...outcome, code: 'interrupted' };
      return await this.#session.execute(`${command}\n${rest}`, how);
    } finally {
      this.#abort = undefined;
    }
  }

  /** The lines of a multi-line value, up to the one with the delimiter; `undefined`: given up. */
  async #readTo(delimiter: string): Promise<string | undefined> {
    this.#print(this.#session.language.dialect.delimited?.(delimiter) ?? '');
    const lines: string[] = [];
    try {
      do lines.push(await this.#reader.ask('', {}));
      while (!lines.at(-1)?.includes(delimiter));
    } catch {
      return undefined;
    }
    return lines.join('\n');
  }

  /** Shows text page by page; all at once where there is no pager. */
  async #page(text: string): Promise<void> {
    const { terminal, language } = this.#session;
    const { pager } = language.dialect;
    if (this.#closed) return;
    if (!pager || !this.#stream.pty || terminal.length === 0) this.#output.print(text);
    else await this.#reader.pages(new Paging(text, pager, terminal.length, terminal.width), pager.prompt);
  }
}
