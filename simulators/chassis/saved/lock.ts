import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ownerOnly } from './durable.ts';

/** Who holds a lock, as its file tells. */
export interface LockHolder {
  readonly pid: number;
  /** When that process started, as the system tells it, so that another process which got the number later is told apart. */
  readonly started: string | undefined;
  readonly host: string;
  /** Since when it holds the lock, ISO 8601. */
  readonly since: string;
}

/**
 * Takes a directory's lock (`DIR/lock`) for this process. A lock whose holder is gone (killed, power lost) is taken
 * over; one that another machine or container holds is not, since nothing here can tell whether that still runs.
 *
 * @returns a function that gives the lock back
 * @throws Error naming the holder and what to do
 */
export function lock(directory: string): () => void {
  const path = join(directory, 'lock');
  const mine: LockHolder = {
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    since: new Date().toISOString(),
  };
  // Written aside and linked, the file is never seen half-written.
  const passing = join(directory, `lock.${randomUUID()}`);
  writeFileSync(passing, `${JSON.stringify(mine)}\n`, { mode: ownerOnly.file });
  try {
    if (!linked(passing, path)) {
      removeStale(directory, path);
      if (!linked(passing, path)) throw inUse(directory, path, holder(path));
    }
  } finally {
    rmSync(passing, { force: true });
  }
  return () => {
    if (holder(path)?.since === mine.since && holder(path)?.pid === mine.pid) rmSync(path, { force: true });
  };
}

/**
 * Removes a lock whose holder is gone. Two processes must not do so at once, or the slower would remove the lock that
 * the faster has just taken: only who makes `lock.takeover` may.
 */
function removeStale(directory: string, path: string): void {
  const found = holder(path);
  if (found && isAlive(found)) throw inUse(directory, path, found);
  const guard = join(directory, 'lock.takeover');
  try {
    if (Date.now() - statSync(guard).mtimeMs > 10_000) rmSync(guard, { force: true });
  } catch {
    // Nobody is taking over, as usual.
  }
  try {
    writeFileSync(guard, '', { flag: 'wx', mode: ownerOnly.file });
  } catch {
    throw inUse(directory, path, found);
  }
  try {
    const still = holder(path);
    if (still && isAlive(still)) throw inUse(directory, path, still);
    rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Who a lock file names; `undefined` where there is none or it cannot be read as one. */
function holder(path: string): LockHolder | undefined {
  try {
    const read: Partial<LockHolder> = JSON.parse(readFileSync(path, 'utf8'));
    const { pid, host, since, started } = read;
    return typeof pid === 'number' && host !== undefined && since !== undefined
      ? { pid, host, since, started }
      : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started, host }: LockHolder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not allowed to signal it: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' && started === startOf(pid);
  }
  return started === startOf(pid);
}

/**
 * When a process started: boot and clock ticks since, from Linux's /proc. Elsewhere unknown, and a lock whose process
 * number was given to another process has to be removed by hand.
 */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The second field is the command in brackets, and may hold blanks and brackets; the 22nd is the start.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return undefined;
  }
}

function inUse(directory: string, path: string, by: LockHolder | undefined): Error {
  if (!by) return new Error(`the state directory ${directory} is being opened by another process; try again`);
  const elsewhere = by.host === hostname() ? '' : ` on ${by.host}`;
  const wayOut = elsewhere ? `; if it no longer runs, remove ${path}` : '';
  return new Error(
    `the state directory ${directory} is in use by process ${by.pid}${elsewhere} since ${by.since}; stop that process or name another directory${wayOut}`,
  );
}
