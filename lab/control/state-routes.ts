import { z } from 'zod';
import { hostReport } from '../report.ts';
import { hostShape, instant, named, names } from './parts.ts';
import { type ControlRoute, route } from './route.ts';

const tag = 'state';

const snapshotName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  error: 'not a name; use letters, digits, - . _',
});
const devices = z.array(z.string()).optional().meta({ description: 'Names of devices; all unless given' });
const snapshot = z.object({ name: z.string(), time: instant, devices: z.array(z.string()) });

/** What devices are in: reset, snapshots, export and import. */
export const stateRoutes: readonly ControlRoute[] = [
  route({
    method: 'POST',
    path: '/reset',
    tag,
    summary: 'Unpack all devices again',
    description: 'Whatever was configured, saved or learnt on them is gone. File servers keep their files.',
    answer: z.object({ devices: z.array(hostShape) }),
    async handle({ lab }) {
      await lab.reset();
      return { devices: lab.hosts.map(hostReport) };
    },
  }),
  route({
    method: 'GET',
    path: '/snapshots',
    tag,
    summary: 'Snapshots that were taken',
    answer: z.object({ snapshots: z.array(snapshot) }),
    handle: ({ lab }) => ({ snapshots: lab.snapshots.list().map((one) => ({ ...one, devices: [...one.devices] })) }),
  }),
  route({
    method: 'POST',
    path: '/snapshots',
    tag,
    summary: 'Keep devices as they are, under a name, for as long as the lab runs',
    status: 201,
    body: z.strictObject({ name: snapshotName, devices }),
    answer: snapshot,
    handle({ lab }, { body }) {
      const taken = lab.snapshots.take(body.name, body.devices);
      return { ...taken, devices: [...taken.devices] };
    },
  }),
  route({
    method: 'POST',
    path: '/snapshots/{name}/restore',
    tag,
    summary: 'Have devices again as a snapshot holds them',
    params: named,
    body: z.strictObject({ devices }),
    answer: z.object({ restored: z.array(z.string()) }),
    handle: async ({ lab }, { params, body }) => ({ restored: await lab.snapshots.restore(params.name, body.devices) }),
  }),
  route({
    method: 'DELETE',
    path: '/snapshots/{name}',
    tag,
    summary: 'Forget a snapshot',
    params: named,
    answer: z.object({ removed: z.array(z.string()) }),
    handle({ lab }, { params }) {
      lab.snapshots.remove(params.name);
      return { removed: [params.name] };
    },
  }),
  route({
    method: 'GET',
    path: '/state',
    tag,
    summary: 'The states of devices as text that can be read, compared and imported',
    description: 'Holds private keys and password hashes, as a backup of the devices would.',
    query: z.strictObject({
      devices: names.optional(),
      snapshot: z
        .string()
        .optional()
        .meta({ description: 'As this snapshot holds them; as they are now unless given' }),
    }),
    answer: 'application/yaml; charset=utf-8',
    async handle({ lab }, { query }) {
      const { exportStates } = await import('../state-text/index.ts');
      return exportStates(lab, query);
    },
  }),
  route({
    method: 'PUT',
    path: '/state',
    tag,
    summary: 'Put devices into the states of an export',
    description: 'Devices that the lab does not have are added. Where anything does not fit, nothing is changed.',
    body: 'text',
    answer: z.object({ restored: z.array(z.string()), added: z.array(z.string()) }),
    async handle({ lab }, { body }) {
      const { importStates } = await import('../state-text/index.ts');
      const { restored, added } = await importStates(lab, body);
      return { restored: [...restored], added: [...added] };
    },
  }),
];
