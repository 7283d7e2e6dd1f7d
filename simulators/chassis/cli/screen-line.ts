/**
 * One line being typed, as a terminal shows it: it wraps at the window's edge, where the cursor hangs until the next
 * character comes. Each character takes one column.
 */
export class ScreenLine {
  readonly #write: (text: string) => void;
  readonly #width: () => number;
  /** Columns before the line: the prompt. */
  #lead = 0;
  #shown: string[] = [];
  /** Where the terminal's cursor is, in columns from the first of the prompt. */
  #at = 0;
  /** The last character filled the row, and the cursor still stands on it. */
  #hangs = false;

  /** @param width columns of the window as it is now; 0: it never wraps */
  constructor(write: (text: string) => void, width: () => number) {
    this.#write = write;
    this.#width = width;
  }

  /** Begins after a prompt that has been written already. @param lead columns that it takes */
  begin(lead: number): void {
    this.#lead = lead;
    this.#shown = [];
    this.#at = 0;
    this.#hangs = false;
    this.#advance(lead);
  }

  /** Makes the terminal show `characters`, with the cursor before the one at `cursor`, by as little as it takes. */
  show(characters: readonly string[], cursor: number): void {
    const shown = this.#shown;
    let same = 0;
    while (same < characters.length && characters[same] === shown[same]) same++;
    if (same < characters.length || same < shown.length) {
      this.#moveTo(same);
      const gone = Math.max(0, shown.length - characters.length);
      this.#shown = [...characters];
      this.#put(characters.slice(same).join('') + ' '.repeat(gone), characters.length - same + gone);
    }
    this.#moveTo(cursor);
  }

  /** Shows one more character at the end, where the cursor is. */
  append(character: string): void {
    this.#shown.push(character);
    this.#put(character, 1);
  }

  #put(text: string, columns: number): void {
    if (columns === 0) return;
    this.#write(text);
    this.#advance(columns);
  }

  #advance(columns: number): void {
    const width = this.#width();
    this.#at += columns;
    this.#hangs = columns > 0 && width > 0 && this.#at % width === 0;
  }

  #moveTo(index: number): void {
    const target = this.#lead + index;
    if (target === this.#at) return;
    const width = this.#width();
    if (width > 0 && target % width === 0 && index === this.#shown.length && index > 0) {
      // The row below may not exist yet: writing the last character again leads to its end on every terminal.
      this.#moveTo(index - 1);
      this.#put(this.#shown[index - 1] ?? ' ', 1);
      return;
    }
    const from = place(this.#at, width, this.#hangs);
    const to = place(target, width, false);
    let moves = '';
    if (to.row !== from.row) moves += `\x1b[${Math.abs(to.row - from.row)}${to.row < from.row ? 'A' : 'B'}`;
    if (this.#hangs && to.column === from.column) moves += `\r\x1b[${to.column}C`;
    else if (to.row === from.row && to.column < from.column) moves += '\b'.repeat(from.column - to.column);
    else if (to.row === from.row) moves += this.#shown.slice(this.#at - this.#lead, index).join('');
    else moves += to.column === 0 ? '\r' : `\r\x1b[${to.column}C`;
    this.#write(moves);
    this.#at = target;
    this.#hangs = false;
  }
}

function place(at: number, width: number, hangs: boolean): { readonly row: number; readonly column: number } {
  if (width <= 0) return { row: 0, column: at };
  if (hangs) return { row: at / width - 1, column: width - 1 };
  return { row: Math.floor(at / width), column: at % width };
}
