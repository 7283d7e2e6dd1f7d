import type { FastifyReply } from 'fastify';
import { LabError } from '../errors.ts';
import { addDevices } from './add.ts';
import { coverage } from './coverage.ts';
import { byName, type Gateway } from './gateway.ts';
import { changes, history, undone } from './history.ts';
import { labelled } from './metrics.ts';
import { exported, imported, restored, snapshots, taken } from './state.ts';

/** A request as it came to the process in front. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly reply: FastifyReply;
  stop(grace: number): void;
}

type Spread = (gateway: Gateway, asked: Asked) => Promise<unknown>;

/** All workers do it; what the first says stands for what all say. */
const everywhere: Spread = async (gateway, asked) => (await gateway.all(asked))[0];

/** All workers do it; lists of the same name become one. */
const lists: Spread = async (gateway, asked) => {
  const answers = await gateway.all<Record<string, readonly string[]>>(asked);
  const names = Object.keys(answers[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, [...new Set(answers.flatMap((one) => one[name] ?? []))]]));
};

const devices: Spread = async (gateway, asked) => {
  const answers = await gateway.all<{ devices: readonly { name: string }[] }>(asked);
  return { devices: byName(answers.flatMap((one) => one.devices)) };
};

interface Standing {
  readonly id: string;
  readonly matched: number;
  readonly hits: number;
}

const summed = (standing: readonly Standing[]): Standing | undefined => {
  const [first] = standing;
  const sum = (of: (one: Standing) => number): number => standing.reduce((total, one) => total + of(one), 0);
  return first && { ...first, matched: sum(({ matched }) => matched), hits: sum(({ hits }) => hits) };
};

/** How each route of the control API is answered by several workers; routes of one device go to the one that has it, those of the journal are answered in front. */
export const spreads: Readonly<Record<string, Spread>> = {
  'GET /health': everywhere,
  'GET /lab': async (gateway, asked) => {
    const answers = await gateway.all<{ devices: number }>(asked);
    return { ...answers[0], devices: answers.reduce((sum, one) => sum + one.devices, 0) };
  },
  'PUT /seed': everywhere,
  'POST /reload': lists,
  'GET /metrics': labelled,
  'POST /stop': async (_gateway, { body, reply, stop }) => {
    const grace = body === '' ? 0 : graceIn(body);
    reply.raw.once('finish', () => stop(grace));
    return { stopping: true };
  },
  'GET /devices': devices,
  'POST /devices': addDevices,
  'POST /reset': devices,
  'GET /snapshots': snapshots,
  'POST /snapshots': taken,
  'POST /snapshots/{name}/restore': restored,
  'DELETE /snapshots/{name}': lists,
  'GET /state': exported,
  'PUT /state': imported,
  'GET /coverage': coverage,
  'GET /history': history,
  'GET /history/{seq}': changes,
  'POST /devices/{name}/undo': undone,
  'GET /faults': async (gateway, asked) => {
    const answers = await gateway.all<{ faults: readonly Standing[] }>(asked);
    const [first] = answers;
    const all = answers.flatMap((one) => one.faults);
    return { faults: (first?.faults ?? []).map(({ id }) => summed(all.filter((one) => one.id === id))) };
  },
  'POST /faults': async (gateway, asked) => {
    if (/"countBy"\s*:\s*"lab"/.test(asked.body)) {
      const message = 'devices that live in several processes cannot count together; leave it out, or start one worker';
      throw new LabError([{ path: 'body.countBy', message }]);
    }
    return everywhere(gateway, asked);
  },
  'DELETE /faults': lists,
  'GET /faults/{id}': async (gateway, asked) => summed(await gateway.all<Standing>(asked)),
  'DELETE /faults/{id}': lists,
  'GET /clock': everywhere,
  'PUT /clock': clock,
  'POST /clock/advance': everywhere,
};

/** Sets all clocks. Those that are to stand still where they are stand still at one moment, that of the fastest. */
async function clock(gateway: Gateway, asked: Asked): Promise<unknown> {
  const clocks = await gateway.all<{ now: string; frozen: boolean }>(asked);
  const [first] = clocks;
  if (!first?.frozen || clocks.every(({ now }) => now === first.now)) return first;
  const latest = Math.max(...clocks.map(({ now }) => Date.parse(now)));
  return everywhere(gateway, { ...asked, body: JSON.stringify({ frozen: true, now: new Date(latest).toISOString() }) });
}

function graceIn(body: string): number {
  try {
    const { grace = 0 } = JSON.parse(body);
    if (Number.isInteger(grace) && grace >= 0 && grace <= 600_000) return grace;
  } catch {
    // Told below.
  }
  throw new LabError([{ path: 'body.grace', message: 'milliseconds belong here, 0 to 600000' }]);
}
