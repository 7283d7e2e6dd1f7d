import { FlashError } from './error.ts';

/** Longest name of one file or directory, bytes of UTF-8, as Unix file systems have it. */
export const longestName = 255;
/** Longest path inside a volume, bytes of UTF-8. */
export const longestPath = 1023;
/** Deepest nesting of directories. */
export const deepestPath = 32;

/** A path that lies inside its volume. */
export interface InsidePath {
  /** Names joined by `/`, none at either end; the empty text is the volume's root. */
  readonly name: string;
  /** The path was spelt as a directory's: it ended in `/`, `.` or `..`. */
  readonly slash: boolean;
}

/** A path that was understood, or why it was not. */
export type PathResult =
  | ({ readonly ok: true } & InsidePath)
  | { readonly ok: false; readonly reason: 'outside' | 'denied'; readonly why: string };

/**
 * Brings a path inside a volume to its one spelling. Repeated slashes and `.` vanish, `..` climbs, a leading slash
 * starts at the root.
 *
 * @param path as typed or sent, without the volume's name
 * @param from name of the directory where a path without a leading slash begins; the root unless told
 * @returns `outside` when `..` climbs over the root; `denied` for a name that no file system here may hold: control
 *   characters, backslash, a broken code point, over-long names, and `__proto__`, which as a key of the entries would
 *   be no entry
 */
export function normalise(path: string, from = ''): PathResult {
  // Before anything is split, so that a megabyte of slashes costs nothing.
  if (path.length > 4 * longestPath) return denied(`longer than ${longestPath} bytes`);
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return denied('a control character or backslash in it');
  if (/\p{Surrogate}/u.test(path)) return denied('half a code point in it');
  const names = path.startsWith('/') || from === '' ? [] : from.split('/');
  const parts = path.split('/');
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (names.pop() === undefined) return { ok: false, reason: 'outside', why: 'climbs over the root' };
      continue;
    }
    if (Buffer.byteLength(part) > longestName) return denied(`a name longer than ${longestName} bytes in it`);
    names.push(part);
  }
  const name = names.join('/');
  if (names.length > deepestPath) return denied(`more than ${deepestPath} directories deep`);
  if (Buffer.byteLength(name) > longestPath) return denied(`longer than ${longestPath} bytes`);
  if (names[0] === '__proto__') return denied('a reserved name');
  const last = parts.at(-1) ?? '';
  return { ok: true, name, slash: last === '' || last === '.' || last === '..' };
}

/**
 * {@link normalise} for those who would throw anyway.
 *
 * @throws FlashError `outside` or `denied`
 */
export function inside(path: string, from = ''): InsidePath {
  const result = normalise(path, from);
  if (!result.ok) throw new FlashError(result.reason, printable(path), result.why);
  return result;
}

/** The directory that holds a name; the root holds itself. */
export function parentOf(name: string): string {
  const slash = name.lastIndexOf('/');
  return slash < 0 ? '' : name.slice(0, slash);
}

/** The last part of a name. */
export function baseOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function denied(why: string): PathResult {
  return { ok: false, reason: 'denied', why };
}

/** A refused path goes into messages; it must neither break a line nor fill a screen. */
function printable(path: string): string {
  return path.slice(0, longestName).replace(/[\u0000-\u001f\u007f]|\p{Surrogate}/gu, '?');
}
