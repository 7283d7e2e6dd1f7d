import { type Repeatable, secondOf } from '../../chassis/web/repeats.ts';
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

/** An answer that holds for a while. */
export interface KeptAnswer extends Answer {
  readonly repeatable: Repeatable;
}

const kept = new WeakMap<NxosDevice, Map<string, KeptAnswer>>();

/** What an answer depends on besides the state and the time: who asks, from where, and what. */
export function keyOf({ user, roles, from }: Caller, body: Buffer): string | undefined {
  return body.length > LONGEST ? undefined : `${user} ${from} ${roles.join(',')} ${body.toString('latin1')}`;
}

/**
 * The answer to the same request, when nothing has changed since: neither the state tree (its pointer says so) nor the
 * lab's second, which uptimes show.
 */
export function recall(device: NxosDevice, key: string): KeptAnswer | undefined {
  const found = kept.get(device)?.get(key);
  if (found?.repeatable.state !== device.state || found.repeatable.second !== secondOf(device)) return undefined;
  return device.surroundings.faults.none ? found : undefined;
}

/**
 * Keeps an answer to shows alone, that changed nothing.
 *
 * @returns the answer, kept or not
 */
export function remember(
  device: NxosDevice,
  { user }: Caller,
  key: string,
  answer: Answer,
  before: { readonly state: NxosState; readonly second: number },
): Answer {
  const { commands } = answer;
  if (device.state !== before.state || secondOf(device) !== before.second) return answer;
  if (!commands?.every((command) => isSteady(command))) return answer;
  const reports = commands.map((operation) => ({ kind: 'command', user, operation, outcome: 'ok' }) as const);
  const mine = kept.get(device) ?? new Map<string, KeptAnswer>();
  kept.set(device, mine);
  if (mine.size >= MOST) mine.clear();
  const keeping = { ...answer, repeatable: { ...before, reports } };
  mine.set(key, keeping);
  return keeping;
}

function isSteady(command: string): boolean {
  return command.startsWith('show ') && !fleeting.test(command);
}
