import { randomBytes } from 'node:crypto';
import type { NxosDevice } from '../nxos.ts';
import type { Caller } from './authenticate.ts';
import type { Code } from './codes.ts';

/** Characters of a fragment. @source inferred */
const FRAGMENT = 8_192;

/** Milliseconds on the lab's clock after which nobody comes for the rest any more. @source inferred: the life of a cookie */
const LIFE = 600_000;

/** Replies that wait on a switch at most, and their characters in all; the oldest make room. */
const MOST = 20;
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** The end of a chunked reply. */
export const END = 'eoc';

/** A piece of a document, and what to ask for the next one with. */
export interface Fragment {
  readonly text: string;
  /** {@link END} with the last piece. */
  readonly sid: string;
  /** What the reply says beside it. */
  readonly code: Code;
}

interface Pending {
  readonly owner: string;
  readonly rest: string;
  readonly code: Code;
  readonly at: number;
}

const waiting = new WeakMap<NxosDevice, { readonly bootedAt: number; readonly pending: Map<string, Pending> }>();

function pendingOf(device: NxosDevice): Map<string, Pending> {
  const { bootedAt } = device.state.run;
  const known = waiting.get(device);
  if (known?.bootedAt === bootedAt) return known.pending;
  const pending = new Map<string, Pending>();
  waiting.set(device, { bootedAt, pending });
  return pending;
}

/** Whether a `sid` is one that a switch gave; any other begins a reply, `"sid"` say. */
export function isGiven(sid: string): boolean {
  return /^sid-[0-9a-f]{16}$/.test(sid);
}

/**
 * The first piece of a document; the rest waits for who asked, and for the same request.
 * @param asked the request without its `sid`
 */
export function firstFragment(
  device: NxosDevice,
  caller: Caller,
  asked: string,
  document: string,
  code: Code,
): Fragment {
  return cut(device, ownerOf(caller, asked), document, code);
}

/** The next piece; `undefined` for a `sid` that is spent, too old, or somebody else's. */
export function nextFragment(device: NxosDevice, caller: Caller, asked: string, sid: string): Fragment | undefined {
  const pending = pendingOf(device);
  const found = pending.get(sid);
  const owner = ownerOf(caller, asked);
  if (!found || found.owner !== owner || device.now() - found.at >= LIFE) return undefined;
  pending.delete(sid);
  return cut(device, owner, found.rest, found.code);
}

function ownerOf({ user, from }: Caller, asked: string): string {
  return `${user} ${from} ${asked}`;
}

function cut(device: NxosDevice, owner: string, document: string, code: Code): Fragment {
  // A character of two halves stays whole.
  const split = (document.charCodeAt(FRAGMENT - 1) & 0xfc00) === 0xd800;
  const end = FRAGMENT + (split ? 1 : 0);
  const rest = document.slice(end);
  if (rest === '') return { text: document, sid: END, code };
  const sid = `sid-${randomBytes(8).toString('hex')}`;
  const pending = pendingOf(device);
  pending.set(sid, { owner, rest, code, at: device.now() });
  makeRoom(pending, device.now(), sid);
  return { text: document.slice(0, end), sid, code };
}

function makeRoom(pending: Map<string, Pending>, now: number, newest: string): void {
  let characters = 0;
  for (const [sid, { at, rest }] of pending) {
    if (now - at >= LIFE) pending.delete(sid);
    else characters += rest.length;
  }
  for (const [sid, { rest }] of pending) {
    if (sid === newest || (pending.size <= MOST && characters <= MOST_CHARACTERS)) return;
    pending.delete(sid);
    characters -= rest.length;
  }
}
