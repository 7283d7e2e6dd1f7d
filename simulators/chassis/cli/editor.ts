import type { Key } from './keys.ts';
import { ScreenLine } from './screen-line.ts';

/** What a key led to, beyond the line itself. */
export type EditorEvent =
  /** Enter. `tooLong`: the line went over the limit, and `line` is what fitted. */
  | { readonly kind: 'line'; readonly line: string; readonly tooLong: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'complete'; readonly by: 'tab' | 'space' }
  | { readonly kind: 'interrupt' }
  /** Ctrl-Z. */
  | { readonly kind: 'end' }
  /** Ctrl-D on an empty line. */
  | { readonly kind: 'eof' };

/** What an editor works on. */
export interface EditorSettings {
  write(text: string): void;
  /** Columns of the window as it is now; 0: it never wraps. */
  width(): number;
  /** Longest line in characters. */
  readonly limit: number;
  /** Lines to recall, oldest first. Only read. */
  readonly history: readonly string[];
  readonly questionMark: boolean;
  readonly spaceCompletes: boolean;
}

/** How one line is read. */
export interface LineStyle {
  /** Typed characters are not shown. */
  readonly hidden?: boolean;
  /** What is shown for each typed character. */
  readonly echo?: string;
  /** An answer: no help, no completion, no history. */
  readonly plain?: boolean;
  /** Nothing at all is written, the line end included: there is no terminal. */
  readonly silent?: boolean;
}

/** Edits one line after the other, key by key, and keeps the terminal showing it. */
export class LineEditor {
  readonly #settings: EditorSettings;
  readonly #screen: ScreenLine;
  #prompt = '';
  #style: LineStyle = {};
  #line: string[] = [];
  #cursor = 0;
  #recalled = 0;
  #draft: string[] = [];
  #tooLong = false;

  constructor(settings: EditorSettings) {
    this.#settings = settings;
    this.#screen = new ScreenLine(
      (text) => settings.write(text),
      () => settings.width(),
    );
  }

  /** The line so far. */
  get line(): string {
    return this.#line.join('');
  }

  /** The line before the cursor. */
  get before(): string {
    return this.#line.slice(0, this.#cursor).join('');
  }

  /** Writes a prompt and begins a line. The prompt may have several lines (`\r\n`). */
  begin(prompt: string, style: LineStyle = {}): void {
    this.#prompt = prompt;
    this.#style = style;
    this.#line = [];
    this.#cursor = 0;
    this.#recalled = this.#settings.history.length;
    this.#tooLong = false;
    this.redraw();
  }

  /** Writes prompt and line again, after something else has been written. */
  redraw(): void {
    if (this.#style.silent) return;
    this.#settings.write(this.#prompt);
    this.#screen.begin(
      this.#prompt.length - Math.max(this.#prompt.lastIndexOf('\n'), this.#prompt.lastIndexOf('\r')) - 1,
    );
    this.#show();
  }

  /** Puts text in at the cursor. */
  insert(text: string): void {
    const characters = [...text].slice(0, Math.max(0, this.#settings.limit - this.#line.length));
    this.#line.splice(this.#cursor, 0, ...characters);
    this.#cursor += characters.length;
    this.#show();
  }

  /** Does what a key means. */
  key(key: Key): EditorEvent | undefined {
    if (key.length === 1 || (key.codePointAt(0) ?? 0) > 0xffff) return this.#character(key);
    switch (key) {
      case 'enter':
        return this.#enter();
      case 'tab':
        return this.#style.plain ? undefined : { kind: 'complete', by: 'tab' };
      case '^C':
        return { kind: 'interrupt' };
      case '^Z':
        return this.#style.plain ? undefined : { kind: 'end' };
      case '^D':
        if (this.#line.length === 0) return { kind: 'eof' };
        break;
    }
    this.#edit(key);
    return undefined;
  }

  #character(character: string): EditorEvent | undefined {
    const { plain, silent, hidden } = this.#style;
    if (!plain && character === '?' && this.#settings.questionMark) return { kind: 'help' };
    const isBehindWord = this.#cursor === this.#line.length && !/[ |]/.test(this.#line.at(-1) ?? ' ');
    if (!plain && character === ' ' && this.#settings.spaceCompletes && isBehindWord) {
      return { kind: 'complete', by: 'space' };
    }
    if (this.#line.length >= this.#settings.limit) {
      if (!this.#tooLong && !silent) this.#settings.write('\x07');
      this.#tooLong = true;
      return undefined;
    }
    if (this.#cursor < this.#line.length) {
      this.insert(character);
      return undefined;
    }
    this.#line.push(character);
    this.#cursor++;
    if (!hidden && !silent) this.#screen.append(this.#style.echo ?? character);
    return undefined;
  }

  #enter(): EditorEvent {
    this.#cursor = this.#line.length;
    this.#show();
    if (!this.#style.silent) this.#settings.write('\r\n');
    // On a terminal the bell has told; without one the line must not run cut short.
    return { kind: 'line', line: this.line, tooLong: this.#tooLong && this.#style.silent === true };
  }

  #edit(key: Key): void {
    const cut = this.#cutBy(key);
    const cursor = this.#cursorBy(key);
    if (cut) this.#cut(...cut);
    else if (cursor !== undefined) this.#move(cursor);
    else if (key === '^P') this.#recall(this.#recalled - 1);
    else if (key === '^N') this.#recall(this.#recalled + 1);
    else if (key === '^L' || key === '^R') this.#again();
  }

  /** From where to where a key takes characters out. */
  #cutBy(key: Key): readonly [number, number] | undefined {
    const cursor = this.#cursor;
    const end = this.#line.length;
    switch (key) {
      case 'backspace':
        return [Math.max(0, cursor - 1), cursor];
      case 'delete':
      case '^D':
        return [cursor, Math.min(end, cursor + 1)];
      case '^U':
        return [0, cursor];
      case '^X':
        return [0, end];
      case '^K':
        return [cursor, end];
      case '^W':
        return [this.#wordLeft(), cursor];
      case 'M-d':
        return [cursor, this.#wordRight()];
    }
    return undefined;
  }

  /** Where a key moves the cursor to. */
  #cursorBy(key: Key): number | undefined {
    switch (key) {
      case '^A':
        return 0;
      case '^E':
        return this.#line.length;
      case '^B':
        return Math.max(0, this.#cursor - 1);
      case '^F':
        return Math.min(this.#line.length, this.#cursor + 1);
      case 'M-b':
        return this.#wordLeft();
      case 'M-f':
        return this.#wordRight();
    }
    return undefined;
  }

  #again(): void {
    if (!this.#style.silent) this.#settings.write('\r\n');
    this.redraw();
  }

  #cut(from: number, to: number): void {
    this.#line.splice(from, to - from);
    this.#tooLong = false;
    this.#move(from);
  }

  #move(cursor: number): void {
    this.#cursor = cursor;
    this.#show();
  }

  #recall(index: number): void {
    const { history } = this.#settings;
    if (this.#style.plain || index < 0 || index > history.length) return;
    if (this.#recalled === history.length) this.#draft = this.#line;
    this.#recalled = index;
    const line = history[index];
    this.#line = line === undefined ? this.#draft : [...line];
    this.#move(this.#line.length);
  }

  #wordLeft(): number {
    let at = this.#cursor;
    while (at > 0 && this.#line[at - 1] === ' ') at--;
    while (at > 0 && this.#line[at - 1] !== ' ') at--;
    return at;
  }

  #wordRight(): number {
    let at = this.#cursor;
    while (at < this.#line.length && this.#line[at] === ' ') at++;
    while (at < this.#line.length && this.#line[at] !== ' ') at++;
    return at;
  }

  #show(): void {
    const { hidden, silent, echo } = this.#style;
    if (hidden || silent) return;
    this.#screen.show(echo === undefined ? this.#line : this.#line.map(() => echo), this.#cursor);
  }
}
