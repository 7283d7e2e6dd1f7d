import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory } from './cache.ts';

/** A running lab, as its note tells other processes of the same user. */
export interface RunNote {
  readonly pid: number;
  /** URL of the control API. */
  readonly control: string;
  /** Absent where it needs no token. */
  readonly controlTokenFile?: string;
  /** The lab file, or what else the lab was made of. */
  readonly lab: string;
  /** ISO 8601. */
  readonly started: string;
}

/** What runs: a lab, or a workshop of many. */
export type Running = 'lab' | 'workshop';

const noteFile = (what: Running): string => `${what}.json`;

/**
 * A folder for as long as a lab runs: control token, certificates to try with, and the note by which `rackless lab`
 * finds it. In the cache of the user, who alone can read it; in a temporary folder where there is none.
 */
export class RunFolder {
  readonly path: string;

  constructor() {
    const cache = cacheDirectory();
    if (cache) {
      const runs = join(cache, 'run');
      mkdirSync(runs, { recursive: true, mode: 0o700 });
      for (const { pid, folder } of runsIn(runs)) if (!isAlive(pid)) rmSync(folder, { recursive: true, force: true });
    }
    this.path = mkdtempSync(cache ? join(cache, 'run', `${process.pid}-`) : join(tmpdir(), 'rackless-'));
  }

  /**
   * Writes a file that only this user can read.
   * @returns its path
   */
  write(name: string, text: string): string {
    const path = join(this.path, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  /** Lets other processes find this lab or workshop. */
  announce(note: RunNote, what: Running = 'lab'): void {
    const passing = this.write(`${noteFile(what)}.new`, `${JSON.stringify(note, null, 2)}\n`);
    renameSync(passing, join(this.path, noteFile(what)));
  }

  /** Takes the folder away; never throws. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** The labs or workshops of this user that run now, oldest first. */
export function runningLabs(what: Running = 'lab'): RunNote[] {
  const cache = cacheDirectory();
  if (!cache) return [];
  return runsIn(join(cache, 'run'))
    .filter(({ pid }) => isAlive(pid))
    .flatMap(({ folder }) => noteIn(folder, what))
    .sort((a, b) => a.started.localeCompare(b.started));
}

function runsIn(runs: string): { pid: number; folder: string }[] {
  let names: string[];
  try {
    names = readdirSync(runs);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const pid = Number.parseInt(name, 10);
    return pid > 0 ? [{ pid, folder: join(runs, name) }] : [];
  });
}

function noteIn(folder: string, what: Running): RunNote[] {
  try {
    return [JSON.parse(readFileSync(join(folder, noteFile(what)), 'utf8'))];
  } catch {
    // It is starting, or stopping.
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
