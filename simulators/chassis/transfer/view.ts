import { FlashError, type FlashReason, unixText } from '../flash/error.ts';
import type { JournalReport } from '../journal.ts';

/** A value now or later: a device answers at once, a host's directory does not. */
export type Awaitable<T> = T | Promise<T>;

/** A file or directory, as a client of SCP or SFTP may know it. */
export interface ViewedFile {
  /** Last part of its path. */
  readonly name: string;
  readonly directory: boolean;
  /** Bytes. */
  readonly size: number;
  /** Last change, ms since 1970. */
  readonly time: number;
}

/** What a client wants to do with a path. */
export type FileOperation = 'stat' | 'list' | 'read' | 'write' | 'touch' | 'mkdir' | 'rmdir' | 'remove' | 'rename';

/**
 * The files that SCP and SFTP show: a device's flash, or a directory of the host.
 *
 * Paths after {@link resolve} are canonical: absolute, `/` between names and none at the end. A child of a directory is
 * `directory + '/' + name`, resolved. All methods throw {@link FlashError}; one that throws has changed nothing.
 */
export interface FileSystemView {
  /**
   * The canonical path of what a client sent; it need not exist. `.` is where a client begins. Resolving twice is
   * resolving once.
   */
  resolve(path: string): string;
  /** False where this client may not do this; it is then told `denied`. */
  allows(operation: FileOperation, path: string): boolean;
  stat(path: string): Awaitable<ViewedFile>;
  list(path: string): Awaitable<readonly ViewedFile[]>;
  /** The bytes of a file; not to be written into. */
  read(path: string): Awaitable<Buffer>;
  /** How many bytes a file written there may have. Throws what {@link write} would, but for `no-space`. */
  room(path: string): Awaitable<number>;
  /**
   * Writes a whole file, in place of the one that is there. It is durable, where anything is, when this resolves.
   * @param time last change, ms since 1970; now unless told
   */
  write(path: string, bytes: Buffer, time?: number): Awaitable<void>;
  touch(path: string, time: number): Awaitable<void>;
  mkdir(path: string): Awaitable<void>;
  rmdir(path: string): Awaitable<void>;
  /** Removes a file. */
  remove(path: string): Awaitable<void>;
  /** @param replace lets a file take another file's place */
  rename(from: string, to: string, replace: boolean): Awaitable<void>;
  /** The vendor's words for a reason; Unix's unless told. */
  explain?(reason: FlashReason, path: string): string;
}

/** How a transfer, or a step of it, ended. */
export interface Ending {
  /** `ok`, a {@link FlashReason}, `aborted`: the client went away, or `failed`: a fault of ours. */
  readonly outcome: 'ok' | 'aborted' | 'failed' | FlashReason;
  /** What was at fault, for the operator; the client is not told. */
  readonly why?: string;
}

/** One file that was moved, or was to be. */
export interface Transferred extends Ending {
  readonly via: 'scp' | 'sftp' | 'http' | 'tftp';
  /** Seen from the server. */
  readonly direction: 'upload' | 'download';
  /** Canonical where it could be resolved. */
  readonly path: string;
  /** Bytes that went over. */
  readonly bytes: number;
  /** Real milliseconds. */
  readonly duration: number;
}

/**
 * What the journal says of a file that was moved. Who writes it adds device, user and endpoint.
 */
export function transferEntry({ outcome, duration, ...detail }: Transferred): Omit<JournalReport, 'device'> {
  const { via, direction, path } = detail;
  return { kind: 'transfer', operation: `${via} ${direction} ${path}`, outcome, duration, detail };
}

/** What both servers can be told. */
export interface ServeOptions {
  /** Largest amount of file content held for one session, bytes; 512 MiB unless told. */
  readonly limit?: number;
  /** Milliseconds without a byte in either direction before the session is dropped; 15 minutes unless told. */
  readonly idle?: number;
  /** Called for each file when its transfer ends. */
  readonly report?: (transferred: Transferred) => void;
}

/** {@link ServeOptions.idle} unless told. */
export const defaultIdle = 15 * 60 * 1000;

/** {@link ServeOptions.limit} unless told. */
export const defaultLimit = 512 * 1024 * 1024;

/** @throws FlashError `denied` where the view does not allow it */
export function permit(view: FileSystemView, operation: FileOperation, path: string): void {
  if (!view.allows(operation, path)) throw new FlashError('denied', path);
}

/** The entry at a path, or `undefined`: there is none. @throws FlashError for any other reason */
export async function findIn(view: FileSystemView, path: string): Promise<ViewedFile | undefined> {
  try {
    return await view.stat(path);
  } catch (error) {
    if (error instanceof FlashError && error.reason === 'missing') return undefined;
    throw error;
  }
}

/** A child's path, which must stay one. @throws FlashError `denied` for a name that is none */
export function childOf(view: FileSystemView, directory: string, name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) throw new FlashError('denied', name);
  return view.resolve(`${directory === '/' ? '' : directory}/${name}`);
}

/** A refusal as the journal has it, and in the words that the client is told: none of a fault of ours. */
export function refusalOf(view: FileSystemView, error: unknown, path: string): Ending & { readonly words: string } {
  if (!(error instanceof FlashError)) return { outcome: 'failed', why: String(error), words: 'Input/output error' };
  return { outcome: error.reason, words: view.explain?.(error.reason, path) ?? unixText[error.reason] };
}
