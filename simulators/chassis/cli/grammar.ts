/** A grammar line as a tree. */
export type Grammar =
  | { readonly kind: 'keyword'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly type: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Grammar[] }
  | { readonly kind: 'choice'; readonly ways: readonly Grammar[] }
  | { readonly kind: 'option'; readonly part: Grammar }
  /** Once or more. */
  | { readonly kind: 'repeat'; readonly part: Grammar };

/** A grammar line that is no grammar: a mistake in a command. */
export class GrammarError extends Error {
  constructor(line: string, at: number, what: string) {
    super(`grammar "${line}", column ${at + 1}: ${what}`);
    this.name = 'GrammarError';
  }
}

/**
 * Reads a grammar line; see {@link command} for how one is written.
 * @throws GrammarError
 */
export function parseGrammar(line: string): Grammar {
  return new Reader(line).read();
}

class Reader {
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  read(): Grammar {
    const sequence = this.#sequence();
    if (this.#at < this.#line.length) this.#fail(`unexpected "${this.#line[this.#at]}"`);
    if (sequence.parts.length === 0) this.#fail('at least one word is wanted');
    return sequence;
  }

  #sequence(): Grammar & { kind: 'sequence' } {
    const parts: Grammar[] = [];
    for (;;) {
      while (this.#peek() === ' ') this.#at++;
      const next = this.#peek();
      if (next === undefined || next === '|' || next === ']' || next === '}') return { kind: 'sequence', parts };
      parts.push(this.#repeated(this.#part(next)));
    }
  }

  #part(next: string): Grammar {
    switch (next) {
      case '<':
        return this.#parameter();
      case '{':
        return this.#ways('}');
      case '[':
        return { kind: 'option', part: this.#ways(']') };
      case '>':
        return this.#fail('">" without "<"; write "\\>" for the character');
      default:
        return this.#keyword();
    }
  }

  #repeated(part: Grammar): Grammar {
    if (part.kind === 'keyword' || !this.#line.startsWith('...', this.#at)) return part;
    this.#at += 3;
    return { kind: 'repeat', part };
  }

  #ways(close: string): Grammar {
    const open = this.#at++;
    const ways: Grammar[] = [];
    for (;;) {
      const way = this.#sequence();
      if (way.parts.length === 0) this.#fail('an alternative without words');
      ways.push(way);
      const next = this.#peek();
      this.#at++;
      if (next === close) break;
      if (next !== '|') {
        this.#at = open;
        this.#fail(`"${this.#line[open]}" without "${close}"`);
      }
    }
    const [only] = ways;
    return ways.length === 1 && only ? only : { kind: 'choice', ways };
  }

  #parameter(): Grammar {
    const close = this.#line.indexOf('>', this.#at);
    if (close < 0) this.#fail('"<" without ">"');
    const inner = this.#line.slice(this.#at + 1, close);
    const colon = inner.indexOf(':');
    const name = inner.slice(0, colon);
    const type = inner.slice(colon + 1);
    if (colon < 1 || type === '') this.#fail(`a parameter is written <name:type>, not <${inner}>`);
    this.#at = close + 1;
    return { kind: 'parameter', name, type };
  }

  #keyword(): Grammar {
    let text = '';
    for (let next = this.#peek(); next !== undefined && !' <>[]{}|'.includes(next); next = this.#peek()) {
      if (next === '\\') {
        this.#at++;
        text += this.#peek() ?? this.#fail('nothing follows the last backslash');
      } else text += next;
      this.#at++;
    }
    return { kind: 'keyword', text };
  }

  #peek(): string | undefined {
    return this.#line[this.#at];
  }

  #fail(what: string): never {
    throw new GrammarError(this.#line, this.#at, what);
  }
}
