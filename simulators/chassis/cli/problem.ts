import type { DeviceState } from '../kind.ts';
import type { MismatchKind } from './parameter.ts';
import type { Session } from './session.ts';

/** Why a line is no command. */
export type ProblemCode = 'invalid' | 'incomplete' | 'ambiguous';

/** A line that is no command, with all that any vendor says about it. */
export interface Problem<S extends DeviceState = DeviceState> {
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
  /** The words before the trouble, written out. */
  readonly understood: string;
  /** The trouble for the journal and the coverage: words written out, values by name, the rest of the line left out. */
  readonly name: string;
  /** Keywords that fit the word, when ambiguous. */
  readonly candidates: readonly string[];
  /** Blanks and `^`, without a newline. @param lead columns before the line: {@link Session.promptWidth}, or 0 */
  caret(lead: number): string;
  /** Whole commands that begin like the understood part and as much of the word as fits, in order of the alphabet. */
  alternatives(limit: number): readonly string[];
  /** The known command nearest to the line, or `undefined`: nothing is near. */
  nearest(): string | undefined;
  readonly session?: Session<S>;
}
