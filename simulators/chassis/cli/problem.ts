import type { DeviceState } from '../kind.ts';
import { distance } from './distance.ts';
import type { MismatchKind } from './parameter.ts';
import { stepsTo } from './reading.ts';
import { whyStopped } from './stop.ts';
import { type Ground, type Step, visible, type Walk } from './walk.ts';

/** Why a line is no command. */
export type ProblemCode = 'invalid' | 'incomplete' | 'ambiguous';

/** A line that is no command, with all that any vendor says about it. */
export interface Problem {
  readonly code: ProblemCode;
  /** The line as typed. */
  readonly line: string;
  /** Column (from 0, prompt not counted) of the first character that cannot go on; the line's end when incomplete. */
  readonly column: number;
  /** The word that the column is in; empty when incomplete. */
  readonly word: string;
  /** What kind of value was wanted, when a parameter was; `undefined` when a keyword was. */
  readonly mismatch: MismatchKind | undefined;
  /** The name of that parameter. */
  readonly parameter: string | undefined;
  /** True when the trouble is after a `|`. */
  readonly inPipe: boolean;
  /** The words before the trouble, written out, values as `<name>`. */
  readonly understood: string;
  /**
   * The trouble for the journal and the coverage: words written out, values by name, and the word in trouble unless
   * it may be a secret. The rest of the line is left out.
   */
  readonly name: string;
  /** Keywords that fit the word, when ambiguous. */
  readonly candidates: readonly string[];
  /** Blanks and `^`, without a newline. @param lead columns before the line: `session.promptWidth`, or 0 */
  caret(lead: number): string;
  /** Lines that begin like the understood part and as much of the word as fits, in order of the alphabet. */
  alternatives(limit: number): readonly string[];
  /** The known words nearest to the understood part and the word, or `undefined`: nothing is near. */
  nearest(): string | undefined;
}

/** What is wrong with a line, found out of how far a walk came. */
export class Trouble<S extends DeviceState, E> implements Problem {
  readonly code: ProblemCode;
  readonly line: string;
  readonly column: number;
  readonly word: string;
  readonly mismatch: MismatchKind | undefined;
  readonly parameter: string | undefined;
  readonly candidates: readonly string[];
  readonly inPipe: boolean;
  readonly #walk: Walk<S, E>;
  readonly #ground: Ground<S, E>;
  readonly #lineOf: (end: E) => string;
  readonly #steps: readonly Step<S, E>[];

  /** @param lineOf the grammar line that an end belongs to */
  constructor(line: string, walk: Walk<S, E>, ground: Ground<S, E>, lineOf: (end: E) => string, inPipe = false) {
    const stop = walk.stop && whyStopped(walk.threads, walk.stop, ground);
    this.line = line;
    this.code = stop?.code ?? 'incomplete';
    this.column = stop?.column ?? line.trimEnd().length;
    this.word = walk.stop?.text ?? '';
    this.mismatch = stop?.mismatch;
    this.parameter = stop?.parameter;
    this.candidates = stop?.candidates ?? [];
    this.inPipe = inPipe;
    this.#walk = walk;
    this.#ground = ground;
    this.#lineOf = lineOf;
    this.#steps = stepsTo(walk.threads[0]?.step);
  }

  get understood(): string {
    return this.#steps.map((step) => (step.parameter ? `<${step.name}>` : step.name)).join(' ');
  }

  get name(): string {
    const parts = this.inPipe ? ['|'] : [];
    if (this.understood !== '') parts.push(this.understood);
    if (this.parameter !== undefined) parts.push(`<${this.parameter}>`);
    else if (this.word !== '') parts.push(this.#mayBeSecret() ? '‹word›' : this.word);
    return parts.join(' ');
  }

  caret(lead: number): string {
    return `${' '.repeat(lead + this.column)}^`;
  }

  alternatives(limit: number): readonly string[] {
    const { stop } = this.#walk;
    const fits = stop && this.code === 'ambiguous' ? stop.end : this.column;
    const start = this.line.slice(stop?.start ?? fits, fits);
    const found = new Set<string>();
    for (const edge of this.#edges()) {
      if (edge.type === undefined ? !edge.key.startsWith(this.#ground.fold(start)) : this.mismatch === undefined)
        continue;
      for (const end of edge.beyond)
        if (this.#ground.exists(end) && !this.#ground.hidden(end)) found.add(this.#lineOf(end));
    }
    return [...found].sort().slice(0, limit);
  }

  nearest(): string | undefined {
    const near = this.#nearKeyword();
    if (near === undefined) return this.#walk.stop || this.understood === '' ? undefined : this.understood;
    return this.understood === '' ? near : `${this.understood} ${near}`;
  }

  /** A word that stands where a value may have been meant, and is no slip of a known word. */
  #mayBeSecret(): boolean {
    if (!/^[a-z][a-z-]{0,30}\d{0,2}$/i.test(this.word)) return true;
    return this.#steps.some((step) => step.parameter) && this.#nearKeyword() === undefined;
  }

  #nearKeyword(): string | undefined {
    const word = this.#ground.fold(this.word);
    let best: string | undefined;
    let least = Math.max(2, word.length >> 1);
    if (word.length > 64) return undefined;
    for (const edge of this.#edges()) {
      if (edge.type !== undefined) continue;
      const away = distance(word, edge.key);
      if (away < least || (away === least && best === undefined && away < word.length)) {
        least = away;
        best = edge.name;
      }
    }
    return best;
  }

  *#edges() {
    for (const thread of this.#walk.threads) {
      if (thread.pending) continue;
      const { keywords, parameters } = thread.state.table;
      for (const alike of keywords.values()) for (const edge of alike) if (visible(edge, this.#ground)) yield edge;
      for (const edge of parameters) if (visible(edge, this.#ground)) yield edge;
    }
  }
}
