import type { Playbook } from '../conformance/automation/playbook.ts';

/** Lines to type, and where: `here` in a shell of one's own, or the name of a device. */
export interface Commands {
  readonly at: string;
  /** As they are typed, with placeholders such as `{n9k-1.ssh}`; see `placeholders.ts`. */
  readonly lines: string;
}

/** One step of an exercise, in the order in which the vendor's text has them. */
export interface Step {
  readonly title: string;
  /** Paragraphs, with empty lines between them. Plain text with placeholders, no markup. */
  readonly text: string;
  readonly commands: readonly Commands[];
  /** Shown one by one, when they are asked for. */
  readonly hints: readonly string[];
  /** Names of the rules that show whether the step is done well; each rule stands in one step. */
  readonly checks: readonly string[];
}

/** Something that is done by a machine in a trainee's place. */
export type Act =
  /** A script for `sh -eu`, run on the desk: the folder of what is given. */
  | { readonly here: string }
  /** Lines that are typed on the command line of a device as its administrator, and what is said to what it asks. */
  | {
      readonly at: string;
      /** `ssh` unless told. */
      readonly endpoint?: string;
      readonly lines: string;
      /** How a question ends → what is said. */
      readonly answers?: Readonly<Record<string, string>>;
    };

/** A way of doing an exercise that must not be enough. */
export interface Shortcut {
  readonly name: string;
  /** What it does wrong, in one sentence. */
  readonly title: string;
  /** Names of the rules that must not be green for it; all others are. */
  readonly breaks: readonly string[];
  readonly acts: readonly Act[];
}

/** A task with the way to do it, judged live by the rules of its playbook. It has no rule of its own. */
export interface Exercise {
  readonly id: string;
  readonly title: string;
  /** What shall be so in the end. */
  readonly goal: string;
  /** What it is good for. */
  readonly why: string;
  readonly playbook: Playbook;
  /** Certificates of the playbook that the trainee makes, so that none is given. */
  readonly makes: readonly string[];
  readonly steps: readonly Step[];
  /** Points for a check by its rule's name; 1 unless told. */
  readonly points: Readonly<Record<string, number>>;
  /** Makes every check green. */
  readonly solution: readonly Act[];
  readonly shortcuts: readonly Shortcut[];
}
