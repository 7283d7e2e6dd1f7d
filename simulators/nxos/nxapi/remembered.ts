import type { NxosDevice } from '../nxos.ts';
import type { NxosState } from '../state.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './authenticate.ts';

/** Answers kept for a switch at most. */
const MOST = 64;

/** Longest request that is worth keeping, bytes. */
const LONGEST = 2_048;

/** Shows that tell more than the state and the second: the millisecond, or the session. */
const fleeting = /^show (clock|terminal|privilege|users|cli|file)\b/;

interface Kept {
  readonly state: NxosState;
  readonly second: number;
  readonly answer: Answer;
}

const kept = new WeakMap<NxosDevice, Map<string, Kept>>();

/** What an answer depends on besides the state and the time: who asks, from where, and what. */
export function keyOf({ user, roles, from }: Caller, body: Buffer): string | undefined {
  return body.length > LONGEST ? undefined : `${user} ${from} ${roles.join(',')} ${body.toString('latin1')}`;
}

/**
 * The answer to the same request, when nothing has changed since: neither the state tree (its pointer says so) nor the
 * lab's second, which uptimes show.
 */
export function recall(device: NxosDevice, key: string): Answer | undefined {
  const found = kept.get(device)?.get(key);
  if (!found || found.state !== device.state || found.second !== secondOf(device)) return undefined;
  return device.surroundings.faults.none ? found.answer : undefined;
}

/** Keeps an answer to shows alone, that changed nothing. */
export function remember(device: NxosDevice, key: string, answer: Answer, before: NxosState): void {
  if (device.state !== before || !answer.commands?.every((command) => isSteady(command))) return;
  let mine = kept.get(device);
  if (!mine) {
    mine = new Map();
    kept.set(device, mine);
  }
  if (mine.size >= MOST) mine.clear();
  mine.set(key, { state: before, second: secondOf(device), answer });
}

function isSteady(command: string): boolean {
  return command.startsWith('show ') && !fleeting.test(command);
}

function secondOf(device: NxosDevice): number {
  return Math.floor(device.now() / 1000);
}
