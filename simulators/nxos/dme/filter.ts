import { type LineTest, lineTest } from '../../chassis/cli/regex.ts';
import type { ManagedObject } from './class.ts';
import { type RestError, refusals } from './error.ts';

/** Decides whether an object is wanted. */
export type Filter = (object: ManagedObject) => boolean;

/** Deepest nesting that is read. */
const DEEPEST = 32;

/**
 * Reads `query-target-filter`: `eq(l2BD.name,"servers")` with `ne`, `lt`, `gt`, `le`, `ge`, `wcard` (a regular expression),
 * put together by `and(…)`, `or(…)`, `not(…)`. An object without the attribute, or of another class, is not wanted by a
 * comparison.
 *
 * @throws RestError 400 for what is no filter
 * @source reference 8.2
 */
export function readFilter(text: string): Filter {
  const reader = new Reader(text);
  const filter = reader.expression(0);
  reader.end();
  return filter;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  expression(depth: number): Filter {
    if (depth > DEEPEST) throw this.#bad();
    const word = this.#take(/[a-z]+/y);
    this.#expect('(');
    if (word === 'and' || word === 'or' || word === 'not') {
      const parts = [this.expression(depth + 1)];
      while (this.#has(',')) parts.push(this.expression(depth + 1));
      this.#expect(')');
      if (word === 'and') return (object) => parts.every((part) => part(object));
      if (word === 'or') return (object) => parts.some((part) => part(object));
      if (parts.length > 1) throw this.#bad();
      return (object) => !parts.some((part) => part(object));
    }
    const cls = this.#take(/\w+/y);
    this.#expect('.');
    const attribute = this.#take(/\w+/y);
    this.#expect(',');
    const value = this.#value();
    this.#expect(')');
    const compare = this.#comparison(word, value);
    return ({ cls: { name }, attributes }) => {
      const own = name === cls ? attributes[attribute] : undefined;
      return own !== undefined && compare(own);
    };
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#bad();
  }

  #comparison(word: string, value: string): LineTest {
    switch (word) {
      case 'eq':
        return (own) => own === value;
      case 'ne':
        return (own) => own !== value;
      case 'lt':
        return (own) => order(own, value) < 0;
      case 'gt':
        return (own) => order(own, value) > 0;
      case 'le':
        return (own) => order(own, value) <= 0;
      case 'ge':
        return (own) => order(own, value) >= 0;
      case 'wcard':
        try {
          return lineTest(value, {}, () => '');
        } catch {
          throw this.#bad();
        }
      default:
        throw this.#bad();
    }
  }

  #value(): string {
    if (!this.#has('"')) return this.#take(/[^,()"]*/y);
    const end = this.#text.indexOf('"', this.#at);
    if (end < 0) throw this.#bad();
    const value = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return value;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const word = pattern.exec(this.#text)?.[0];
    if (word === undefined) throw this.#bad();
    this.#at += word.length;
    return word;
  }

  #has(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    if (!this.#has(char)) throw this.#bad();
  }

  #bad(): RestError {
    return refusals.malformed(`Query filter error at position ${this.#at}: ${this.#text}`);
  }
}

/** Orders two values: numbers by value, all else as text. */
export function order(a: string, b: string): number {
  const numbers = /^-?\d+$/;
  if (numbers.test(a) && numbers.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
