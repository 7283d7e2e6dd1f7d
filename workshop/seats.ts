import { type Control, serveControl } from '../lab/control/server.ts';
import { makeToken } from '../lab/control/token.ts';
import { registerPage } from '../lab/dashboard/register.ts';
import type { SeatRow } from '../lab/dashboard/seat-row.ts';
import { LabError } from '../lab/errors.ts';
import { openAttempt } from './attempt.ts';
import type { Exercise } from './exercise.ts';
import { type Results, resultsOf } from './results.ts';
import { openSeat, type Seat } from './seat.ts';
import { trainerRoutes } from './trainer-routes.ts';

/** How a workshop with seats is opened. */
export interface SeatsOptions {
  /** Who takes part: one seat each, in this order. */
  readonly names: readonly string[];
  /** Address on which pages and devices listen; this machine alone unless told. */
  readonly listen?: string;
  /** First host port of all, laid out as {@link layout} says; any free ones unless told. */
  readonly portBase?: number;
  /** Port of the trainer's page where no range is asked for; 8080, or any where that is taken, unless told. */
  readonly trainerPort?: number;
  /** What the seats' names, serials and identifiers follow from, each from another; 1 unless told. */
  readonly seed?: string;
  /** Where the seats' folders are made; among temporary files unless told. */
  readonly folder?: string;
  /** Called when a seat has been opened. */
  readonly opened?: (seat: Seat) => void;
}

/** A workshop that runs. */
export interface Workshop {
  readonly exercise: Exercise;
  readonly seats: readonly Seat[];
  /** Of the trainer's page. */
  readonly url: string;
  /** The trainer's token: it opens the trainer's page and every seat. */
  readonly token: string;
  /** Set where the trainer's page is not on its usual port. */
  readonly notice?: string;
  /** How it stands now. */
  results(): Results;
  /** Calls `on` with the row of each seat that changes. Returns a function that ends it. */
  watch(on: (row: SeatRow) => void): () => void;
  /** Stops all seats. */
  close(): Promise<void>;
}

/** Host ports for the devices of one seat: as many as any exercise needs. */
const portsOfSeat = 64;

/**
 * Where the ports of a workshop are: the trainer's page first, behind it the pages of the seats in their order, behind these
 * the devices, 64 ports a seat.
 * @throws LabError when there are not so many above `base`
 */
export function layout(
  base: number,
  seats: number,
): { trainer: number; page(seat: number): number; devices(seat: number): number } {
  const last = base + seats + seats * portsOfSeat;
  if (last > 65_535) {
    const message = `${seats} seats need the ports ${base} to ${last}, and 65535 is the last; begin at ${65_535 - last + base} or below`;
    throw new LabError([{ path: '--port-base', message }]);
  }
  return {
    trainer: base,
    page: (seat) => base + seat,
    devices: (seat) => base + seats + 1 + (seat - 1) * portsOfSeat,
  };
}

/**
 * Opens a workshop: for each name an attempt with a page of its own, and the trainer's page.
 * @throws LabError when there are no names, the exercise's lab is wrong, or a port is taken
 */
export async function openSeats(exercise: Exercise, options: SeatsOptions): Promise<Workshop> {
  const { names, listen = '127.0.0.1', seed = '1', folder, portBase, trainerPort, opened } = options;
  if (names.length === 0) throw new LabError([{ path: '--seats', message: 'a workshop has one seat at least' }]);
  const ports = portBase === undefined ? undefined : layout(portBase, names.length);
  const trainer = makeToken();
  const seats: Seat[] = [];
  let control: Control | undefined;
  const close = async (): Promise<void> => {
    await control?.close();
    await Promise.all(seats.map((seat) => seat.close()));
  };
  try {
    // One after the other: what the first one loads and makes, the others find.
    for (const [index, name] of names.entries()) {
      const seat = index + 1;
      const attempt = await openAttempt(exercise, {
        listen,
        seed: `${seed}/${seat}`,
        ...(ports && { portBase: ports.devices(seat) }),
        ...(folder !== undefined && { folder }),
      });
      const about = { seat, name, trainer, listen, port: ports?.page(seat) ?? 0 };
      const made = await openSeat(attempt, about).catch(async (error: unknown) => {
        await attempt.close();
        throw error;
      });
      seats.push(made);
      opened?.(made);
    }
    const workshop = new OpenWorkshop(exercise, seats, trainer, close);
    const routes = trainerRoutes(workshop);
    control = await serveControl<undefined>({
      listen,
      port: ports?.trainer ?? trainerPort,
      token: trainer,
      routes: async () => routes,
      answer: (route, exchange) => route.answerTo(undefined, exchange),
      pages: (app) => registerPage(app, 'trainer'),
    });
    return workshop.at(control);
  } catch (error) {
    await close();
    throw error;
  }
}

class OpenWorkshop implements Workshop {
  readonly exercise: Exercise;
  readonly seats: readonly Seat[];
  readonly token: string;
  readonly close: () => Promise<void>;
  url = '';
  notice?: string;

  constructor(exercise: Exercise, seats: readonly Seat[], token: string, close: () => Promise<void>) {
    this.exercise = exercise;
    this.seats = seats;
    this.token = token;
    this.close = close;
  }

  at({ url, notice }: Control): this {
    this.url = url;
    if (notice !== undefined) this.notice = notice;
    return this;
  }

  results(): Results {
    return resultsOf(this.exercise, this.seats);
  }

  watch(on: (row: SeatRow) => void): () => void {
    const ends = this.seats.map((seat) => seat.watch(on));
    return () => {
      for (const end of ends) end();
    };
  }
}

/** The links of a workshop, which open its pages at once. */
export interface Links {
  readonly trainer: string;
  readonly seats: readonly { readonly seat: number; readonly name: string; readonly link: string }[];
}

/**
 * Links to hand out. The token stands behind the `#`, which browsers send to nobody.
 * @param host the name or address by which trainees reach this machine; what it listens on unless told
 */
export function linksOf(workshop: Workshop, host?: string): Links {
  const link = (port: number | string, token: string): string => {
    const url = new URL(workshop.url);
    if (host !== undefined) url.hostname = host;
    url.port = String(port);
    return `${url.origin}/#token=${token}`;
  };
  return {
    trainer: link(new URL(workshop.url).port, workshop.token),
    seats: workshop.seats.map(({ seat, name, port, token }) => ({ seat, name, link: link(port, token) })),
  };
}
