import { appendFile, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Device } from './device.ts';
import { CouldNotRun, UsageError } from './errors.ts';
import type { Exchange } from './oracle/http.ts';
import type { Snapshot } from './restore.ts';
import type { Place } from './target.ts';

/** Things that are looked up before they can be put back: all members of a list that bear the case's name. */
export interface Lookup {
  /** Asked by GET; its answer is a JSON object. */
  readonly path: string;
  /** The member of the answer that is the list. */
  readonly list: string;
  /** The member by which the case's own things are known, and its value. */
  readonly named: readonly [member: string, value: string];
  /** The member that takes the place of `{}` in the undo's path. */
  readonly id: string;
}

/**
 * How to put something back, as plain data: it has to be found on disk, and done, by a process that knows nothing of the
 * case. The credentials of the target's owner are added when it is sent.
 */
export interface UndoRequest {
  readonly door: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** Statuses beside 2xx that say that there is nothing (left) to put back. Default: 404. */
  readonly gone?: readonly number[];
  readonly each?: Lookup;
}

/** The same for what no request can put back: lines that are typed over SSH. A `Password:` is answered with that of privileged mode. */
export interface UndoLines {
  /** A regular expression that every prompt matches. */
  readonly prompt: string;
  readonly lines: readonly string[];
  /** A line typed after them, in the mode that they lead to, whose output must hold none of the texts: else it is not put back. */
  readonly gone: { readonly line: string; readonly texts: readonly string[] };
}

/** One thing to do to put something back. */
export type UndoStep = UndoRequest | UndoLines;

/** One change that was about to be made, and how to put it back. */
export interface UndoNote {
  readonly case: string;
  /** What is changed, in words. */
  readonly what: string;
  readonly requests: readonly UndoStep[];
}

/** Where undos are written down before the change is asked for. */
export interface UndoLedger {
  /** Resolves when the note is on disk. @returns its number */
  intend(note: UndoNote): Promise<number>;
  done(number: number): Promise<void>;
}

/** Whose ledger it is: all that `cleanup` has to know beside the password. */
export interface LedgerHead {
  readonly ledger: 'rackless-undo/1';
  readonly kind: string;
  readonly release: string;
  readonly url: string;
  readonly username: string;
  readonly trust: { readonly by: 'ca'; readonly ca: string } | { readonly by: 'pin'; readonly sha256: string };
  /** The same device by SSH, and the SHA-256 of its host key, where that was given. */
  readonly ssh?: { readonly place: Place; readonly hostKey: string };
  /** The state before the first change. */
  readonly before: Snapshot;
}

/** A ledger as it was found. */
export interface FoundLedger {
  readonly head: LedgerHead;
  /** What was not put back, in the order in which it was changed. */
  readonly open: readonly (UndoNote & { readonly number: number })[];
}

/** Starts a ledger in a file that its owner alone may read. @throws UsageError when it cannot be written. */
export async function startLedger(file: string, head: LedgerHead): Promise<UndoLedger> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await append(file, head);
  } catch (thrown) {
    throw new UsageError(`--undo ${file}: the file cannot be written (${reason(thrown)})`);
  }
  return resumeLedger(file, 0);
}

/** Goes on with a ledger whose notes up to `last` are written. */
export function resumeLedger(file: string, last: number): UndoLedger {
  let number = last;
  return {
    async intend(note) {
      const mine = ++number;
      await append(file, { number: mine, ...note });
      return mine;
    },
    done: (done) => append(file, { done }),
  };
}

async function append(file: string, line: object): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    await appendFile(handle, `${JSON.stringify(line)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

const reason = (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown');

/** Ends a ledger of which nothing is open. */
export const removeLedger = (file: string): Promise<void> => rm(file, { force: true });

/**
 * Reads a ledger; a last line that was cut is left out, since what it spoke of was never sent.
 * @returns undefined when there is none
 * @throws UsageError when the file is something else
 */
export async function findLedger(file: string): Promise<FoundLedger | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '');
  try {
    const [head, ...notes] = lines.map((line) => JSON.parse(line));
    // Killed before the head was whole: nothing had been changed by then.
    if (head === undefined) return undefined;
    if (head.ledger !== 'rackless-undo/1') throw new Error('another file');
    const done = new Set(notes.map((note) => note.done));
    return { head, open: notes.filter((note) => note.number !== undefined && !done.has(note.number)) };
  } catch {
    throw new UsageError(`${file} is not a list of undos of an earlier run`);
  }
}

/** Does what a note says. @throws CouldNotRun when the device refuses. */
export async function performUndo(device: Device, { requests }: Pick<UndoNote, 'requests'>): Promise<void> {
  for (const request of requests) {
    if ('lines' in request) {
      await type(device, request);
      continue;
    }
    for (const id of request.each ? await lookUp(device, request, request.each) : ['']) {
      const { door, method, path, headers, body, gone = [404] } = request;
      const asked = path.replace('{}', encodeURIComponent(id));
      const { status } = await send(device, {
        door,
        method,
        path: asked,
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
      });
      if ((status < 200 || status > 299) && !gone.includes(status)) {
        throw new CouldNotRun(`${method} ${asked} was answered ${status}`);
      }
    }
  }
}

async function type(device: Device, { prompt, lines, gone }: UndoLines): Promise<void> {
  const shell = await device.shell(new RegExp(prompt));
  try {
    const say = (line: string) => shell.say(line, [{ when: /^Password: ?$/, say: device.enablePassword }]);
    for (const line of lines) await say(line);
    const { text } = await say(gone.line);
    const left = gone.texts.filter((one) => text.includes(one));
    if (left.length > 0)
      throw new CouldNotRun(`"${gone.line}" still shows ${left.map((one) => one.trim()).join(', ')}`);
  } finally {
    shell.close();
  }
}

function send(device: Device, { door, method, path, headers = [], body }: UndoRequest): Promise<Exchange> {
  const basic = Buffer.from(`${device.username}:${device.password}`).toString('base64');
  return device.request(door, {
    method,
    path,
    headers: [...headers, ['Authorization', `Basic ${basic}`]],
    ...(body !== undefined && { body }),
  });
}

async function lookUp(device: Device, { door, headers = [] }: UndoRequest, each: Lookup): Promise<string[]> {
  const { status, body } = await send(device, { door, method: 'GET', path: each.path, headers });
  if (status !== 200) throw new CouldNotRun(`GET ${each.path} was answered ${status}`);
  const list: unknown = Object(JSON.parse(body))[each.list];
  const [member, value] = each.named;
  return (Array.isArray(list) ? list : [])
    .filter((one) => Object(one)[member] === value)
    .map((one) => String(one[each.id]));
}
