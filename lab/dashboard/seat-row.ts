import { z } from 'zod';

const time = z.string().meta({ description: 'Real time, ISO 8601', format: 'date-time' });

/** One seat of a workshop as its trainer sees it. */
export const seatRowShape = z.object({
  seat: z.int().min(1),
  name: z.string(),
  port: z.int().meta({ description: "Where the seat's own page is, on the host of the trainer's" }),
  points: z.object({ got: z.number(), of: z.number() }),
  steps: z
    .array(z.object({ title: z.string(), state: z.enum(['open', 'green', 'red']) }))
    .meta({ description: 'Those that are checked. green: all of the checks are, red: one of them is' }),
  hints: z.int().meta({ description: 'How many were asked for' }),
  startedAt: time,
  finished: z.boolean().meta({ description: 'The trainee has said that the work is done' }),
  doneAt: time.optional().meta({ description: 'When all was green or said to be done' }),
  at: z
    .object({ step: z.string(), since: time })
    .optional()
    .meta({ description: 'The first step that is not green, and since when nothing has turned green' }),
  last: z
    .object({ at: time, what: z.string() })
    .optional()
    .meta({ description: "The last that happened on the seat's devices" }),
});
export type SeatRow = z.output<typeof seatRowShape>;

/** All seats, as they are when they are asked for. */
export const seatsShape = z.object({
  exercise: z.object({ id: z.string(), title: z.string() }),
  now: time.meta({ description: "When the server said so: a browser's clock may be another" }),
  seats: z.array(seatRowShape),
});
export type SeatsView = z.output<typeof seatsShape>;

/** Where a trainee goes: the seat's page, and the token that opens it. */
export const seatKeyShape = z.object({ seat: z.int().min(1), name: z.string(), port: z.int(), token: z.string() });
export type SeatKey = z.output<typeof seatKeyShape>;
