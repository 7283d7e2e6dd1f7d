import type { Draft } from 'immer';
import type { FlashVolume } from '../kind.ts';
import type { Blobs } from '../surroundings.ts';
import { FlashError } from './error.ts';
import { baseOf, type InsidePath, inside, parentOf } from './path.ts';

/** What a directory takes of the capacity, and what `dir` shows for it. */
export const directorySize = 4096;

/** A file or directory, as a listing tells of it. */
export interface FileInfo {
  /** Path inside the volume, without slashes at either end; the root's is empty. */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  readonly directory: boolean;
  /** Bytes. */
  readonly size: number;
  /** Last change, lab time in ms. */
  readonly time: number;
  /** SHA-256 of the bytes, hex; absent for a directory. */
  readonly digest?: string;
}

/** How full a volume is, bytes. */
export interface Usage {
  readonly used: number;
  readonly free: number;
  readonly total: number;
}

/** A volume that is being changed: inside `device.change((draft) => …)` it is `draft.store.flash[volume]`. */
export type OpenVolume = Draft<FlashVolume>;

/** A path on a certain volume. */
export interface On<V> {
  readonly volume: V;
  readonly path: string;
}

/**
 * The entry at a path, or `undefined`: there is none.
 *
 * @throws FlashError `outside`, `denied`, or `not-a-directory` where a file is used as a directory
 */
export function find(volume: FlashVolume, path: string): FileInfo | undefined {
  const { name, slash } = inside(path);
  const found = lookup(volume, name);
  if (!found) fileOnTheWay(volume, name, path);
  if (found && slash && !found.directory) throw new FlashError('not-a-directory', path);
  return found;
}

/**
 * The entry at a path.
 *
 * @throws FlashError `missing`, or as {@link find}
 */
export function stat(volume: FlashVolume, path: string): FileInfo {
  const found = find(volume, path);
  if (!found) throw new FlashError('missing', path);
  return found;
}

/**
 * What lies in a directory, by name in code-point order.
 *
 * @throws FlashError `missing`, `not-a-directory`, or as {@link find}
 */
export function list(volume: FlashVolume, path = ''): FileInfo[] {
  const directory = stat(volume, path);
  if (!directory.directory) throw new FlashError('not-a-directory', path);
  const found: FileInfo[] = [];
  for (const key of within(volume, directory.path)) {
    const name = key.endsWith('/') ? key.slice(0, -1) : key;
    const info = parentOf(name) === directory.path ? lookup(volume, name) : undefined;
    if (info) found.push(info);
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The bytes of a file. They are shared: do not write into them.
 *
 * @throws FlashError `missing`, `is-a-directory`, or as {@link find}
 */
export function read(volume: FlashVolume, path: string, blobs: Blobs): Buffer {
  const { digest } = stat(volume, path);
  if (digest === undefined) throw new FlashError('is-a-directory', path);
  return blobs.get(digest);
}

/** How full the volume is. Files count their bytes, directories {@link directorySize}. */
export function usage(volume: FlashVolume): Usage {
  let used = 0;
  for (const entry of Object.values(volume.entries)) used += entry.size;
  return { used, free: Math.max(0, volume.capacity - used), total: volume.capacity };
}

/**
 * How many bytes a file written at this path may have.
 *
 * @throws FlashError whatever but `no-space` {@link write} would throw there
 */
export function room(volume: FlashVolume, path: string): number {
  const name = spotForFile(volume, path);
  return usage(volume).free + (lookup(volume, name)?.size ?? 0);
}

/**
 * Writes a file, in place of the one that is there.
 *
 * @param now lab time in ms
 * @throws FlashError `missing` or `not-a-directory` for its directory, `is-a-directory`, `no-space`, or as {@link find}
 */
export function write(volume: OpenVolume, path: string, bytes: Buffer, blobs: Blobs, now: number): FileInfo {
  if (bytes.length > room(volume, path)) throw new FlashError('no-space', path);
  return put(volume, path, { size: bytes.length, digest: blobs.put(bytes) }, now);
}

/**
 * Makes a directory.
 *
 * @param options.parents makes what is missing on the way, and is content with a directory that is there
 * @throws FlashError `exists`, `missing`, `not-a-directory`, `no-space`, or as {@link find}
 */
export function mkdir(volume: OpenVolume, path: string, now: number, options: { parents?: boolean } = {}): void {
  const { name } = inside(path);
  const there = lookup(volume, name);
  if (there?.directory && options.parents) return;
  if (there) throw new FlashError('exists', path);
  fileOnTheWay(volume, name, path);
  const missing = [name];
  for (let up = parentOf(name); !lookup(volume, up); up = parentOf(up)) missing.unshift(up);
  if (missing.length > 1 && !options.parents) throw new FlashError('missing', path);
  if (missing.length * directorySize > usage(volume).free) throw new FlashError('no-space', path);
  touchDirectory(volume, parentOf(missing[0] ?? name), now);
  for (const one of missing) volume.entries[`${one}/`] = { size: directorySize, time: now };
}

/**
 * Removes a directory.
 *
 * @param options.recursive with all that is in it
 * @throws FlashError `missing`, `not-a-directory`, `not-empty`, `busy` for the root, or as {@link find}
 */
export function rmdir(volume: OpenVolume, path: string, now: number, options: { recursive?: boolean } = {}): void {
  const directory = stat(volume, path);
  if (!directory.directory) throw new FlashError('not-a-directory', path);
  if (directory.path === '') throw new FlashError('busy', path);
  const content = within(volume, directory.path);
  if (content.length > 0 && !options.recursive) throw new FlashError('not-empty', path);
  for (const key of content) delete volume.entries[key];
  delete volume.entries[`${directory.path}/`];
  touchDirectory(volume, parentOf(directory.path), now);
}

/**
 * Removes a file.
 *
 * @throws FlashError `missing`, `is-a-directory`, or as {@link find}
 */
export function remove(volume: OpenVolume, path: string, now: number): void {
  const file = stat(volume, path);
  if (file.directory) throw new FlashError('is-a-directory', path);
  delete volume.entries[file.path];
  touchDirectory(volume, parentOf(file.path), now);
}

/**
 * Gives a file or directory another name, exactly the one told.
 *
 * @param options.replace lets a file take another file's place; true unless told
 * @throws FlashError `missing`, `exists`, `not-a-directory`, `is-a-directory`, `not-empty`, `busy` for the root,
 *   `denied` for a directory into itself, or as {@link find}
 */
export function rename(
  volume: OpenVolume,
  from: string,
  to: string,
  now: number,
  options: { replace?: boolean } = {},
): void {
  const source = stat(volume, from);
  if (source.path === '') throw new FlashError('busy', from);
  const { name, slash } = inside(to);
  if (name === source.path) return;
  if (slash && !source.directory) throw new FlashError('not-a-directory', to);
  if (source.directory && name.startsWith(`${source.path}/`)) throw new FlashError('denied', to, 'inside itself');
  const target = lookup(volume, name);
  if (target) makeWay(volume, source, target, to, options.replace ?? true);
  requireDirectory(volume, name, to);

  const keys = source.directory ? [`${source.path}/`, ...within(volume, source.path)] : [source.path];
  const renamed = keys.map((key) => name + key.slice(source.path.length));
  // What lies deep in a directory may not fit where the directory goes.
  for (const key of renamed) inside(key);
  const entries = keys.map((key) => volume.entries[key]);
  for (const key of keys) delete volume.entries[key];
  renamed.forEach((key, index) => {
    const entry = entries[index];
    if (entry) volume.entries[key] = entry;
  });
  touchDirectory(volume, parentOf(source.path), now);
  touchDirectory(volume, parentOf(name), now);
}

/**
 * {@link rename}, and into a directory where `to` is one, as a `move` command does it.
 *
 * @returns where it now lies
 * @throws FlashError as {@link rename}
 */
export function move(
  volume: OpenVolume,
  from: string,
  to: string,
  now: number,
  options: { replace?: boolean } = {},
): FileInfo {
  const target = landing(volume, to, stat(volume, from).name);
  rename(volume, from, target, now, options);
  return stat(volume, target);
}

/**
 * Copies a file, also from one volume to another; into a directory where the target is one.
 *
 * @param options.replace lets it take another file's place; true unless told
 * @throws FlashError `missing`, `exists`, `is-a-directory`, `not-a-directory`, `no-space`, or as {@link find}
 */
export function copy(
  from: On<FlashVolume>,
  to: On<OpenVolume>,
  now: number,
  options: { replace?: boolean } = {},
): FileInfo {
  const { digest, size, name } = stat(from.volume, from.path);
  if (digest === undefined) throw new FlashError('is-a-directory', from.path);
  const target = landing(to.volume, to.path, name);
  if (options.replace === false && find(to.volume, target)) throw new FlashError('exists', target);
  return put(to.volume, target, { size, digest }, now);
}

/** Sets the time of last change, as `scp -p` asks for. @throws FlashError `missing`, or as {@link find} */
export function touch(volume: OpenVolume, path: string, time: number): void {
  const { path: name, directory } = stat(volume, path);
  if (directory) touchDirectory(volume, name, time);
  else reTime(volume, name, time);
}

/**
 * Where a file called `name` comes to lie when it is copied to `path`: in the directory that is there, else at the
 * path itself.
 *
 * @throws FlashError `missing` for a directory's spelling where there is no directory, or as {@link find}
 */
export function landing(volume: FlashVolume, path: string, name: string): string {
  const spelt: InsidePath = inside(path);
  const there = find(volume, path);
  if (there?.directory) return inside(name, there.path).name;
  if (spelt.slash) throw new FlashError('missing', path);
  return spelt.name;
}

function put(volume: OpenVolume, path: string, content: { size: number; digest: string }, now: number): FileInfo {
  if (content.size > room(volume, path)) throw new FlashError('no-space', path);
  const name = spotForFile(volume, path);
  if (!lookup(volume, name)) touchDirectory(volume, parentOf(name), now);
  volume.entries[name] = { ...content, time: now };
  return { path: name, name: baseOf(name), directory: false, ...content, time: now };
}

/** The name of a path where a file may be written. */
function spotForFile(volume: FlashVolume, path: string): string {
  const { name, slash } = inside(path);
  if (lookup(volume, name)?.directory) throw new FlashError('is-a-directory', path);
  requireDirectory(volume, name, path);
  if (slash) throw new FlashError(lookup(volume, name) ? 'not-a-directory' : 'is-a-directory', path);
  return name;
}

function lookup(volume: FlashVolume, name: string): FileInfo | undefined {
  if (name === '') return { path: '', name: '', directory: true, size: directorySize, time: 0 };
  const { entries } = volume;
  const directory = Object.hasOwn(entries, `${name}/`);
  const entry = directory ? entries[`${name}/`] : Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (!entry) return undefined;
  const { size, time, digest } = entry;
  return { path: name, name: baseOf(name), directory, size, time, ...(digest === undefined ? {} : { digest }) };
}

/** Keys of all that lies in a directory, at any depth. */
function within(volume: FlashVolume, directory: string): string[] {
  const keys = Object.keys(volume.entries);
  if (directory === '') return keys;
  return keys.filter((key) => key.startsWith(`${directory}/`) && key.length > directory.length + 1);
}

function requireDirectory(volume: FlashVolume, name: string, path: string): void {
  fileOnTheWay(volume, name, path);
  if (!lookup(volume, parentOf(name))) throw new FlashError('missing', path);
}

function fileOnTheWay(volume: FlashVolume, name: string, path: string): void {
  for (let up = parentOf(name); up !== ''; up = parentOf(up)) {
    const there = lookup(volume, up);
    if (there && !there.directory) throw new FlashError('not-a-directory', path);
    if (there) return;
  }
}

function makeWay(volume: OpenVolume, source: FileInfo, target: FileInfo, to: string, replace: boolean): void {
  if (!replace) throw new FlashError('exists', to);
  if (source.directory && !target.directory) throw new FlashError('not-a-directory', to);
  if (!source.directory && target.directory) throw new FlashError('is-a-directory', to);
  if (!target.directory) return;
  if (within(volume, target.path).length > 0) throw new FlashError('not-empty', to);
}

function touchDirectory(volume: OpenVolume, name: string, time: number): void {
  if (name !== '') reTime(volume, `${name}/`, time);
}

function reTime(volume: OpenVolume, key: string, time: number): void {
  const entry = volume.entries[key];
  if (entry) volume.entries[key] = { ...entry, time };
}
