import { z } from 'zod';
import { hostReport } from '../report.ts';
import { deviceSchema } from '../schema.ts';
import { certificateFacts, certificateShape } from './certificate-facts.ts';
import { hostShape, named, wholeNumber } from './parts.ts';
import { type ControlRoute, route } from './route.ts';

const tag = 'devices';

const at = z.strictObject({
  port: wholeNumber
    .refine((port) => port >= 1 && port <= 65_535, { error: 'a port is 1 to 65535' })
    .meta({ description: "The device's own port number", type: 'integer', minimum: 1, maximum: 65_535 }),
  address: z.string().optional().meta({ description: 'Its address or interface; the one for management unless given' }),
});

/** Devices and file servers: what there is, and what may be done to one. */
export const deviceRoutes: readonly ControlRoute[] = [
  route({
    method: 'GET',
    path: '/devices',
    forTrainees: true,
    tag,
    summary: 'Devices and file servers',
    answer: z.object({ devices: z.array(hostShape) }),
    handle: ({ lab }) => ({ devices: lab.hosts.map(hostReport) }),
  }),
  route({
    method: 'POST',
    path: '/devices',
    tag,
    summary: 'Add a device, or several',
    description: 'Takes what an entry of a lab file holds. Answers when they listen.',
    status: 201,
    body: deviceSchema,
    answer: z.object({ devices: z.array(hostShape) }),
    async handle({ lab }, { body }) {
      const added = await lab.add(body);
      return { devices: added.map(hostReport) };
    },
  }),
  route({
    method: 'GET',
    path: '/devices/{name}',
    forTrainees: true,
    tag,
    summary: 'One of them',
    params: named,
    answer: hostShape,
    handle: ({ lab }, { params }) => hostReport(lab.host(params.name)),
  }),
  route({
    method: 'DELETE',
    path: '/devices/{name}',
    tag,
    summary: 'Take a device away, with all that was kept of it',
    params: named,
    answer: z.object({ removed: z.array(z.string()) }),
    async handle({ lab }, { params }) {
      const { name } = lab.host(params.name);
      await lab.remove(name);
      return { removed: [name] };
    },
  }),
  route({
    method: 'GET',
    path: '/devices/{name}/at',
    forTrainees: true,
    tag,
    summary: "The place on the host that stands for a device's own port, also while that is closed",
    params: named,
    query: at,
    answer: z.object({ host: z.string(), port: z.int() }),
    handle: ({ lab }, { params, query }) => lab.device(params.name).at(query.port, query.address),
  }),
  route({
    method: 'POST',
    path: '/devices/{name}/reset',
    tag,
    summary: 'Unpack a device again',
    description:
      'Whatever was configured, saved or learnt on it is gone, open connections drop. Ports and serials stay.',
    params: named,
    answer: hostShape,
    async handle({ lab }, { params }) {
      const device = lab.device(params.name);
      await device.reset();
      return hostReport(device);
    },
  }),
  route({
    method: 'POST',
    path: '/devices/{name}/reboot',
    forTrainees: true,
    tag,
    summary: 'Restart a device: what was not saved on it is gone',
    params: named,
    answer: hostShape,
    async handle({ lab }, { params }) {
      const device = lab.device(params.name);
      await device.reboot();
      return hostReport(device);
    },
  }),
  route({
    method: 'GET',
    path: '/devices/{name}/certificates',
    forTrainees: true,
    tag,
    summary: 'The certificates that its TLS endpoints present now',
    params: named,
    answer: z.object({ certificates: z.record(z.string(), certificateShape) }),
    async handle({ lab }, { params }) {
      const device = lab.device(params.name);
      await device.makeCertificates();
      const chains = Object.keys(device.endpoints).flatMap((endpoint) => {
        const chain = device.certificate(endpoint);
        return chain === undefined ? [] : [[endpoint, certificateFacts(chain)] as const];
      });
      return { certificates: Object.fromEntries(chains) };
    },
  }),
  route({
    method: 'GET',
    path: '/devices/{name}/users',
    forTrainees: true,
    tag,
    summary: 'Who has an account on it, as it is configured now',
    params: named,
    answer: z.object({
      users: z.array(z.object({ name: z.string(), roles: z.array(z.string()), at: z.string().optional() })),
    }),
    handle: ({ lab }, { params }) => ({
      users: lab.device(params.name).users.map(({ roles, ...user }) => ({ ...user, roles: [...roles] })),
    }),
  }),
];
