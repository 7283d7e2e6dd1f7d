import { FlashError } from '../chassis/flash/error.ts';
import { list } from '../chassis/flash/files.ts';
import { fileSystems, locate, volumeOf } from './filesystem.ts';
import { type NxosSession, workingDirectory } from './session.ts';

/** What Tab makes of the start of a path. */
export function fileCompletions(start: string, session: NxosSession): readonly string[] {
  const { state } = session.device;
  const named = fileSystems.map((name) => `${name}:`).filter((name) => name.startsWith(start));
  const cut = Math.max(start.lastIndexOf('/'), start.lastIndexOf(':')) + 1;
  const directory = start.slice(0, cut);
  const place = locate(state, directory === '' ? '' : directory, workingDirectory(session));
  if (!place) return named;
  try {
    const found = list(volumeOf(state, place.volume), place.path)
      .filter(({ name }) => name.startsWith(start.slice(cut)))
      .map(({ name, directory: is }) => `${directory}${name}${is ? '/' : ''}`);
    return [...named, ...found];
  } catch (error) {
    if (error instanceof FlashError) return named;
    throw error;
  }
}
