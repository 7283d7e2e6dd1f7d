import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure, afterSuccess, type Failures, lockedUntil, mostSubjects } from './lockout.ts';

/** NSX: 5 failures within 900 s lock for 900 s. */
const policy = { attempts: 5, window: 900_000, block: 900_000 };

const failing = (times: readonly number[], subject = 'admin', from: Failures = {}): Failures =>
  times.reduce((failures, now) => afterFailure(failures, subject, policy, now), from);

describe('lockout', () => {
  it('locks at the failure that makes the number full, for the time of the policy', () => {
    const four = failing([0, 1, 2, 3]);
    expect(lockedUntil(four, 'admin', 4)).toBeUndefined();
    const five = failing([4], 'admin', four);
    expect(lockedUntil(five, 'admin', 4)).toBe(900_004);
    expect(lockedUntil(five, 'admin', 900_003)).toBe(900_004);
    expect(lockedUntil(five, 'admin', 900_004)).toBeUndefined();
  });

  it('counts only failures within the window', () => {
    const spread = failing([0, 300_000, 600_000, 800_000, 900_000]);
    expect(lockedUntil(spread, 'admin', 900_000)).toBeUndefined();
    expect(lockedUntil(failing([900_001], 'admin', spread), 'admin', 900_001)).toBe(1_800_001);
  });

  it('is not made longer by failures while it lasts, and begins anew after it', () => {
    const locked = failing([0, 1, 2, 3, 4]);
    expect(failing([5, 6, 7], 'admin', locked)).toBe(locked);
    const again = failing([900_004, 900_005, 900_006, 900_007], 'admin', locked);
    expect(lockedUntil(again, 'admin', 900_008)).toBeUndefined();
    expect(lockedUntil(failing([900_008], 'admin', again), 'admin', 900_008)).toBe(1_800_008);
  });

  it('holds one subject only', () => {
    const locked = failing([0, 1, 2, 3, 4]);
    expect(lockedUntil(locked, 'audit', 5)).toBeUndefined();
    expect(lockedUntil(failing([5], 'audit', locked), 'admin', 5)).toBe(900_004);
  });

  it('is reset by a login that succeeds', () => {
    const reset = afterSuccess(failing([0, 1, 2, 3]), 'admin');
    expect(reset).toEqual({});
    expect(afterSuccess(reset, 'admin')).toBe(reset);
    expect(lockedUntil(failing([4], 'admin', reset), 'admin', 4)).toBeUndefined();
  });

  it('never comes where the policy has no attempts', () => {
    const none: Failures = {};
    expect(afterFailure(none, 'admin', { ...policy, attempts: 0 }, 0)).toBe(none);
  });

  it('forgets what no longer counts, and the oldest of too many', () => {
    expect(failing([900_000], 'audit', failing([0], 'admin'))).toEqual({ audit: { at: [900_000] } });
    let failures: Failures = {};
    for (let n = 0; n < mostSubjects + 5; n++) failures = afterFailure(failures, `user-${n}`, policy, n);
    expect(Object.keys(failures)).toHaveLength(mostSubjects);
    expect(Object.hasOwn(failures, 'user-4')).toBe(false);
    expect(Object.hasOwn(failures, 'user-5')).toBe(true);
  });

  it.each(['__proto__', 'constructor', 'toString', ''])('takes %j for a name like others', (name) => {
    expect(lockedUntil({}, name, 0)).toBeUndefined();
    expect(lockedUntil(failing([0, 1, 2, 3, 4], name), name, 5)).toBe(900_004);
    expect(afterSuccess(failing([0], name), name)).toEqual({});
  });

  it('locks exactly when so many failures lie within the window', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400_000), { maxLength: 30, size: 'max' }), (gaps) => {
        let now = 0;
        let counted: number[] = [];
        let until = 0;
        let failures: Failures = {};
        for (const gap of gaps) {
          now += gap;
          failures = afterFailure(failures, 'admin', policy, now);
          if (now >= until) counted = [...counted, now].filter((time) => now - time < policy.window);
          if (counted.length === policy.attempts) {
            until = now + policy.block;
            counted = [];
          }
          expect(lockedUntil(failures, 'admin', now)).toBe(until > now ? until : undefined);
        }
      }),
    );
  });
});
