/** When a device locks whom; a rule of the device, kept in its configuration. */
export interface LockoutPolicy {
  /** Failures that lock; 0 never locks. */
  readonly attempts: number;
  /** Milliseconds within which that many failures lock. */
  readonly window: number;
  /** Milliseconds that a lock lasts. */
  readonly block: number;
}

/** What is known of one subject's failures. */
export interface FailedLogins {
  /** Lab times of failures that may still count, ms, oldest first. */
  readonly at: readonly number[];
  /** Lab time at which the lock ends, ms. */
  readonly until?: number;
}

/**
 * Failures by subject: whom a device counts them for. A user name, a user name and a source (`192.0.2.7 admin`), or one
 * word for the whole device. Part of a state tree (`run`, or `store` where locks outlive a reboot).
 */
export type Failures = Readonly<Record<string, FailedLogins>>;

/** So many subjects are kept track of at most, so that made-up user names fill nothing; the oldest are forgotten. */
export const mostSubjects = 1_000;

/** When the subject's lock ends (ms), or `undefined` where it is not locked. */
export function lockedUntil(failures: Failures, subject: string, now: number): number | undefined {
  const until = Object.hasOwn(failures, subject) ? failures[subject]?.until : undefined;
  return until !== undefined && until > now ? until : undefined;
}

/**
 * The failures after one more. The failure that makes the number full locks; those while locked neither count nor make
 * the lock longer, and after a lock counting begins anew. What no longer counts is left out.
 */
export function afterFailure(failures: Failures, subject: string, policy: LockoutPolicy, now: number): Failures {
  if (policy.attempts <= 0 || lockedUntil(failures, subject, now) !== undefined) return failures;
  const others = Object.entries(failures).filter(([name, one]) => name !== subject && counts(one, policy, now));
  const known = Object.hasOwn(failures, subject) ? failures[subject] : undefined;
  const at = [...(known?.at ?? []).filter((time) => now - time < policy.window), now];
  const mine: FailedLogins = at.length < policy.attempts ? { at } : { at: [], until: now + policy.block };
  return Object.fromEntries([...others.slice(1 - mostSubjects), [subject, mine]]);
}

/** The failures after a login that succeeded: none of that subject's. The same object where there were none. */
export function afterSuccess(failures: Failures, subject: string): Failures {
  if (!Object.hasOwn(failures, subject)) return failures;
  return Object.fromEntries(Object.entries(failures).filter(([name]) => name !== subject));
}

function counts({ at, until }: FailedLogins, { window }: LockoutPolicy, now: number): boolean {
  if (until !== undefined) return until > now;
  const last = at.at(-1);
  return last !== undefined && now - last < window;
}
