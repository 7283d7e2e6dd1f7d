import { z } from 'zod';
import { type JournalSource, journalKinds, readJournal } from '../journal-query.ts';
import { instant, wholeNumber } from './parts.ts';
import { type ControlGround, type ControlRoute, route } from './route.ts';
import { streamJournal } from './stream.ts';

const tag = 'journal';

const pattern = (what: string) =>
  z
    .string()
    .optional()
    .meta({ description: `${what}; * any characters, ? one` });

const filter = z.strictObject({
  after: wholeNumber
    .optional()
    .meta({ description: 'Entries after the one of this number', type: 'integer', minimum: 0 }),
  kind: z
    .enum(journalKinds, { error: `one of ${journalKinds.join(', ')}` })
    .optional()
    .meta({ description: 'Entries of this kind' }),
  device: pattern('Name of the device'),
  endpoint: pattern('Name of the endpoint'),
  user: pattern('Who did it'),
  operation: pattern('The operation, as in POST /ins or copy *'),
  outcome: pattern('ok, or what went wrong'),
});

const entry = z.object({
  seq: z.int().meta({ description: 'Counts from 1' }),
  at: z.number().meta({ description: 'Real milliseconds since the journal began' }),
  time: instant,
  kind: z.enum(journalKinds),
  device: z.string(),
  endpoint: z.string().optional(),
  user: z.string().optional(),
  operation: z.string(),
  outcome: z.string(),
  duration: z.number().optional().meta({ description: 'Real milliseconds' }),
  detail: z.record(z.string(), z.unknown()).optional(),
});

const counts = {
  written: z.int().meta({ description: 'Entries so far' }),
  dropped: z.int().meta({ description: 'Entries that are no longer held, the oldest ones' }),
};

const file = z.object({ path: z.string(), written: z.int(), dropped: z.int() }).optional().meta({
  description:
    'The file that the journal goes to besides, with how many entries came and how many no longer stand in it',
});

/** What these routes need of a lab. */
export interface JournalGround extends Pick<ControlGround, 'journalFile'> {
  readonly lab: JournalSource;
}

/** What happened. */
export const journalRoutes: readonly ControlRoute<JournalGround>[] = [
  route({
    method: 'GET',
    path: '/journal',
    forTrainees: true,
    tag,
    summary: 'What happened, oldest first',
    query: filter.extend({
      limit: wholeNumber
        .optional()
        .meta({ description: 'At most so many, the first ones', type: 'integer', minimum: 0 }),
      last: wholeNumber.optional().meta({ description: 'At most so many, the last ones', type: 'integer', minimum: 0 }),
    }),
    answer: z.object({ ...counts, file, entries: z.array(entry) }),
    async handle({ lab, journalFile }: JournalGround, { query }) {
      const entries = await readJournal(lab, query);
      const { path, written, dropped } = journalFile ?? {};
      const place = path === undefined ? {} : { file: { path, written: written ?? 0, dropped: dropped ?? 0 } };
      return { ...lab.journalCount, ...place, entries };
    },
  }),
  route({
    method: 'GET',
    path: '/journal/stream',
    forTrainees: true,
    tag,
    summary: 'What happens, as server-sent events',
    description:
      'Begins with the entries after `after` (or Last-Event-ID) that are still held; with none of them where neither is given. ' +
      'Each event has the number of its entry as id. An event `dropped` tells how many a slow reader has missed.',
    query: filter,
    answer: 'text/event-stream; charset=utf-8',
    handle: ({ lab }: JournalGround, { query }, exchange) => streamJournal(lab, query, exchange),
  }),
  route({
    method: 'GET',
    path: '/near-misses',
    forTrainees: true,
    tag,
    summary: 'Commands and routes that were asked for and are not known, with the known one nearest to each',
    query: z.strictObject({ device: pattern('Name of the device'), after: filter.shape.after }),
    answer: z.object({
      nearMisses: z.array(
        z.object({
          seq: z.int(),
          time: instant,
          device: z.string(),
          user: z.string().optional(),
          asked: z.string(),
          nearest: z.string().optional(),
        }),
      ),
    }),
    async handle({ lab }: JournalGround, { query }) {
      const entries = await readJournal(lab, { ...query, kind: 'near-miss' });
      const nearMisses = entries.map(({ seq, time, device, user, operation, detail }) => ({
        seq,
        time,
        device,
        ...(user !== undefined && { user }),
        asked: operation,
        ...(typeof detail?.nearest === 'string' && { nearest: detail.nearest }),
      }));
      return { nearMisses };
    },
  }),
];

/** What was missing. */
export const coverageRoutes: readonly ControlRoute[] = [
  route({
    method: 'GET',
    path: '/coverage',
    forTrainees: true,
    tag,
    summary: 'What was asked for and is not known, counted by name since the lab began',
    answer: z.object({
      missing: z.array(
        z.object({
          operation: z.string(),
          nearest: z.string().optional(),
          count: z.int(),
          devices: z.array(z.string()),
        }),
      ),
    }),
    handle: ({ lab }) => ({ missing: lab.missing.map((one) => ({ ...one, devices: [...one.devices] })) }),
  }),
];
