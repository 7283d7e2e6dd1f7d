import { equal, holds, type Judgement } from '../../judgement.ts';
import type { Seen } from './manager.ts';

/** Answered with this status. */
export const status =
  (wanted: number) =>
  (seen: Seen): Judgement =>
    equal(wanted, seen.status);

export const ok = status(200);
export const noContent = status(204);

/** Done, with whatever status of success: which one, nobody has written down. */
export const done = (seen: Seen): Judgement =>
  holds(seen.status >= 200 && seen.status < 300, 'success, 2xx', seen.status);

/** Refused in whatever way: which one, nobody has written down. */
export const refused = (seen: Seen): Judgement =>
  holds(seen.status >= 400 && seen.status < 500, 'a refusal, 4xx', seen.status);
