import { z } from 'zod';
import { version } from '../home.ts';
import { milliseconds } from './parts.ts';
import { type ControlRoute, route } from './route.ts';

const tag = 'lab';

const list = z.array(z.string());

/** The lab as a whole. */
export const labRoutes: readonly ControlRoute[] = [
  route({
    method: 'GET',
    path: '/health',
    tag,
    summary: 'Whether the lab is up; needs no token',
    open: true,
    answer: z.object({ status: z.literal('ok') }),
    handle: () => ({ status: 'ok' as const }),
  }),
  route({
    method: 'GET',
    path: '/lab',
    tag,
    summary: 'What lab this is',
    answer: z.object({
      version: z.string().meta({ description: 'Of Rackless' }),
      file: z.string().optional().meta({ description: 'The lab file' }),
      listen: z.string(),
      seed: z.string(),
      state: z.string().optional().meta({ description: 'Where it is kept; nothing is unless given' }),
      devices: z.int(),
    }),
    handle: ({ lab }) => ({
      version: version(),
      ...(lab.file !== undefined && { file: lab.file }),
      listen: lab.listen,
      seed: lab.seed,
      ...(lab.stateDirectory !== undefined && { state: lab.stateDirectory }),
      devices: lab.devices.length,
    }),
  }),
  route({
    method: 'PUT',
    path: '/seed',
    tag,
    summary: 'Another seed for devices that come and for all chance of fault rules',
    body: z.strictObject({ seed: z.union([z.string(), z.int()]) }),
    answer: z.object({ seed: z.string() }),
    handle({ lab }, { body }) {
      lab.seed = String(body.seed);
      return { seed: lab.seed };
    },
  }),
  route({
    method: 'POST',
    path: '/reload',
    tag,
    summary: 'Read the lab file again',
    description: 'Devices come and go, changed certificate files are served. Devices that stay keep their state.',
    answer: z.object({ added: list, removed: list, recertified: list, waiting: list }),
    async handle({ lab }) {
      const { added, removed, recertified, waiting } = await lab.reload();
      return { added: [...added], removed: [...removed], recertified: [...recertified], waiting: [...waiting] };
    },
  }),
  route({
    method: 'GET',
    path: '/metrics',
    tag,
    summary: 'Figures for Prometheus',
    answer: 'text/plain; version=0.0.4; charset=utf-8',
    async handle({ lab }) {
      const { metricsOf } = await import('./metrics.ts');
      return metricsOf(lab);
    },
  }),
  route({
    method: 'POST',
    path: '/stop',
    tag,
    summary: 'Stop the lab',
    body: z.strictObject({
      grace: milliseconds
        .max(600_000)
        .optional()
        .meta({ description: 'Milliseconds that requests under way have to end; 0 unless given' }),
    }),
    answer: z.object({ stopping: z.literal(true) }),
    handle({ stop }, { body: { grace = 0 } }, { reply }) {
      reply.raw.once('finish', () => stop(grace));
      return { stopping: true as const };
    },
  }),
];
