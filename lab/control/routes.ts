import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { LabError, pathText } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { hostReport } from '../report.ts';

const journalKinds = [
  'handshake',
  'login',
  'request',
  'command',
  'change',
  'endpoint',
  'transfer',
  'near-miss',
  'fault',
  'boot',
] as const;

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, { error: 'a whole number belongs here' })
  .transform(Number);
const placeQuery = z.strictObject({
  port: wholeNumber.refine((port) => port >= 1 && port <= 65_535, { error: 'a port is 1 to 65535' }),
  address: z.string().optional(),
});
const journalQuery = z.strictObject({
  after: wholeNumber.optional(),
  device: z.string().optional(),
  kind: z.enum(journalKinds, { error: `one of ${journalKinds.join(', ')}` }).optional(),
});

/** The routes of the control API. Who may use them is decided before. */
export const controlRoutes: FastifyPluginAsync<{ lab: Lab; stop(): void }> = async (app, { lab, stop }) => {
  app.get('/health', async () => ({ status: 'ok' }));

  app.get('/devices', async () => ({ devices: lab.hosts.map(hostReport) }));

  app.get<{ Params: { name: string } }>('/devices/:name', async ({ params }) => hostReport(lab.host(params.name)));

  // The host port that stands for a device's own port, also while that is closed.
  app.get<{ Params: { name: string }; Querystring: unknown }>('/devices/:name/at', async ({ params, query }) => {
    const device = lab.device(params.name);
    const { port, address } = asked(placeQuery, query);
    return device.at(port, address);
  });

  app.post('/reload', async () => lab.reload());

  app.get<{ Querystring: unknown }>('/journal', async ({ query }) => {
    const { after, device, kind } = asked(journalQuery, query);
    const entries = await lab.journal({
      ...(after !== undefined && { after }),
      ...(device !== undefined && { device }),
      ...(kind !== undefined && { kind }),
    });
    return { ...lab.journalCount, entries };
  });

  app.get('/coverage', async () => ({ missing: lab.missing }));

  app.post('/stop', async (_request, reply) => {
    reply.raw.once('finish', stop);
    return { stopping: true };
  });
};

/** @throws LabError naming the parameters that are wrong */
function asked<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new LabError(parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message })));
}
