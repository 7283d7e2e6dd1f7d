import { z } from 'zod';
import { eventStream } from '../lab/control/events.ts';
import { wholeNumber } from '../lab/control/parts.ts';
import { type ControlRoute, type Exchange, route } from '../lab/control/route.ts';
import { type SeatsView, seatKeyShape, seatRowShape, seatsShape } from '../lab/dashboard/seat-row.ts';
import { NoSuchName } from '../lab/errors.ts';
import { resultsCsv, resultsShape } from './results.ts';
import type { Workshop } from './seats.ts';

const tag = 'workshop';
const oneSeat = z.object({ seat: wholeNumber });

/** What a trainer may ask of a workshop, and its page asks. */
export function trainerRoutes(workshop: Workshop): readonly ControlRoute<undefined>[] {
  return [
    route({
      method: 'GET',
      path: '/seats',
      tag,
      summary: 'How all seats stand',
      answer: seatsShape,
      handle: (_: undefined) => seatsOf(workshop),
    }),
    route({
      method: 'GET',
      path: '/seats/events',
      tag,
      summary: 'All seats, then each as it changes',
      description: 'Server-sent events: `seats` with what GET /seats has, then `seat` with one of its seats.',
      answer: 'text/event-stream',
      handle: (_: undefined, _asked, exchange) => streamSeats(workshop, exchange),
    }),
    route({
      method: 'GET',
      path: '/seats/keys',
      tag,
      summary: 'What opens each seat',
      answer: z.object({ seats: z.array(seatKeyShape) }),
      handle: (_: undefined) => ({
        seats: workshop.seats.map(({ seat, name, port, token }) => ({ seat, name, port, token })),
      }),
    }),
    route({
      method: 'POST',
      path: '/seats/{seat}/reset',
      tag,
      summary: 'Has a trainee begin anew',
      description: 'All devices as at the beginning, no hints taken, nothing judged yet. Addresses and link stay.',
      params: oneSeat,
      answer: seatRowShape,
      handle: async (_: undefined, { params }) => {
        const found = workshop.seats.find(({ seat }) => seat === params.seat);
        if (!found) {
          const message = `there is no seat ${params.seat}; seats are 1 to ${workshop.seats.length}`;
          throw new NoSuchName([{ path: 'seat', message }]);
        }
        await found.attempt.reset();
        return found.row();
      },
    }),
    route({
      method: 'GET',
      path: '/results.json',
      tag,
      summary: 'How everybody stands, check by check',
      answer: resultsShape,
      handle: (_: undefined) => workshop.results(),
    }),
    route({
      method: 'GET',
      path: '/results.csv',
      tag,
      summary: 'The same for a spreadsheet',
      answer: 'text/csv; charset=utf-8',
      handle: (_: undefined) => resultsCsv(workshop.results()),
    }),
  ];
}

function seatsOf({ exercise: { id, title }, seats }: Workshop): SeatsView {
  return { exercise: { id, title }, now: new Date().toISOString(), seats: seats.map((seat) => seat.row()) };
}

/** A reader that does not keep up gets all of it again when it has. */
function streamSeats(workshop: Workshop, exchange: Exchange): void {
  const stream = eventStream(exchange, 'the seats of a workshop');
  let missed = false;
  const all = (): void => {
    missed = false;
    stream.send(seatsOf(workshop), { event: 'seats' });
  };
  const end = workshop.watch((row) => {
    if (missed) return;
    if (stream.isBehind) {
      missed = true;
      stream.caughtUp(all);
      return;
    }
    stream.send(row, { event: 'seat' });
  });
  stream.ended(end);
  all();
}
