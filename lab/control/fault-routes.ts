import { z } from 'zod';
import { faultRule } from '../../simulators/chassis/faults/rule.ts';
import { hint, LabError, NoSuchName } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { type ControlRoute, route } from './route.ts';

const tag = 'faults';

const standing = z.object({
  id: z.string(),
  rule: faultRule,
  matched: z.int().meta({ description: 'How often a situation fitted' }),
  hits: z.int().meta({ description: 'How often the rule acted' }),
});

const byId = z.object({ id: z.string() });

/** What goes wrong. */
export const faultRoutes: readonly ControlRoute[] = [
  route({
    method: 'GET',
    path: '/faults',
    tag,
    summary: 'The rules of what goes wrong, in order, with what they did so far',
    answer: z.object({ faults: z.array(standing) }),
    handle: ({ lab }) => ({ faults: lab.faults.list() }),
  }),
  route({
    method: 'POST',
    path: '/faults',
    tag,
    summary: 'Add a rule behind the others',
    status: 201,
    body: faultRule,
    answer: standing,
    handle({ lab }, { body }) {
      try {
        return find(lab, lab.faults.add(body));
      } catch (error) {
        throw new LabError([{ path: 'body.id', message: error instanceof Error ? error.message : String(error) }]);
      }
    },
  }),
  route({
    method: 'DELETE',
    path: '/faults',
    tag,
    summary: 'Take all rules away',
    answer: z.object({ removed: z.array(z.string()) }),
    handle({ lab }) {
      const removed = lab.faults.list().map(({ id }) => id);
      lab.faults.clear();
      return { removed };
    },
  }),
  route({
    method: 'GET',
    path: '/faults/{id}',
    tag,
    summary: 'One rule, with what it did so far',
    params: byId,
    answer: standing,
    handle: ({ lab }, { params }) => find(lab, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/faults/{id}',
    tag,
    summary: 'Take a rule away; what it did stays done',
    params: byId,
    answer: z.object({ removed: z.array(z.string()) }),
    handle({ lab }, { params }) {
      const { id } = find(lab, params.id);
      lab.faults.remove(id);
      return { removed: [id] };
    },
  }),
];

function find({ faults }: Lab, id: string): ReturnType<Lab['faults']['list']>[number] {
  const all = faults.list();
  const found = all.find((one) => one.id === id);
  if (found) return found;
  const ids = all.map((one) => one.id);
  const there = ids.length > 0 ? `there is ${ids.slice(0, 20).join(', ')}` : 'there is none';
  throw new NoSuchName([{ path: '', message: `no fault '${id}'${hint(id, ids)}; ${there}` }]);
}
