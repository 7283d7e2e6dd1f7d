import { z } from 'zod';
import { LabError } from '../errors.ts';
import { named } from './parts.ts';
import { type ControlRoute, route } from './route.ts';

const listed = z.object({
  user: z.string().meta({ description: 'As the view has it' }),
  login: z.string(),
  id: z.string(),
  origin: z.enum(['NSX CLI User', 'vCenter']),
  group: z.boolean(),
  role: z.string(),
  label: z.string().meta({ description: 'What the view calls the role' }),
  scope: z.array(z.string()),
  status: z.enum(['Enabled', 'Disabled']),
  sessions: z.int(),
  edit: z
    .object({ roles: z.array(z.string()), warning: z.string() })
    .optional()
    .meta({ description: 'The dialogue for another role; absent where there is none' }),
});

/** What is seen of an NSX-v Manager in the vSphere client, which no lab has. */
export const nsxvRoutes: readonly ControlRoute[] = [
  route({
    method: 'GET',
    path: '/devices/{name}/nsxv/users',
    forTrainees: true,
    tag: 'devices',
    summary: 'What the vSphere client shows of the users of an NSX-v Manager: origin, role, what an edit would warn of',
    params: named,
    answer: z.object({ users: z.array(listed) }),
    async handle({ lab }, { params }) {
      const { device, kind } = lab.device(params.name);
      const [{ isNsxv }, { listedUsers }] = await Promise.all([
        import('../../simulators/nsxv/nsxv.ts'),
        import('../../simulators/nsxv/vsphere-users.ts'),
      ]);
      if (!isNsxv(device)) {
        throw new LabError([
          { path: 'name', message: `'${params.name}' is of the kind ${kind}; only nsxv has these users` },
        ]);
      }
      return {
        users: listedUsers(device).map(({ scope, edit, ...user }) => ({
          ...user,
          scope: [...scope],
          ...(edit && { edit: { ...edit, roles: [...edit.roles] } }),
        })),
      };
    },
  }),
];
