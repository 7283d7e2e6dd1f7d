/** The writing side of a shell: line ends as the other end wants them, and where the cursor was left. */
export class ShellOutput {
  readonly #write: (text: string) => void;
  readonly #newline: string;
  #atLineStart = true;

  /** @param pty lines end in CR LF */
  constructor(write: (text: string) => void, pty: boolean) {
    this.#write = write;
    this.#newline = pty ? '\r\n' : '\n';
  }

  /** Writes text whose lines end in `\n`. */
  print(text: string): void {
    if (text === '') return;
    this.raw(this.#newline === '\n' ? text : text.replace(/\r?\n/g, this.#newline));
  }

  /** Writes text as it is. */
  raw(text: string): void {
    if (text === '') return;
    this.#atLineStart = text.endsWith('\n');
    this.#write(text);
  }

  /** Takes the line at hand away by writing `text`. */
  erase(text: string): void {
    this.raw(text);
    this.#atLineStart = true;
  }

  /** Ends the line at hand, when there is something on it. */
  endLine(): void {
    if (!this.#atLineStart) this.raw(this.#newline);
  }

  /** Text whose lines end as the other end wants them. */
  lineEnds(text: string): string {
    return text.replace(/\r?\n/g, this.#newline);
  }
}
