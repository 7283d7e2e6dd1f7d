/**
 * A key: a character to put in, or a name. Names have more than one character, so the two cannot be mistaken for each
 * other: `enter`, `left`, `^A`, `M-b`.
 */
export type Key = string;

const named: Readonly<Record<string, Key>> = {
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\t': 'tab',
};

const sequences: Readonly<Record<string, Key>> = {
  A: '^P',
  B: '^N',
  C: '^F',
  D: '^B',
  H: '^A',
  F: '^E',
  '1~': '^A',
  '7~': '^A',
  '4~': '^E',
  '8~': '^E',
  '3~': 'delete',
  '1;5C': 'M-f',
  '1;5D': 'M-b',
};

/**
 * Makes keys of characters as they come, whatever pieces they come in. CR, CR LF, CR NUL and LF are each one `enter`;
 * escape sequences that mean nothing here are swallowed, control characters that mean nothing are dropped. Without a
 * terminal there are only characters and `enter`: a tab is a blank, other control characters are dropped.
 */
export class KeyDecoder {
  readonly #pty: boolean;
  /** An escape sequence so far, `\x1b` included; empty outside of one. */
  #sequence = '';
  #afterReturn = false;

  constructor(pty: boolean) {
    this.#pty = pty;
  }

  /** The keys of `text`, in order. */
  decode(text: string): Key[] {
    const keys: Key[] = [];
    for (const character of text) {
      const key = this.#sequence === '' ? this.#plain(character) : this.#escaped(character);
      if (key !== undefined) keys.push(key);
    }
    return keys;
  }

  #plain(character: string): Key | undefined {
    const again = this.#afterReturn;
    this.#afterReturn = character === '\r';
    if (character === '\r') return 'enter';
    if (character === '\n') return again ? undefined : 'enter';
    if (!this.#pty) return character === '\t' ? ' ' : character < ' ' || character === '\x7f' ? undefined : character;
    if (character === '\x1b') {
      this.#sequence = character;
      return undefined;
    }
    const key = named[character];
    if (key !== undefined) return key;
    const code = character.codePointAt(0) ?? 0;
    if (code === 0 || (code >= 0x80 && code < 0xa0)) return undefined;
    return code < 0x20 ? `^${String.fromCharCode(code + 64)}` : character;
  }

  #escaped(character: string): Key | undefined {
    const sequence = this.#sequence + character;
    this.#sequence = '';
    if (sequence.length === 2) {
      if (character === '[' || character === 'O') this.#sequence = sequence;
      else if (character === '\x1b') this.#sequence = character;
      else if (character < ' ' || character === '\x7f') return this.#plain(character);
      else return `M-${character}`;
      return undefined;
    }
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code > 0x7e) return this.#plain(character);
    if (code < 0x40 && sequence.length < 16) {
      this.#sequence = sequence;
      return undefined;
    }
    return sequences[sequence.slice(2)];
  }
}
