import { FlashError } from '../../chassis/flash/error.ts';
import { type FileInfo, list, read, stat } from '../../chassis/flash/files.ts';
import { fileSystems, volumeOf } from '../filesystem.ts';
import type { NxosDevice } from '../nxos.ts';

/** What `ls` tells of a file or directory. */
export type Entry = Pick<FileInfo, 'name' | 'directory' | 'size' | 'time'>;

/**
 * The one spelling of a path, seen from a directory.
 * @param cwd absolute
 */
export function absolute(cwd: string, path: string): string {
  const names: string[] = [];
  for (const name of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

/** The file system and the path inside it; `undefined` for the root and for what is not there. */
function inVolume(device: NxosDevice, path: string): { volume: string; inside: string } | undefined {
  const [, first = '', ...rest] = path.split('/');
  if (!fileSystems.some((known) => known === first)) return undefined;
  return { volume: `sup-${device.state.run.active}:${first}`, inside: rest.join('/') };
}

/**
 * The entry at an absolute path.
 * @throws FlashError as the flash does
 */
export function entryAt(device: NxosDevice, path: string): Entry {
  const time = device.state.run.bootedAt;
  if (path === '/') return { name: '/', directory: true, size: 4096, time };
  const place = inVolume(device, path);
  if (!place) throw new FlashError('missing', path);
  if (place.inside === '') return { name: path.slice(1), directory: true, size: 4096, time };
  return stat(volumeOf(device.state, place.volume), place.inside);
}

/**
 * What lies in a directory, by name.
 * @throws FlashError as the flash does
 */
export function entriesIn(device: NxosDevice, path: string): readonly Entry[] {
  if (path === '/') return fileSystems.map((name) => entryAt(device, `/${name}`));
  const place = inVolume(device, path);
  if (!place) throw new FlashError('missing', path);
  return list(volumeOf(device.state, place.volume), place.inside);
}

/**
 * The bytes of a file.
 * @throws FlashError as the flash does
 */
export function bytesAt(device: NxosDevice, path: string): Buffer {
  const place = inVolume(device, path);
  if (!place) throw new FlashError(path === '/' ? 'is-a-directory' : 'missing', path);
  if (place.inside === '') throw new FlashError('is-a-directory', path);
  return read(volumeOf(device.state, place.volume), place.inside, device.surroundings.blobs);
}
