import { setTimeout as pause } from 'node:timers/promises';
import type { Links } from '../workshop/seats.ts';
import { startRackless, type ToldControl } from './command.ts';
import { median } from './measure.ts';
import { cpuSeconds, residentMegabytes } from './process.ts';
import type { Row } from './table.ts';
import { doAsaExercise, type Work } from './trainee.ts';
import { type Heard, openSeatEvents } from './trainer.ts';

const seats = 30;

/** Milliseconds in which everybody has to be green. */
const patience = 120_000;

/** Milliseconds in which nothing happens. */
const idleTime = 5_000;

/** What the trainer's page may be behind, in milliseconds. */
const live = 1_000;

/** What a workshop's process has taken so far. */
interface Cost {
  readonly cpu: number;
  readonly memory: number;
}

/** One workshop, from its start until a while after everybody is green. */
interface Held {
  readonly ready: Cost;
  readonly green: Cost;
  /** Milliseconds from each request's beginning until the trainer's page was told of it, or of a later one. */
  readonly told: readonly number[];
  /** Milliseconds from the answer to a trainee's last request until the trainer's page was told that all is green. */
  readonly done: readonly number[];
  /** Of a processor, where nothing happens. */
  readonly idle: number;
}

/**
 * A workshop of thirty seats as the command holds it: trainees who all do the exercise of the ASA at once, by script and
 * from this process, and a trainer's page that is told of it.
 */
export async function thirtySeats(rounds: number): Promise<Row[]> {
  const what = 'thirty seats';
  if (process.platform !== 'linux')
    return [{ what: `${what}: needs Linux, where a process tells its time`, ours: Number.NaN }];
  const all: Held[] = [];
  for (let round = 0; round < rounds; round++) all.push(await hold());
  const middle = (of: (held: Held) => number): number => median(all.map(of));
  const [told, done] = [all.flatMap((held) => held.told), all.flatMap((held) => held.done)];
  return [
    { what: `${what}, CPU s until ready`, ours: middle(({ ready }) => ready.cpu) },
    { what: `${what}, MB when ready`, ours: middle(({ ready }) => ready.memory) },
    { what: `${what}, CPU s from then until all are green`, ours: middle(({ ready, green }) => green.cpu - ready.cpu) },
    { what: `${what}, MB when all are green`, ours: middle(({ green }) => green.memory) },
    { what: `${what}, ms from a request sent to the trainer told, median`, ours: median(told), wanted: live },
    { what: `${what}, ms from a request sent to the trainer told, slowest`, ours: Math.max(...told), wanted: live },
    { what: `${what}, ms from a last answer to all green told, median`, ours: median(done), wanted: live },
    { what: `${what}, ms from a last answer to all green told, slowest`, ours: Math.max(...done), wanted: live },
    { what: `${what} where nothing happens, CPU %`, ours: middle(({ idle }) => idle) },
  ];
}

/** @throws Error where a trainee fails, or not all are green in time: what such a workshop costs is no measure */
async function hold(): Promise<Held> {
  const { pid, told, stop } = await startRackless<ToldControl & Links>(
    'workshop',
    '--exercise',
    'asa-rest-session',
    '--seats',
    String(seats),
  );
  const cost = (): Cost => ({ cpu: cpuSeconds(pid), memory: residentMegabytes(pid) });
  try {
    const ready = cost();
    const events = await openSeatEvents(told, AbortSignal.timeout(patience));
    const [heard, works] = await Promise.all([
      untilAllGreen(events),
      Promise.all(told.seats.map(({ link }) => doAsaExercise(link))),
    ]);
    const green = cost();
    const behind = told.seats.map(({ seat }, index) =>
      behindOf(
        works[index],
        heard.filter(({ row }) => row.seat === seat),
      ),
    );
    await pause(1_000);
    const before = cpuSeconds(pid);
    await pause(idleTime);
    const idle = (100 * 1_000 * (cpuSeconds(pid) - before)) / idleTime;
    return { ready, green, idle, told: behind.flatMap((one) => one.told), done: behind.map((one) => one.done) };
  } finally {
    await stop();
  }
}

async function untilAllGreen(events: AsyncGenerator<Heard>): Promise<Heard[]> {
  const heard: Heard[] = [];
  const green = new Set<number>();
  for await (const one of events) {
    heard.push(one);
    if (one.row.doneAt !== undefined) green.add(one.row.seat);
    if (green.size === seats) return heard;
  }
  throw new Error("the trainer's page ended before all were green");
}

/** How far behind a trainee's work the trainer's page was. */
function behindOf(work: Work | undefined, heard: readonly Heard[]): { told: number[]; done: number } {
  const { sent = [], answered = Number.NaN } = work ?? {};
  /** The place of the last request that a row tells of; none before the first. */
  const placeOf = ({ row }: Heard): number =>
    sent.findLastIndex(({ what }) => row.last?.what.startsWith(what) === true);
  const when = (fits: (one: Heard) => boolean): number => heard.find(fits)?.at ?? Number.NaN;
  return {
    told: sent.map(({ at }, place) => when((one) => placeOf(one) >= place) - at),
    done: when(({ row }) => row.doneAt !== undefined) - answered,
  };
}
