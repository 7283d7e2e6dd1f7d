import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors.ts';
import { readLabFile } from '../file.ts';
import type { LabOptions } from '../start.ts';
import { Gateway } from './gateway.ts';
import { type FileHost, startWorker, type Worker, type WorkerInput } from './process.ts';

/** What a lab over several processes is made of. */
export interface WorkersOptions extends Omit<LabOptions, 'kinds' | 'devices'> {
  readonly file: string;
  /** How many processes. */
  readonly workers: number;
}

/**
 * Starts a lab whose devices live in several processes of this machine, each device in the one that its name says. File
 * servers live in the first.
 * @throws LabError when the lab cannot be as it is asked for; nothing runs then
 */
export async function startWorkers({ workers: count, tell = () => {}, ...options }: WorkersOptions): Promise<Gateway> {
  const { spec } = await readLabFile(options.file);
  mustFit(options.stateDir, count);
  const running: Worker[] = [];
  try {
    running.push(await startWorker(inputOf(options, count, 1, []), tell));
    const files = running.flatMap((worker) => worker.files);
    const others = Array.from({ length: count - 1 }, (_, index) => index + 2);
    const started = await Promise.allSettled(
      others.map((index) =>
        startWorker(inputOf({ ...options, hosts: options.hosts ?? spec.hosts }, count, index, files), tell),
      ),
    );
    for (const one of started) if (one.status === 'fulfilled') running.push(one.value);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    return new Gateway(running, options.listen ?? spec.listen ?? '127.0.0.1');
  } catch (error) {
    await Promise.all(running.map((worker) => worker.stop(0)));
    throw error;
  }
}

function inputOf(
  options: Omit<WorkersOptions, 'workers' | 'tell'>,
  of: number,
  index: number,
  files: readonly FileHost[],
): WorkerInput {
  const { stateDir, hosts, portBase, ...rest } = options;
  const known = files.map(({ name, address, ports }) => [name, { address, ports }] as const);
  return {
    options: {
      ...rest,
      part: { index, of },
      ...(stateDir !== undefined && { stateDir: join(stateDir, folderOf(index, of)) }),
      ...((hosts || files.length > 0) && { hosts: { ...hosts, ...Object.fromEntries(known) } }),
      // Each counts on by as many as there are.
      ...(portBase !== undefined && { portBase: portBase + index - 1, portStep: of }),
    },
  };
}

const folderOf = (index: number, of: number): string => `worker-${index}-of-${of}`;

/** @throws LabError for a state directory that another number of processes has left: devices would not find their state */
function mustFit(directory: string | undefined, count: number): void {
  if (directory === undefined || !existsSync(directory)) return;
  const foreign = readdirSync(directory).find((name) => !name.endsWith(`-of-${count}`));
  if (foreign === undefined) return;
  const message = `${directory} holds ${foreign}, which was not left by ${count} workers; start with as many as then, or name another directory`;
  throw new LabError([{ path: 'state', message }]);
}
