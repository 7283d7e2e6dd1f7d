import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
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
  | { readonly notice: string }
  | { readonly error: string; readonly exitStatus?: number };

/** A worker that is ready. */
export interface Worker extends WorkerReady {
  readonly process: ChildProcess;
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
  const ended = once(child, 'exit');
  child.send(input);
  const ready = await new Promise<WorkerReady>((resolve, reject) => {
    ended.then(([status]) => reject(new Error(`a worker ended with ${status} before it was ready`)), reject);
    child.on('message', (told: WorkerTold) => {
      if ('notice' in told) tell(told.notice);
      else if ('error' in told)
        reject(
          told.exitStatus === undefined ? new Error(told.error) : new LabError([{ path: '', message: told.error }]),
        );
      else resolve(told);
    });
  });
  return {
    ...ready,
    process: child,
    async stop(grace) {
      if (child.connected) child.send({ stop: grace });
      // A worker takes five seconds beyond its grace at most.
      const late = setTimeout(() => child.kill('SIGKILL'), grace + 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}
