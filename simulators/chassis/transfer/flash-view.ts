import type { Device } from '../device.ts';
import { Operation } from '../faults/operation.ts';
import { FlashError, type FlashReason } from '../flash/error.ts';
import * as files from '../flash/files.ts';
import { inside } from '../flash/path.ts';
import type { FlashVolume } from '../kind.ts';
import type { FileOperation, FileSystemView, ViewedFile } from './view.ts';

/** The part of a device that holds files. */
export type FlashDevice = Pick<Device, 'state' | 'change' | 'settled' | 'now' | 'surroundings'>;

/** How a vendor names its volumes and guards its files. */
export interface FlashViewOptions {
  /**
   * What a client sent in the vendor's spelling (`bootflash:x`, `x`), in its two parts. Not asked for `/volume/name`,
   * the spelling of the tree that all volumes form.
   *
   * @returns the volume by its name in the state tree, and the path inside it, not yet normalised
   * @throws FlashError
   */
  spell(path: string): { readonly volume: string; readonly path: string };
  /** False where this client may not do this; everything is allowed unless told. */
  allows?(operation: FileOperation, path: string): boolean;
  /** The vendor's words for a reason. */
  explain?(reason: FlashReason, path: string): string;
}

/** A device's flash as SCP and SFTP clients see it: the volumes as directories of one tree. */
export class FlashView implements FileSystemView {
  readonly #device: FlashDevice;
  readonly #options: FlashViewOptions;
  readonly explain?: (reason: FlashReason, path: string) => string;

  constructor(device: FlashDevice, options: FlashViewOptions) {
    this.#device = device;
    this.#options = options;
    if (options.explain) this.explain = (reason, path) => options.explain?.(reason, path) ?? reason;
  }

  resolve(path: string): string {
    if (path.startsWith('/')) {
      const { name } = inside(path);
      if (name === '' || Object.hasOwn(this.#device.state.store.flash, firstOf(name))) return `/${name}`;
    }
    const spelt = this.#options.spell(path);
    const { name } = inside(spelt.path);
    return `/${spelt.volume}${name === '' ? '' : `/${name}`}`;
  }

  allows(operation: FileOperation, path: string): boolean {
    return this.#options.allows?.(operation, path) ?? true;
  }

  stat(path: string): ViewedFile {
    if (path === '/') return { name: '', directory: true, size: files.directorySize, time: 0 };
    const { volume, name } = this.#locate(path);
    const found = files.stat(volume, name);
    return found.path === '' ? { ...found, name: path.slice(1) } : found;
  }

  list(path: string): readonly ViewedFile[] {
    if (path !== '/') {
      const { volume, name } = this.#locate(path);
      return files.list(volume, name);
    }
    return Object.keys(this.#device.state.store.flash).map((name) => this.stat(`/${name}`));
  }

  read(path: string): Buffer {
    const { volume, name } = this.#locate(path);
    return files.read(volume, name, this.#device.surroundings.blobs);
  }

  room(path: string): number {
    const { volume, name } = this.#locate(path);
    return files.room(volume, name);
  }

  async write(path: string, bytes: Buffer, time = this.#device.now()): Promise<void> {
    await this.#change('upload', path, (volume, name) => {
      files.write(volume, name, bytes, this.#device.surroundings.blobs, time);
    });
  }

  async touch(path: string, time: number): Promise<void> {
    await this.#change('touch', path, (volume, name) => files.touch(volume, name, time));
  }

  async mkdir(path: string): Promise<void> {
    await this.#change('mkdir', path, (volume, name, now) => files.mkdir(volume, name, now));
  }

  async rmdir(path: string): Promise<void> {
    await this.#change('rmdir', path, (volume, name, now) => files.rmdir(volume, name, now));
  }

  async remove(path: string): Promise<void> {
    await this.#change('remove', path, (volume, name, now) => files.remove(volume, name, now));
  }

  async rename(from: string, to: string, replace: boolean): Promise<void> {
    const target = this.#locate(to);
    await this.#change('rename', from, (volume, name, now) => {
      if (target.label !== this.#locate(from).label) throw new FlashError('denied', to, 'on another volume');
      files.rename(volume, name, target.name, now, { replace });
    });
  }

  async #change(
    verb: string,
    path: string,
    recipe: (volume: files.OpenVolume, name: string, now: number) => void,
  ): Promise<void> {
    const { label, name } = this.#locate(path);
    const change = (): void =>
      this.#device.change((draft) => {
        const volume = draft.store.flash[label];
        if (volume) recipe(volume, name, this.#device.now());
      });
    if (this.#device.surroundings.faults.none) {
      change();
      await this.#device.settled();
      return;
    }
    const operation = new Operation({ operation: `${verb} ${path}` });
    try {
      operation.during(change);
      await this.#device.settled();
    } finally {
      operation.end();
    }
  }

  #locate(path: string): { label: string; volume: FlashVolume; name: string } {
    const whole = inside(path).name;
    if (whole === '') throw new FlashError('is-a-directory', path);
    const label = firstOf(whole);
    const { flash } = this.#device.state.store;
    const volume = Object.hasOwn(flash, label) ? flash[label] : undefined;
    if (!volume) throw new FlashError('missing', path);
    return { label, volume, name: whole.slice(label.length + 1) };
  }
}

function firstOf(name: string): string {
  const slash = name.indexOf('/');
  return slash < 0 ? name : name.slice(0, slash);
}
