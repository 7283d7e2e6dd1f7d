import { isJsonObject, type Json } from '../simulators/chassis/json.ts';
import type { DeviceState } from '../simulators/chassis/kind.ts';
import type { Blobs, Disk } from '../simulators/chassis/surroundings.ts';
import { LabError } from './errors.ts';

/** What the lab itself has to remember of a device, beside what the device saves. */
export interface DeviceNotes {
  /** Lab time when it was unpacked, ms: a device that never saved anything is unpacked as of then again. */
  readonly born?: number;
  /** Host ports that were chosen for it, by `address:port`. */
  readonly ports?: Readonly<Record<string, number>>;
}

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
  notes(name: string): DeviceNotes;
  /** Adds to the notes on a device. */
  note(name: string, more: DeviceNotes): void;
  /** Resolves when the notes so far are on disk. */
  settled(): Promise<void>;
  /** Forgets a device. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

const noNotes: DeviceNotes = Object.freeze({});

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
    notes: () => noNotes,
    note: () => {},
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
  // One file for all devices: thousands of them come at once, and it is written once.
  const facts = state.facts('lab');
  const read = facts.read();
  const notes = new Map(isJsonObject(read) ? Object.entries(read).map(([name, of]) => [name, notesIn(of)]) : []);
  let written: Promise<void> = Promise.resolve();
  let waiting = false;
  const write = (): void => {
    if (waiting) return;
    waiting = true;
    written = new Promise((resolve) => setImmediate(resolve)).then(() => {
      waiting = false;
      return facts
        .write(Object.fromEntries([...notes].map(([name, of]) => [name, { ...of }])))
        .catch((error: Error) => tell(error.message));
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
    notes: (name) => notes.get(name) ?? noNotes,
    note(name, more) {
      notes.set(name, { ...notes.get(name), ...more });
      write();
    },
    settled: () => written,
    async remove(name) {
      if (notes.delete(name)) write();
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

function notesIn(read: Json | undefined): DeviceNotes {
  if (!isJsonObject(read)) return noNotes;
  const { born, ports } = read;
  const chosen = isJsonObject(ports) ? Object.entries(ports) : [];
  return {
    ...(typeof born === 'number' && { born }),
    ports: Object.fromEntries(chosen.flatMap(([pair, port]) => (typeof port === 'number' ? [[pair, port]] : []))),
  };
}
