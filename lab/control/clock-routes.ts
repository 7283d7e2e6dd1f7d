import { z } from 'zod';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { latestTime, instant as time } from '../schema.ts';
import { instant, milliseconds } from './parts.ts';
import { type ControlRoute, route } from './route.ts';

const tag = 'clock';

const face = z.object({ now: instant, frozen: z.boolean() });
/** The lab's clock, which all devices ask. */
export const clockRoutes: readonly ControlRoute[] = [
  route({
    method: 'GET',
    path: '/clock',
    forTrainees: true,
    tag,
    summary: 'What time it is in the lab',
    answer: face,
    handle: ({ lab }) => read(lab),
  }),
  route({
    method: 'PUT',
    path: '/clock',
    tag,
    summary: 'Set the clock forward, freeze it, or let it run',
    description: 'What falls due on the way happens, in order. Lab time never goes back.',
    body: z.strictObject({
      now: time.optional().meta({ description: 'Lab time to go to, not before the present one', format: 'date-time' }),
      frozen: z.boolean().optional().meta({ description: 'Whether the clock stands still from then on' }),
    }),
    answer: face,
    async handle({ lab }, { body: { now, frozen } }) {
      const ahead = now === undefined ? 0 : Date.parse(now) - lab.clock.now();
      if (ahead < 0) {
        const present = new Date(lab.clock.now()).toISOString();
        throw new LabError([{ path: 'body.now', message: `lab time never goes back, and it is ${present} already` }]);
      }
      if (frozen === true) lab.clock.freeze();
      await advance(lab, ahead);
      if (frozen === false) lab.clock.thaw();
      return read(lab);
    },
  }),
  route({
    method: 'POST',
    path: '/clock/advance',
    tag,
    summary: 'Move the clock forward; what falls due on the way happens, in order',
    body: z.strictObject({ ms: milliseconds.meta({ description: 'Milliseconds' }) }),
    answer: face,
    async handle({ lab }, { body }) {
      await advance(lab, body.ms);
      return read(lab);
    },
  }),
];

/** Moves the clock, and waits for what follows of it. */
async function advance(lab: Lab, ms: number): Promise<void> {
  if (lab.clock.now() + ms > latestTime) {
    throw new LabError([{ path: 'body', message: 'no lab goes beyond the year 9000' }]);
  }
  lab.clock.advance(ms);
  await lab.settled();
}

function read({ clock }: Lab): { now: string; frozen: boolean } {
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen };
}
