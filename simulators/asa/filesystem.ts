import { CliError } from '../chassis/cli/command.ts';
import { FlashError } from '../chassis/flash/error.ts';
import { type FileInfo, find, read } from '../chassis/flash/files.ts';
import type { FlashVolume } from '../chassis/kind.ts';
import type { Blobs } from '../chassis/surroundings.ts';
import type { AsaState } from './state.ts';
import { texts } from './texts.ts';

/** A path on one of the box's file systems. */
export interface Place {
  readonly volume: string;
  /** Without a leading slash. */
  readonly path: string;
}

/** `disk0:/x`, `disk0:x`, `flash:/x` and a bare `x`. @returns `undefined` when there is no such file system */
export function locate(typed: string, { store }: AsaState): Place | undefined {
  const [, name, rest] = /^([a-z][a-z0-9]*):\/*(.*)$/.exec(typed) ?? [];
  const volume = name === undefined || name === 'flash' ? 'disk0' : name;
  if (!Object.hasOwn(store.flash, volume)) return undefined;
  return { volume, path: (rest ?? typed).replace(/^\/+/, '') };
}

/** The volume of a place. @throws Error when the place was not located in this state */
export function volumeOf({ store }: AsaState, { volume }: Place): FlashVolume {
  const found = store.flash[volume];
  if (!found) throw new Error(`no volume ${volume}`);
  return found;
}

/** What lies at a place; `undefined` when nothing does, or the path cannot be. */
export function fileAt(state: AsaState, place: Place): FileInfo | undefined {
  try {
    return find(volumeOf(state, place), place.path);
  } catch (error) {
    if (error instanceof FlashError) return undefined;
    throw error;
  }
}

/** The bytes of a file. @throws FlashError */
export function readAt(state: AsaState, place: Place, blobs: Blobs): Buffer {
  return read(volumeOf(state, place), place.path, blobs);
}

const words = {
  missing: 'No such file or directory',
  exists: 'File exists',
  'not-a-directory': 'Not a directory',
  'is-a-directory': 'Is a directory',
  'not-empty': 'Directory not empty',
  'no-space': 'No space left on device',
  outside: 'Invalid argument',
  busy: 'Device or resource busy',
  denied: 'Invalid argument',
} as const;

/** Runs `work`; a refused operation on files becomes the box's own failure. @throws CliError */
export function onFlash<T>(typed: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FlashError) throw new CliError(texts.fileError(typed, words[error.reason]));
    throw error;
  }
}

/** The place that a typed path names. @throws CliError when there is no such file system */
export function placeOf(state: AsaState, typed: string): Place {
  const place = locate(typed, state);
  if (!place) throw new CliError(texts.noSuchFile(typed));
  return place;
}
