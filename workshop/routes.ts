import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ControlRoute, route } from '../lab/control/route.ts';
import { LabError, NoSuchName } from '../lab/errors.ts';
import type { Attempt } from './attempt.ts';
import { streamViews } from './stream.ts';
import type { AttemptView } from './view.ts';

const tag = 'workshop';

/** A file beside the others: no path, and nothing hidden. */
const fileName = /^\w[\w.-]{0,63}$/;
/** Characters of a file that is put on a desk; certificates have some thousands. */
const largestFile = 100_000;
const mostFiles = 50;

const check = z.object({
  check: z.string(),
  statement: z.string(),
  state: z.enum(['open', 'green', 'red']),
  expected: z.string().optional(),
  observed: z.string().optional(),
  next: z.string().optional(),
  points: z.int(),
});

/** What the page gets. */
const view = z
  .object({
    exercise: z.object({ id: z.string(), title: z.string(), goal: z.string(), why: z.string() }),
    steps: z.array(
      z.object({
        title: z.string(),
        paragraphs: z.array(z.string()),
        commands: z.array(z.object({ at: z.string(), lines: z.string() })),
        hints: z.array(z.string()).meta({ description: 'Those that were asked for' }),
        hintsLeft: z.int(),
        checks: z.array(check),
        state: z.enum(['read', 'open', 'green', 'red']),
      }),
    ),
    points: z.object({ got: z.int(), of: z.int() }),
    startedAt: z.string(),
    finished: z.boolean().optional(),
    stuckSince: z.string().optional().meta({ description: 'Since when no check has turned green' }),
    desk: z.string(),
    files: z.array(z.string()).meta({ description: 'What lies on the desk' }),
  })
  .meta({ description: 'An attempt at an exercise as it stands now' });

/** What goes over the wire: the compiler holds both shapes to be one. */
const plain = (one: AttemptView): z.input<typeof view> => JSON.parse(JSON.stringify(one));

/** The routes by which an attempt is seen and steered: for the page, and for scripts. */
export function attemptRoutes(attempt: Attempt): readonly ControlRoute[] {
  const common = { tag, forTrainees: true } as const;
  return [
    route({
      ...common,
      method: 'GET',
      path: '/workshop/exercise',
      summary: 'The exercise, and how it stands',
      answer: view,
      handle: () => plain(attempt.view()),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/workshop/events',
      summary: 'How it stands, now and whenever that has changed, as server-sent events',
      answer: 'text/event-stream',
      handle: (_ground, _asked, exchange) => streamViews(attempt, exchange),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/workshop/hint',
      summary: 'Show the next hint of a step',
      body: z.strictObject({ step: z.int().min(0).meta({ description: 'Its place, from 0' }) }),
      answer: view,
      handle(_ground, { body }) {
        try {
          return plain(attempt.hint(body.step));
        } catch (error) {
          throw error instanceof RangeError ? new LabError([{ path: 'body.step', message: error.message }]) : error;
        }
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/workshop/check',
      summary: 'Look at the end state now, without waiting until something happens',
      answer: view,
      handle: async () => plain(await attempt.check()),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/workshop/finish',
      summary: 'Say that the work is done: what is not so is red then, and nothing is judged any more',
      answer: view,
      handle: async () => plain(await attempt.finish()),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/workshop/reset',
      summary: 'Have everything as it was at the beginning; open connections drop, addresses stay',
      answer: view,
      async handle() {
        await attempt.reset();
        return plain(attempt.view());
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/workshop/files/{name}',
      summary: 'A file of the desk',
      params: z.object({ name: z.string() }),
      answer: z.object({ text: z.string() }),
      async handle(_ground, { params: { name } }) {
        const { desk, files } = attempt.view();
        if (!files.includes(name)) throw new NoSuchName([{ path: '', message: `there is no '${name}' on the desk` }]);
        return { text: await readFile(join(desk, name), 'utf8') };
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/workshop/files/{name}',
      summary: 'Put a file on the desk',
      description: 'For those who work on another computer and made there what the exercise asks for.',
      params: z.object({
        name: z.string().regex(fileName, { error: 'a name of letters, digits and . _ - belongs here' }),
      }),
      body: z.strictObject({ text: z.string().max(largestFile) }),
      answer: view,
      async handle(_ground, { params: { name }, body: { text } }) {
        const { desk, files } = attempt.view();
        if (!files.includes(name) && files.length >= mostFiles) {
          throw new LabError([{ path: '', message: `the desk holds ${mostFiles} files at most` }]);
        }
        await writeFile(join(desk, name), text, { mode: 0o600 });
        return plain(await attempt.check());
      },
    }),
  ];
}
