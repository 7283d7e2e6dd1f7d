import { setTimeout as pause } from 'node:timers/promises';
import type { Links } from '../workshop/seats.ts';
import { startRackless, type ToldControl } from './command.ts';
import { median } from './measure.ts';
import { cpuSeconds, residentMegabytes } from './process.ts';
import type { Row } from './table.ts';
import { type Asked, doAsaExercise } from './trainee.ts';
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

/** How far behind one trainee's work the trainer's page was, in milliseconds. */
interface Behind {
  /** From each request, before it was even connected, until the page was told of it, or of a later one. */
  readonly sent: readonly number[];
  /** The same from its answer; 0 where the page was told before. */
  readonly answered: readonly number[];
  /** From the last answer until the page was told that all is green. */
  readonly green: number;
}

/** One workshop, from its start until a while after everybody is green. */
interface Held {
  readonly ready: Cost;
  readonly green: Cost;
  /** How far behind each trainee's work the trainer's page was. */
  readonly behind: readonly Behind[];
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
  const told = `${what}, ms until the trainer is told`;
  const all: Held[] = [];
  for (let round = 0; round < rounds; round++) all.push(await hold());
  const middle = (of: (held: Held) => number): number => median(all.map(of));
  const behind = all.flatMap((held) => held.behind);
  const answered = behind.flatMap((one) => one.answered);
  const green = behind.map((one) => one.green);
  return [
    { what: `${what}, CPU s until ready`, ours: middle(({ ready }) => ready.cpu) },
    { what: `${what}, MB when ready`, ours: middle(({ ready }) => ready.memory) },
    { what: `${what}, CPU s from then until all are green`, ours: middle(({ ready, green }) => green.cpu - ready.cpu) },
    { what: `${what}, MB when all are green`, ours: middle(({ green }) => green.memory) },
    { what: `${told} from an answer, median`, ours: median(answered), wanted: live },
    { what: `${told} from an answer, slowest`, ours: Math.max(...answered), wanted: live },
    { what: `${told} from a request, slowest`, ours: Math.max(...behind.flatMap(({ sent }) => sent)), wanted: live },
    { what: `${told} that all is green, from the last answer, median`, ours: median(green), wanted: live },
    { what: `${told} that all is green, from the last answer, slowest`, ours: Math.max(...green), wanted: live },
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
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new Error(`not all seats are green within ${patience / 1_000} s`)),
    patience,
  );
  const cost = (): Cost => ({ cpu: cpuSeconds(pid), memory: residentMegabytes(pid) });
  try {
    const ready = cost();
    const events = await openSeatEvents(told, late.signal);
    const [heard, works] = await Promise.all([
      untilAllGreen(events),
      Promise.all(told.seats.map(({ link }) => doAsaExercise(link))),
    ]);
    const green = cost();
    const behind = told.seats.map(({ seat }, index) => {
      const own = heard.filter(({ row }) => row.seat === seat);
      return behindOf(works[index] ?? [], own);
    });
    await pause(1_000);
    const before = cpuSeconds(pid);
    await pause(idleTime);
    const idle = (100 * 1_000 * (cpuSeconds(pid) - before)) / idleTime;
    return { ready, green, behind, idle };
  } finally {
    clearTimeout(timer);
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

function behindOf(work: readonly Asked[], heard: readonly Heard[]): Behind {
  /** The place of the last request that a row tells of; none before the first. */
  const placeOf = ({ row }: Heard): number =>
    work.findLastIndex(({ what }) => row.last?.what.startsWith(what) === true);
  const when = (fits: (one: Heard) => boolean): number => heard.find(fits)?.at ?? Number.NaN;
  const times = work.map((asked, place) => ({ ...asked, told: when((one) => placeOf(one) >= place) }));
  return {
    sent: times.map(({ told, sent }) => told - sent),
    answered: times.map(({ told, answered }) => Math.max(0, told - answered)),
    green: when(({ row }) => row.doneAt !== undefined) - (work.at(-1)?.answered ?? Number.NaN),
  };
}
