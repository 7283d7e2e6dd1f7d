import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Disk } from '../surroundings.ts';
import { ownerOnly, syncDirectory } from './durable.ts';
import { Facts } from './facts.ts';
import { refuseForeign, toPresentFormat } from './format.ts';
import { lock } from './lock.ts';
import { SavedStore, type SavedStoreOptions } from './store.ts';

/**
 * What a lab keeps between processes (`--state DIR`):
 *
 * - `rackless.json`: the format
 * - `lock`: the process that has it open
 * - `devices/NAME/store.json`, `store.log`: a device's store
 * - `facts/NAME.json`: small facts of the lab
 *
 * Everything else in it is others' business: `blobs/` is where the bytes of files on flash lie.
 */
export interface StateDirectory {
  /** Absolute. */
  readonly path: string;
  /** Names of the devices that have a store here, sorted. */
  devices(): string[];
  /**
   * The store that a device left here, not frozen; `undefined` where it left none.
   * @throws Error naming file and line when it is damaged
   */
  load(name: string): object | undefined;
  /** Where that device's store is kept from now on. The same object each time. */
  disk(name: string): Disk;
  /** Forgets a device, at once and durably. Its `disk` takes no more writes; a new one begins afresh. */
  remove(name: string): Promise<void>;
  /** Facts of the lab by their name. The same object each time. */
  facts(name: string): Facts;
  /** Waits for what is being written and gives the directory back. Later writes are refused. */
  close(): Promise<void>;
}

/**
 * Opens a state directory for this process alone; an empty or missing one is made into one.
 *
 * @throws Error when another process has it open (named), when it holds something else, is of a later format or cannot
 *   be written
 */
export async function openStateDirectory(directory: string, options: SavedStoreOptions = {}): Promise<StateDirectory> {
  const path = resolve(directory);
  await mkdir(path, { recursive: true, mode: ownerOnly.directory });
  refuseForeign(path);
  const unlock = lock(path);
  try {
    await toPresentFormat(path);
    for (const part of ['devices', 'facts', 'removed']) {
      await mkdir(join(path, part), { recursive: true, mode: ownerOnly.directory });
    }
    await emptied(join(path, 'removed'));
    await syncDirectory(path);
  } catch (error) {
    unlock();
    throw error;
  }
  return new OpenDirectory(path, unlock, options);
}

class OpenDirectory implements StateDirectory {
  readonly path: string;
  readonly #unlock: () => void;
  readonly #options: SavedStoreOptions;
  readonly #stores = new Map<string, SavedStore>();
  readonly #facts = new Map<string, Facts>();
  #closed: Promise<void> | undefined;

  constructor(path: string, unlock: () => void, options: SavedStoreOptions) {
    this.path = path;
    this.#unlock = unlock;
    this.#options = options;
  }

  devices(): string[] {
    const names = readdirSync(join(this.path, 'devices'));
    return names.filter((name) => existsSync(join(this.path, 'devices', name, 'store.json'))).sort();
  }

  load(name: string): object | undefined {
    return this.disk(name).load();
  }

  disk(name: string): SavedStore {
    this.#mustBeOpen();
    const known = this.#stores.get(name);
    if (known) return known;
    const store = new SavedStore(join(this.path, 'devices', fileName(name)), this.#options);
    this.#stores.set(name, store);
    return store;
  }

  async remove(name: string): Promise<void> {
    this.#mustBeOpen();
    const devices = join(this.path, 'devices');
    const store = this.disk(name);
    await store.close(`the device ${name} was removed from ${this.path}`);
    if (existsSync(join(devices, fileName(name)))) {
      // Renamed first, so that no crash leaves a snapshot without its log or the reverse.
      await rename(join(devices, fileName(name)), join(this.path, 'removed', randomUUID()));
      await syncDirectory(devices);
      await emptied(join(this.path, 'removed'));
    }
    if (this.#stores.get(name) === store) this.#stores.delete(name);
  }

  facts(name: string): Facts {
    this.#mustBeOpen();
    const known = this.#facts.get(name);
    if (known) return known;
    const facts = new Facts(join(this.path, 'facts', `${fileName(name)}.json`));
    this.#facts.set(name, facts);
    return facts;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const why = `the state directory ${this.path} is closed`;
    await Promise.all([...this.#stores.values(), ...this.#facts.values()].map((one) => one.close(why)));
    this.#unlock();
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new Error(`the state directory ${this.path} is closed`);
  }
}

/** @throws Error for a name that is no plain file name, so that none leads out of the directory */
function fileName(name: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(name)) return name;
  throw new Error(
    `${JSON.stringify(name)} cannot be kept under that name: it should be at most 128 letters, digits, dots, hyphens and underscores, and not begin with a dot or hyphen`,
  );
}

async function emptied(path: string): Promise<void> {
  for (const name of readdirSync(path)) await rm(join(path, name), { recursive: true, force: true });
}
