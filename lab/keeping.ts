import { isJsonObject, type JsonObject } from '../simulators/chassis/json.ts';
import type { DeviceState } from '../simulators/chassis/kind.ts';
import type { Blobs, Disk } from '../simulators/chassis/surroundings.ts';
import { LabError } from './errors.ts';

/** Host ports that were chosen for one device, by `address:port`. */
export type ChosenPorts = Readonly<Record<string, number>>;

/** What a lab keeps of its devices from one process to the next. */
export interface Keeping {
  /** Where; absent when nothing is kept. */
  readonly directory?: string;
  readonly blobs: Blobs;
  /**
   * The saved store of a device; `undefined` for one that was never here.
   * @throws Error naming file and line when it is damaged
   */
  load(name: string): DeviceState['store'] | undefined;
  /** Where a device's store goes. */
  disk(name: string): Disk | undefined;
  ports(name: string): ChosenPorts;
  keepPorts(name: string, ports: ChosenPorts): void;
  /** Resolves when the ports kept so far are on disk. */
  settled(): Promise<void>;
  /** Forgets a device. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

const noPorts: ChosenPorts = Object.freeze({});

/**
 * What a lab keeps.
 * @param directory where; without it what devices save lives as long as the process
 * @param tell told what a reader of the logs should know
 * @throws LabError when the directory is in use, holds something else or cannot be written
 */
export async function keep(directory: string | undefined, tell: (notice: string) => void): Promise<Keeping> {
  if (directory === undefined) return keepNothing();
  try {
    return await keepIn(directory, tell);
  } catch (error) {
    throw new LabError([{ path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
}

async function keepNothing(): Promise<Keeping> {
  const { MemoryBlobs } = await import('../simulators/chassis/flash/blobs.ts');
  return {
    blobs: new MemoryBlobs(),
    load: () => undefined,
    disk: () => undefined,
    ports: () => noPorts,
    keepPorts: () => {},
    settled: async () => {},
    remove: async () => {},
    close: async () => {},
  };
}

async function keepIn(directory: string, tell: (notice: string) => void): Promise<Keeping> {
  const { DiskBlobs } = await import('../simulators/chassis/flash/disk-blobs.ts');
  const { openStateDirectory } = await import('../simulators/chassis/saved/directory.ts');
  const blobs = new DiskBlobs(directory);
  const state = await openStateDirectory(directory, { before: () => blobs.durable(), notice: tell });
  // One file for all devices: thousands of them choose their ports at once, and it is written once.
  const facts = state.facts('ports');
  const read = facts.read();
  const ports = new Map(isJsonObject(read) ? Object.entries(read).map(([name, of]) => [name, portsIn(of)]) : []);
  let written: Promise<void> = Promise.resolve();
  let waiting = false;
  const write = (): void => {
    if (waiting) return;
    waiting = true;
    written = new Promise((resolve) => setImmediate(resolve)).then(() => {
      waiting = false;
      return facts.write(Object.fromEntries(ports)).catch((error: Error) => tell(error.message));
    });
  };
  return {
    directory: state.path,
    blobs,
    load(name) {
      const store = state.load(name);
      return store && isStore(store) ? store : undefined;
    },
    disk: (name) => state.disk(name),
    ports: (name) => ports.get(name) ?? noPorts,
    keepPorts(name, chosen) {
      ports.set(name, chosen);
      write();
    },
    settled: () => written,
    async remove(name) {
      if (ports.delete(name)) write();
      await state.remove(name);
    },
    async close() {
      await written;
      await state.close();
    },
  };
}

/** Every kind's store has a flash, and only a device's own store is ever written under its name. */
function isStore(store: object): store is DeviceState['store'] {
  return 'flash' in store;
}

function portsIn(read: JsonObject[string] | undefined): ChosenPorts {
  if (!isJsonObject(read)) return noPorts;
  return Object.fromEntries(
    Object.entries(read).flatMap(([pair, port]) => (typeof port === 'number' ? [[pair, port]] : [])),
  );
}
