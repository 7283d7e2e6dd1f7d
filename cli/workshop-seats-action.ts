import { rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import Table from 'cli-table3';
import pc from 'picocolors';
import { isLoopback } from '../lab/addresses.ts';
import { LabError, reason } from '../lab/errors.ts';
import { RunFolder } from '../lab/run-folder.ts';
import { exerciseNamed } from '../workshop/catalogue.ts';
import { resultsCsv } from '../workshop/results.ts';
import { readRoster } from '../workshop/roster.ts';
import { type Links, linksOf, openSeats, type Workshop } from '../workshop/seats.ts';
import { stopSignal, tell } from './up-action.ts';
import type { WorkshopOptions } from './workshop-seats.ts';

/**
 * Runs a workshop until a signal stops it.
 * @throws LabError when exercise, roster or options are wrong, or ports are taken
 */
export async function workshopSeats(options: WorkshopOptions): Promise<void> {
  const stopping = stopSignal();
  const [exercise, names] = [await exerciseNamed(options.exercise), await namesFor(options)];
  const { listen, portBase, controlPort, seed } = options;
  const workshop = await openSeats(exercise, {
    names,
    ...(listen !== undefined && { listen }),
    ...(portBase !== undefined && { portBase }),
    ...(controlPort !== undefined && { trainerPort: controlPort }),
    ...(seed !== undefined && { seed }),
  });
  const folder = new RunFolder();
  try {
    const links = linksOf(workshop, options.host ?? hostFor(listen));
    const linksFile = options.links ?? `${folder.path}/links.txt`;
    writePrivately('--links', linksFile, linksText(links));
    const controlTokenFile = folder.write('trainer-token', `${workshop.token}\n`);
    const note = { control: workshop.url, controlTokenFile, lab: exercise.id };
    folder.announce({ pid: process.pid, ...note, started: new Date().toISOString() }, 'workshop');
    if (workshop.notice) tell(workshop.notice);
    if (listen !== undefined && !isLoopback(listen)) {
      tell(
        `whoever reaches ${listen} reaches the devices of all seats. Pages need their tokens, which go over plain HTTP.`,
      );
    }
    const told = { ready: true, exercise: exercise.id, ...note, linksFile, ...links };
    process.stdout.write(options.json ? `${JSON.stringify(told)}\n` : overview(workshop, links, linksFile));
    await stopping.stopped;
    if (options.results !== undefined) writeResults(workshop, options.results);
  } finally {
    await workshop.close();
    folder.remove();
  }
}

/** Who sits where: those of the roster first, then numbers for the seats that are left. */
async function namesFor({ seats, roster }: WorkshopOptions): Promise<string[]> {
  const names = roster === undefined ? [] : await readRoster(roster);
  const count = seats ?? names.length;
  if (names.length > count) {
    const message = `the roster has ${names.length} names for ${count} seats; ask for --seats ${names.length}, or leave it out`;
    throw new LabError([{ path: '', message }], roster);
  }
  return Array.from({ length: count }, (_, index) => names[index] ?? `Seat ${index + 1}`);
}

/** Where a workshop listens everywhere: the first address of this machine that others may reach. */
function hostFor(listen: string | undefined): string | undefined {
  if (listen !== '0.0.0.0' && listen !== '::') return undefined;
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}

function writePrivately(option: string, file: string, text: string): void {
  try {
    // A file that is there keeps its permissions, however it is written.
    rmSync(file, { force: true });
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new LabError([{ path: '', message: `${option} ${file}: cannot write it: ${reason(error)}` }]);
  }
}

function writeResults(workshop: Workshop, file: string): void {
  const results = workshop.results();
  writePrivately(
    '--results',
    file,
    /\.json$/i.test(file) ? `${JSON.stringify(results, null, 2)}\n` : resultsCsv(results),
  );
  tell(`the results are in ${file}`);
}

/** A line a seat, with tabs between: to be copied, or merged into mail. */
function linksText({ trainer, seats }: Links): string {
  const lines = seats.map(({ seat, name, link }) => `${seat}\t${name}\t${link}\n`);
  return `trainer\t\t${trainer}\n${lines.join('')}`;
}

function overview({ exercise }: Workshop, { trainer, seats }: Links, linksFile: string): string {
  const drawn = new Table({ head: ['seat', 'name', 'link'], style: { head: [], border: [] } });
  for (const { seat, name, link } of seats) drawn.push([seat, name, pc.cyan(link)]);
  return [
    `${pc.bold(exercise.title)}  ${exercise.id}`,
    '',
    drawn.toString(),
    '',
    `Trainer's page, which opens every seat, too: ${pc.cyan(trainer)}`,
    `The links are in ${linksFile}. Each opens one seat: give it to nobody else.`,
    'Ctrl-C ends the workshop. Results meanwhile: rackless workshop results',
    '',
  ].join('\n');
}
