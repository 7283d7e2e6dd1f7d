/**
 * As much of a VT100 as a line editor needs: characters, CR, LF, BS, cursor up, down and right, with the cursor hanging at
 * the right edge until the next character. It is endless downwards.
 */
export class Terminal {
  readonly #width: number;
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  #hangs = false;

  /** @param width columns; 0: endless */
  constructor(width = 0) {
    this.#width = width;
  }

  write(text: string): void {
    for (let rest = text; rest !== ''; ) {
      const sequence = /^\x1b\[(\d*)([ABC])/.exec(rest);
      if (sequence) this.#move(sequence[2] ?? '', Number(sequence[1] || 1));
      else this.#character(String.fromCodePoint(rest.codePointAt(0) ?? 0));
      rest = rest.slice(sequence ? sequence[0].length : String.fromCodePoint(rest.codePointAt(0) ?? 0).length);
    }
  }

  /** All rows, blanks at their ends taken off. */
  get rows(): string[] {
    return this.#rows.map((row) =>
      Array.from(row, (character) => character ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  /** The text from a row on, as one line. */
  from(row: number): string {
    return this.#rows
      .slice(row)
      .map((cells) => Array.from(cells, (character) => character ?? ' ').join(''))
      .join('')
      .trimEnd();
  }

  /** Columns from the beginning of a row to the cursor. */
  cursorFrom(row: number): number {
    return (this.#row - row) * this.#width + this.#column + (this.#hangs ? 1 : 0);
  }

  #move(direction: string, count: number): void {
    this.#hangs = false;
    if (direction === 'A') this.#row = Math.max(0, this.#row - count);
    else if (direction === 'B') this.#down(count);
    else this.#column = this.#width > 0 ? Math.min(this.#width - 1, this.#column + count) : this.#column + count;
  }

  #down(count: number): void {
    // Cursor down stops at the last row there is; only a line feed makes a new one.
    this.#row = Math.min(this.#rows.length - 1, this.#row + count);
  }

  #character(character: string): void {
    switch (character) {
      case '\r':
        this.#column = 0;
        this.#hangs = false;
        return;
      case '\n':
        this.#feed();
        return;
      case '\b':
        this.#column = Math.max(0, this.#column - 1);
        this.#hangs = false;
        return;
      case '\x07':
        return;
    }
    if (character < ' ') throw new Error(`the terminal does not know ${JSON.stringify(character)}`);
    if (this.#hangs) {
      this.#feed();
      this.#column = 0;
    }
    const row = this.#rows[this.#row];
    if (row) row[this.#column] = character;
    if (this.#width > 0 && this.#column === this.#width - 1) this.#hangs = true;
    else this.#column++;
  }

  #feed(): void {
    this.#hangs = false;
    this.#row++;
    if (this.#row === this.#rows.length) this.#rows.push([]);
  }
}
