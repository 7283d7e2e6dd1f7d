import { type Control, startControl } from '../lab/control/server.ts';
import { makeToken } from '../lab/control/token.ts';
import type { SeatRow } from '../lab/dashboard/seat-row.ts';
import type { Attempt } from './attempt.ts';
import { attemptRoutes } from './routes.ts';
import type { AttemptView } from './view.ts';

/** How a seat is opened. */
export interface SeatOptions {
  /** From 1. */
  readonly seat: number;
  readonly name: string;
  /** Opens everything of this seat, as it does of all others. */
  readonly trainer: string;
  /** Address of the page. */
  readonly listen: string;
  /** Port of the page; any unless told. */
  readonly port: number;
}

/** Real milliseconds between two tellings of one seat, so that a burst of events is told once or twice. */
const pause = 250;

/** One trainee's place: an attempt of their own, and a page with a token of its own. */
export class Seat {
  readonly seat: number;
  readonly name: string;
  /** What opens this seat's page to the trainee, and nothing else. */
  readonly token: string;
  readonly attempt: Attempt;
  readonly #control: Control;
  readonly #listeners = new Set<(row: SeatRow) => void>();
  readonly #closing: (() => void)[];
  #timer: NodeJS.Timeout | undefined;
  #told = '';
  #doneAt: string | undefined;
  #last: SeatRow['last'];
  #lastSeq: number | undefined;

  constructor({ seat, name }: SeatOptions, token: string, attempt: Attempt, control: Control) {
    this.seat = seat;
    this.name = name;
    this.token = token;
    this.attempt = attempt;
    this.#control = control;
    this.#closing = [attempt.watch(() => this.#notice()), attempt.lab.watch(() => this.#notice())];
    this.#told = JSON.stringify(this.row());
  }

  /** The port of the seat's page. */
  get port(): number {
    return Number(new URL(this.#control.url).port);
  }

  /** How the trainer sees it now. */
  row(): SeatRow {
    const view = this.attempt.view();
    this.#look(view);
    const { points, startedAt, finished = false, stuckSince } = view;
    const checked = view.steps.flatMap(({ title, state }) => (state === 'read' ? [] : [{ title, state }]));
    const at = checked.find(({ state }) => state !== 'green');
    return {
      seat: this.seat,
      name: this.name,
      port: this.port,
      points,
      steps: checked,
      hints: view.steps.reduce((sum, { hints }) => sum + hints.length, 0),
      startedAt,
      finished,
      ...(this.#doneAt !== undefined && { doneAt: this.#doneAt }),
      ...(at && stuckSince !== undefined && { at: { step: at.title, since: stuckSince } }),
      ...(this.#last && { last: this.#last }),
    };
  }

  /** Calls `on` with the row whenever it has changed: at once, but not more often than four times a second. */
  watch(on: (row: SeatRow) => void): () => void {
    this.#listeners.add(on);
    return () => void this.#listeners.delete(on);
  }

  async close(): Promise<void> {
    for (const close of this.#closing) close();
    clearTimeout(this.#timer);
    await this.#control.close();
    await this.attempt.close();
  }

  /** Writes down what a view does not hold: when it was done, and when the last thing happened. */
  #look({ points, finished, startedAt }: AttemptView): void {
    const done = finished === true || (points.of > 0 && points.got === points.of);
    if (!done || (this.#doneAt !== undefined && this.#doneAt < startedAt)) this.#doneAt = undefined;
    if (done) this.#doneAt ??= now();
    const { last } = this.attempt;
    if (last?.seq === this.#lastSeq) return;
    this.#lastSeq = last?.seq;
    this.#last = last && { at: now(), what: `${last.device}: ${last.operation}` };
  }

  #notice(): void {
    if (this.#timer) return;
    this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, pause);
  }

  #tell(): void {
    const row = this.row();
    const text = JSON.stringify(row);
    if (text === this.#told) return;
    this.#told = text;
    for (const on of this.#listeners) on(row);
  }
}

const now = (): string => new Date().toISOString();

/** Opens the page of an attempt, for one trainee and for the trainer. @throws LabError when its port is taken */
export async function openSeat(attempt: Attempt, options: SeatOptions): Promise<Seat> {
  const token = makeToken();
  const control = await startControl(attempt.lab, {
    host: options.listen,
    port: options.port,
    token: options.trainer,
    trainee: token,
    further: attemptRoutes(attempt),
    // A seat ends with its workshop.
    stop: () => undefined,
  });
  return new Seat(options, token, attempt, control);
}
