import { z } from 'zod';
import { instant, named, wholeNumber } from '../control/parts.ts';
import { type ControlRoute, route } from '../control/route.ts';

const tag = 'state';

const step = z.object({
  seq: z.int().meta({ description: 'Number of the entry of the journal that made the change' }),
  time: instant,
  device: z.string(),
  operation: z.string(),
});

/** What changed, and how to have it back. */
export const historyRoutes: readonly ControlRoute[] = [
  route({
    method: 'GET',
    path: '/history',
    forTrainees: true,
    tag,
    summary: 'Changes of what devices are configured and have stored, oldest first, since this was first asked for',
    query: z.strictObject({ device: z.string().optional().meta({ description: 'Of this device alone' }) }),
    answer: z.object({ steps: z.array(step) }),
    async handle({ lab }, { query: { device } }) {
      const { historyOf } = await import('./history.ts');
      return { steps: historyOf(lab).steps(device === undefined ? undefined : lab.device(device)) };
    },
  }),
  route({
    method: 'GET',
    path: '/history/{seq}',
    forTrainees: true,
    tag,
    summary: 'What the entry of the journal of this number changed; nothing where it changed nothing or is not held',
    params: z.object({ seq: wholeNumber }),
    answer: z.object({
      changes: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
    }),
    async handle({ lab }, { params }) {
      const { historyOf } = await import('./history.ts');
      return { changes: historyOf(lab).changes(params.seq) };
    },
  }),
  route({
    method: 'POST',
    path: '/devices/{name}/undo',
    forTrainees: true,
    tag,
    summary: 'Have a device as it was before its last change in the history; open connections drop',
    params: named,
    answer: z.object({ undone: step }),
    async handle({ lab }, { params }) {
      const device = lab.device(params.name);
      const { historyOf } = await import('./history.ts');
      return { undone: await historyOf(lab).undo(device) };
    },
  }),
];
