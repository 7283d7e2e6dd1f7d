import type { DeviceState } from '../kind.ts';
import type { Session } from './session.ts';

/**
 * What a mismatch is about. The first five have texts of their own on some devices; any other word is the vendor's.
 * `parameter` is the plain "wrong kind of value".
 */
export type MismatchKind = 'parameter' | 'number' | 'range' | 'ip' | 'interface' | (string & {});

/** A word that is not a value of the parameter's type. */
export class Mismatch {
  readonly kind: MismatchKind;
  /** How many characters of the word made sense. */
  readonly understood: number;
  /** Which character of the word the caret stands under. */
  readonly caret: number;

  /**
   * @param kind `parameter` unless told
   * @param understood 0 unless told; the attempt that understood most gives the error that is shown
   * @param caret where `understood` ends unless told
   */
  constructor(kind: MismatchKind = 'parameter', understood = 0, caret = understood) {
    this.kind = kind;
    this.understood = understood;
    this.caret = caret;
  }
}

/** A value so far good that goes on in the next word: `ethernet` of `ethernet 1/1`. */
export const more: unique symbol = Symbol('more words wanted');

/** How much of the line a parameter takes. */
export type Span =
  /** One word, or more while `read` answers {@link more}. */
  | 'word'
  /** All words up to a pipe or the end of the line. */
  | 'text'
  /** All that is left, pipes included. */
  | 'line'
  /** From a delimiter character to its next occurrence, on this line or a later one. */
  | 'delimited';

/** A kind of value: `<port:1-65535>`, `<name:word>`, `<if:interface>`. */
export interface ParameterType<S extends DeviceState = DeviceState> {
  /** What stands in help: `WORD`, `<1-65535>`, `A.B.C.D`. */
  readonly label: string;
  readonly help?: string;
  /** `word` unless told. */
  readonly span?: Span;
  /** Types that accept nearly everything come after the others. 0 unless told; `word` has 10. */
  readonly rank?: number;
  /**
   * The value of a word (or of the words so far, joined by one blank), a {@link Mismatch}, or {@link more}.
   * Must neither throw nor look at the clock.
   */
  read(text: string, session: Session<S> | undefined): unknown;
  /** What the words so far may become, for Tab and `?`; each a whole value. */
  complete?(start: string, session: Session<S>): readonly string[];
  /**
   * Marks a secret. `true`: the whole value is one. A function replaces the secret part of the typed text by what
   * `hide` gives for it: the password inside a URL.
   */
  readonly secret?: true | ((typed: string, hide: (secret: string) => string) => string);
}
