/** How far a step of an exercise is: all its checks are green, one is red, or neither. */
export type StepState = 'open' | 'green' | 'red';

/** One seat of a workshop as its trainer sees it. Plain JSON; times are real ones, ISO 8601. */
export interface SeatRow {
  /** From 1. */
  readonly seat: number;
  readonly name: string;
  /** Where the seat's own page is, on the host that the trainer's page came from. */
  readonly port: number;
  readonly points: { readonly got: number; readonly of: number };
  readonly steps: readonly { readonly title: string; readonly state: StepState }[];
  /** How many hints were asked for. */
  readonly hints: number;
  readonly startedAt: string;
  /** The trainee has said that the work is done. */
  readonly finished: boolean;
  /** The step that has not moved for a while, and since when. */
  readonly stuck?: { readonly step: string; readonly since: string };
  /** The last that happened on the seat's devices. */
  readonly last?: { readonly at: string; readonly what: string };
}

/** All seats, as they are when they are asked for. */
export interface SeatsView {
  readonly exercise: { readonly id: string; readonly title: string };
  /** When the server said so: a browser's clock may be another. */
  readonly now: string;
  readonly seats: readonly SeatRow[];
}

/** Where a trainee goes: the seat's page, and the token that opens it. */
export interface SeatKey {
  readonly seat: number;
  readonly name: string;
  readonly port: number;
  readonly token: string;
}
