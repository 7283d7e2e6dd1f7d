import { z } from 'zod';
import { csvText } from './csv.ts';
import type { Exercise } from './exercise.ts';
import type { Seat } from './seat.ts';

const checkShape = z.object({
  check: z.string(),
  state: z.enum(['open', 'green', 'red']),
  points: z.number().meta({ description: 'What it gives when it is green' }),
  expected: z.string().optional(),
  observed: z.string().optional(),
});

/** How a workshop stands. Times are real ones, ISO 8601. */
export const resultsShape = z.object({
  schema: z.literal('rackless.workshop-results/1'),
  exercise: z.object({ id: z.string(), title: z.string() }),
  takenAt: z.string(),
  seats: z.array(
    z.object({
      seat: z.int(),
      name: z.string(),
      points: z.object({ got: z.number(), of: z.number() }),
      hints: z.int(),
      startedAt: z.string(),
      doneAt: z.string().optional(),
      finished: z.boolean(),
      checks: z.array(checkShape),
    }),
  ),
});
export type Results = z.output<typeof resultsShape>;

/** How all seats stand now. */
export function resultsOf({ id, title }: Exercise, seats: readonly Seat[]): Results {
  return {
    schema: 'rackless.workshop-results/1',
    exercise: { id, title },
    takenAt: new Date().toISOString(),
    seats: seats.map((seat) => {
      const { name, points, hints, startedAt, doneAt, finished } = seat.row();
      const checks = seat.attempt.view().steps.flatMap((step) => step.checks);
      return {
        seat: seat.seat,
        name,
        points,
        hints,
        startedAt,
        ...(doneAt !== undefined && { doneAt }),
        finished,
        checks: checks.map(({ check, state, points: worth, expected, observed }) => ({
          check,
          state,
          points: worth,
          ...(expected !== undefined && { expected }),
          ...(observed !== undefined && { observed }),
        })),
      };
    }),
  };
}

/** Results for a spreadsheet: a line a seat, and a column for each check with how it stands. */
export function resultsCsv({ seats }: Results): string {
  const checks = seats[0]?.checks.map(({ check }) => check) ?? [];
  return csvText([
    ['seat', 'name', 'points', 'of', 'hints', 'started', 'done', 'finished', ...checks],
    ...seats.map((one) => [
      one.seat,
      one.name,
      one.points.got,
      one.points.of,
      one.hints,
      one.startedAt,
      one.doneAt ?? '',
      one.finished ? 'yes' : 'no',
      ...one.checks.map(({ state }) => state),
    ]),
  ]);
}
