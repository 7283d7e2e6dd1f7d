import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { JournalEntry } from '../../simulators/chassis/journal.ts';
import { LabError } from '../errors.ts';
import type { HostReport } from '../report.ts';
import type { LabOptions } from '../start.ts';

/** What a worker is started with. */
export interface WorkerInput {
  readonly options: Omit<LabOptions, 'tell' | 'kinds'>;
}

/** A file server, as workers without it are told where it is. */
export interface FileHost {
  readonly name: string;
  readonly address: string;
  /** Port as devices know it → `host:port`. */
  readonly ports: Readonly<Record<string, string>>;
}

/** What a worker has when it is ready. */
export interface WorkerReady {
  readonly control: string;
  readonly token: string;
  readonly devices: readonly HostReport[];
  readonly files: readonly FileHost[];
}

/** What a worker tells the process in front. */
export type WorkerTold =
  | WorkerReady
  | { readonly entries: readonly JournalEntry[] }
  /** The journal up to an asking has been sent, but for so many entries that were no longer held. */
  | { readonly caughtUp: number; readonly gone: number }
  | { readonly notice: string }
  | { readonly error: string; readonly exitStatus?: number };

/** What a worker is asked. */
export type WorkerAsked =
  | { readonly stop: number }
  /** To send its journal from now on, and to say when all so far is sent. */
  | { readonly catchUp: number };

/** A worker that is ready. */
export interface Worker extends WorkerReady {
  readonly process: ChildProcess;
  /**
   * Has it send its journal: what it holds, then what it writes.
   * @returns how many entries it no longer held, when all others have come
   */
  follow(take: (entries: readonly JournalEntry[]) => void): Promise<number>;
  /** Resolves when all that was written so far has come. */
  caughtUp(): Promise<void>;
  /** Resolves when it has ended. */
  stop(grace: number): Promise<void>;
}

/**
 * Starts a worker.
 * @param tell told what the operator should know
 * @throws LabError when its part of the lab cannot be
 */
export async function startWorker(input: WorkerInput, tell: (notice: string) => void): Promise<Worker> {
  const child = fork(fileURLToPath(new URL('./worker.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(([[status]]) => status);
  child.send(input);
  const ready = await new Promise<WorkerReady>((resolve, reject) => {
    ended.then((status) => reject(new Error(`a worker ended with ${status} before it was ready`)), reject);
    child.on('message', (told: WorkerTold) => {
      if ('notice' in told) tell(told.notice);
      else if ('error' in told)
        reject(
          told.exitStatus === undefined ? new Error(told.error) : new LabError([{ path: '', message: told.error }]),
        );
      else if ('control' in told) resolve(told);
    });
  });
  const { follow, caughtUp } = journalOf(child);
  return {
    ...ready,
    process: child,
    follow,
    caughtUp,
    async stop(grace) {
      if (child.connected) child.send({ stop: grace });
      // A worker takes five seconds beyond its grace at most.
      const late = setTimeout(() => child.kill('SIGKILL'), grace + 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The journal that a worker sends. */
function journalOf(child: ChildProcess): Pick<Worker, 'follow' | 'caughtUp'> {
  const waiting = new Map<number, (gone: number) => void>();
  let asked = 0;
  let take = (_entries: readonly JournalEntry[]): void => {};
  child.on('message', (told: WorkerTold) => {
    if ('entries' in told) take(told.entries);
    else if ('caughtUp' in told) {
      waiting.get(told.caughtUp)?.(told.gone);
      waiting.delete(told.caughtUp);
    }
  });
  const catchUp = (): Promise<number> =>
    new Promise((resolve) => {
      // One that has ended has sent all that it will.
      if (!child.connected) return resolve(0);
      waiting.set(++asked, resolve);
      child.send({ catchUp: asked } satisfies WorkerAsked);
    });
  child.once('disconnect', () => {
    for (const resolve of waiting.values()) resolve(0);
  });
  return {
    follow(taking) {
      take = taking;
      return catchUp();
    },
    async caughtUp() {
      await catchUp();
    },
  };
}
