import type { Pager } from './dialect.ts';
import type { Key } from './keys.ts';
import { joined, linesOf } from './lines.ts';

/** Text that is shown page by page. It only says what to print; keys and printing are the shell's. */
export class Paging {
  readonly #lines: readonly string[];
  readonly #pager: Pager;
  readonly #page: number;
  readonly #width: number;
  #next = 0;

  /**
   * @param length rows of the terminal; 0: all is one page
   * @param width columns of the terminal; a longer line takes several rows. 0: lines never wrap
   */
  constructor(text: string, pager: Pager, length: number, width: number) {
    this.#lines = linesOf(text);
    this.#pager = pager;
    this.#page = length === 0 ? Number.POSITIVE_INFINITY : Math.max(1, pager.rows?.(length) ?? length - 1);
    this.#width = width;
  }

  /** True when all has been given out. */
  get done(): boolean {
    return this.#next >= this.#lines.length;
  }

  /** The next page. */
  page(): string {
    return this.#take(this.#page);
  }

  /** All that is left. */
  rest(): string {
    return this.#take(Number.POSITIVE_INFINITY);
  }

  /** What a key brings: the text to print, or `undefined`: the key means nothing here. */
  key(key: Key): string | undefined {
    switch (this.#pager.key ? this.#pager.key(key) : usualKey(key)) {
      case 'page':
        return this.page();
      case 'line':
        return this.#take(1);
      case 'all':
        return this.rest();
      case 'quit':
        this.#next = this.#lines.length;
        return '';
      default:
        return undefined;
    }
  }

  /** What takes the prompt at the foot away. */
  get erase(): string {
    return this.#pager.erase ?? `\r${' '.repeat(this.#pager.prompt.length)}\r`;
  }

  #take(rows: number): string {
    const first = this.#next;
    for (let left = rows; left > 0 && !this.done; this.#next++) {
      left -= this.#rowsOf(this.#lines[this.#next] ?? '');
      if (left < 0 && this.#next > first) break;
    }
    return joined(this.#lines.slice(first, this.#next));
  }

  #rowsOf(line: string): number {
    return this.#width > 0 ? Math.max(1, Math.ceil(line.length / this.#width)) : 1;
  }
}

function usualKey(key: Key): 'page' | 'line' | 'quit' | undefined {
  if (key === ' ') return 'page';
  if (key === 'enter') return 'line';
  return key === 'q' || key === 'Q' || key === '^C' ? 'quit' : undefined;
}
