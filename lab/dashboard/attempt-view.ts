/** How a check stands. */
export interface CheckView {
  /** `nxapi-secure-https.saves-at-the-end` */
  readonly check: string;
  /** What is asked, one sentence. */
  readonly statement: string;
  /** `open`: not tried, or not so yet. */
  readonly state: 'open' | 'green' | 'red';
  /** What was expected and seen instead, where it is open or red. */
  readonly expected?: string;
  readonly observed?: string;
  readonly next?: string;
  readonly points: number;
}

/** Lines to type, with all that is known of this attempt filled in. */
export interface CommandsView {
  /** `here`, or the name of a device. */
  readonly at: string;
  readonly lines: string;
}

/** A step as it stands now. */
export interface StepView {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly commands: readonly CommandsView[];
  /** Those that were asked for. */
  readonly hints: readonly string[];
  /** How many more there are. */
  readonly hintsLeft: number;
  readonly checks: readonly CheckView[];
  /** `read`: nothing is checked; `green`: all of its checks are; `red`: one of them is. */
  readonly state: 'read' | 'open' | 'green' | 'red';
}

/** An attempt at an exercise as it stands now. Plain JSON: all that a page knows. Times are real, ISO 8601. */
export interface AttemptView {
  readonly exercise: { readonly id: string; readonly title: string; readonly goal: string; readonly why: string };
  readonly steps: readonly StepView[];
  readonly points: { readonly got: number; readonly of: number };
  readonly startedAt: string;
  /** Whether somebody has said that the work is done: what is not so is red then. */
  readonly finished?: boolean;
  /** Since when no check has turned green; absent where all of them are, or the work is done. */
  readonly stuckSince?: string;
  /** The folder on the machine of the lab in which what is given lies. */
  readonly desk: string;
  /** The files of the desk that the trainee may fetch. */
  readonly files: readonly string[];
}
