import { CliError } from '../chassis/cli/command.ts';
import { FlashError, type FlashReason } from '../chassis/flash/error.ts';
import { locate, type Place } from './filesystem.ts';
import { type NxosSession, workingDirectory } from './session.ts';
import { texts } from './texts.ts';

/** The switch's words for a refused operation on files. */
export const flashWords: Readonly<Record<FlashReason, string>> = {
  missing: texts.noSuchFile,
  exists: 'File exists',
  'not-a-directory': 'Not a directory',
  'is-a-directory': 'Is a directory',
  'not-empty': 'Directory not empty',
  'no-space': texts.noSpace,
  outside: texts.outside,
  busy: 'Device or resource busy',
  denied: 'Permission denied',
};

/**
 * Runs `work`; a refused operation on files becomes the switch's own failure.
 * @param say the whole text for a reason, where it is more than the bare words
 */
export function onFlash<T>(work: () => T, say?: (words: string) => string): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FlashError)) throw error;
    const words = flashWords[error.reason];
    throw new CliError(say ? say(words) : words);
  }
}

/**
 * The place that a typed path names, seen from the session's directory.
 * @throws CliError when there is no such supervisor or file system
 */
export function placeOf(session: NxosSession, typed: string): Place {
  const place = locate(session.device.state, typed, workingDirectory(session));
  if (!place) throw new CliError(texts.noSuchFile);
  return place;
}
