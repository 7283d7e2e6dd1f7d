import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type RunningCommand, startCommand } from './command.ts';
import { drive, type Lane, openLane } from './load.ts';
import { interleaved, median } from './measure.ts';
import { cpuSeconds } from './process.ts';
import { trial } from './request.ts';
import type { Row } from './table.ts';

/** So many that the halves, which follow from names, are about as large as each other. */
const devices = 500;

/** Connections that are opened at once. */
const atOnce = 50;

/** Requests that each device gets in a round. */
const times = 100;

/** The same load over all devices of a lab of one process and of one with two workers: what a request costs, and who has the work. */
export async function twoWorkers(rounds: number): Promise<Row[]> {
  const what = 'two workers beside one process';
  if (process.platform !== 'linux')
    return [{ what: `${what}: needs Linux, where a process tells its time`, ours: Number.NaN }];
  const file = `devices: [{ kind: nxos, name: 'n9k-{n}', count: ${devices}, options: { configured: nxapi } }]\n`;
  const labs = [await startCommand(file, '--workers', '2'), await startCommand(file)] as const;
  const halves: number[] = [];
  const speeds: number[][] = [[], []];
  try {
    /** CPU microseconds of one request. */
    const cost = (which: 0 | 1) => async (): Promise<number> => {
      const lanes = await lanesOf(labs[which]);
      const processes = processesOf(labs[which].pid);
      const before = processes.map(cpuSeconds);
      const { answers, elapsed } = await drive(lanes, { times });
      const spent = processes.map((pid, nth) => cpuSeconds(pid) - (before[nth] ?? 0));
      for (const { socket } of lanes) socket.destroy();
      const sum = spent.reduce((total, one) => total + one, 0);
      if (which === 0) halves.push(Math.max(...spent) / sum);
      speeds[which]?.push((answers / elapsed) * 1_000);
      return (sum / answers) * 1e6;
    };
    await cost(0)();
    await cost(1)();
    const figures = await interleaved(2 * rounds, cost(0), cost(1));
    const [ours = 0, bare = 0] = speeds.map(median);
    const fast = { ours, bare, ratio: ours / bare, wanted: 1.7 };
    return [
      { what: `${what}, CPU µs a request`, ...figures, wanted: 1.1 },
      { what: 'two workers, % of the work that the busier one has', ours: 100 * median(halves), wanted: 55 },
      availableParallelism() >= 4
        ? { what: `${what}, requests/s`, ...fast }
        : { what: `${what}, requests/s: needs four cores`, ours: Number.NaN },
    ];
  } finally {
    for (const lab of labs) await lab.stop();
  }
}

/** A connection to each device, which has been asked once. */
async function lanesOf({ devices }: RunningCommand): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (let from = 0; from < devices.length; from += atOnce) {
    const opening = devices.slice(from, from + atOnce).map(({ endpoints, username, password }) => {
      const { endpoint, request } = trial('nxos', `${username}:${password}`);
      return openLane('127.0.0.1', Number(new URL(endpoints[endpoint] ?? '').port), request);
    });
    const opened = await Promise.all(opening);
    // A switch gives up on who says nothing for long.
    await drive(opened, { times: 1 });
    lanes.push(...opened);
  }
  return lanes;
}

/** A process and those that it has started. */
function processesOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number))];
}
