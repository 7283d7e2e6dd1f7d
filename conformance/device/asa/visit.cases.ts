import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { equal } from '../../judgement.ts';
import { configurationLines, type Snapshot } from '../../restore.ts';
import { ask, cli, door, host, objects } from './agent.ts';
import { killersOf } from './kills.ts';

/** What changes by itself: comments, times, checksums. */
const volatile = /^[!:]|^Cryptochecksum|^ASA Version|^\s*$/i;

/** What cases may change on a firewall that somebody owns: both configurations. */
export async function snapshot(device: Device): Promise<Snapshot> {
  const [running, startup] = await cli(device, 'show running-config', 'show startup-config');
  if (!running || startup === undefined) throw new CouldNotRun('"show running-config" gave no text');
  return {
    'running-config': configurationLines(running, volatile),
    'startup-config': configurationLines(startup, volatile),
  };
}

/** A check that asks again, of somebody's firewall, what another check of this requirement asks of a fresh one. */
const again = <Observed>(id: string, requirement: string, judge: (observed: Observed) => ReturnType<typeof equal>) => ({
  id,
  requirement,
  judge,
  killedBy: killersOf(requirement),
});

interface Visit {
  readonly made: number;
  readonly got: number;
  readonly deleted: number;
  readonly gone: number;
}

/** One object made and taken away again, on a firewall that may be somebody's. */
export const visiting = defineCase<Visit>({
  id: 'ASA-VISIT',
  title: 'A network object is made, read and deleted again',
  touches: 'config',
  async drive(t) {
    const device = await t.own();
    const path = `${objects}/${t.label}`;
    const headers = [['User-Agent', 'REST API Agent']] as const;
    await t.undoBy(device, `network object ${t.label}`, [{ door, method: 'DELETE', path, headers }]);
    const status = async (method: string, at: string, body?: object) => (await ask(device, method, at, body)).status;
    return {
      made: await status('POST', objects, host(t.label)),
      got: await status('GET', path),
      deleted: await status('DELETE', path),
      gone: await status('GET', path),
    };
  },
  checks: [
    again('made', 'ASA-OBJ-0001', ({ made }: Visit) => equal(201, made)),
    again('got', 'ASA-OBJ-0004', ({ got }: Visit) => equal(200, got)),
    again('deleted', 'ASA-OBJ-0018', ({ deleted }: Visit) => equal(204, deleted)),
    again('gone', 'ASA-OBJ-0019', ({ gone }: Visit) => equal(404, gone)),
  ],
});
