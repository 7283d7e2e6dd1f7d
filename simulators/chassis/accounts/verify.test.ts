import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pbkdf2Sha512Sync } from './pbkdf2.ts';
import { sha256cryptSync } from './sha256crypt.ts';
import { sameText, verify, vouch } from './verify.ts';

/** A salt of its own for each test, so that none meets what another left remembered. */
const salt = (): string => randomBytes(8).toString('hex');

describe('verify', () => {
  it.each([
    ['SHA-256-crypt', () => sha256cryptSync('Cisco123!', salt())],
    ['SHA-256-crypt of other rounds', () => sha256cryptSync('Cisco123!', salt(), 1_000)],
    [
      'SHA-256-crypt that names the usual rounds',
      () => sha256cryptSync('Cisco123!', salt()).replace('$5$', '$5$rounds=5000$'),
    ],
    ['PBKDF2', () => pbkdf2Sha512Sync('Cisco123!', randomBytes(16))],
  ])('tells the right password from others: %s', async (_, made) => {
    const stored = made();
    expect(await verify(stored, 'Cisco123', 'n9k-1')).toBe(false);
    expect(await verify(stored, '', 'n9k-1')).toBe(false);
    expect(await verify(stored, 'Cisco123!', 'n9k-1')).toBe(true);
  });

  it('knows a right password at once the second time, and a wrong one never', async () => {
    const stored = sha256cryptSync('Cisco123!', salt());
    expect(verify(stored, 'Cisco123!', 'n9k-1')).toBeInstanceOf(Promise);
    await verify(stored, 'Cisco123!', 'n9k-1');
    expect(verify(stored, 'Cisco123!', 'n9k-1')).toBe(true);
    await verify(stored, 'wrong', 'n9k-1');
    expect(verify(stored, 'wrong', 'n9k-1')).toBeInstanceOf(Promise);
  });

  it('knows nothing of the old password once the stored hash is another', async () => {
    const old = sha256cryptSync('old', salt());
    await verify(old, 'old', 'n9k-1');
    const changed = sha256cryptSync('new', salt());
    expect(await verify(changed, 'old', 'n9k-1')).toBe(false);
    expect(await verify(changed, 'new', 'n9k-1')).toBe(true);
  });

  it('does not mix up where the hash ends and the password begins', () => {
    vouch('$5$a$b', 'cd');
    expect(verify('$5$a$b', 'cd', 'n9k-1')).toBe(true);
    expect(verify('$5$a$bc', 'd', 'n9k-1')).not.toBe(true);
    expect(verify('$5$a$', 'bcd', 'n9k-1')).not.toBe(true);
  });

  it('believes who has just made a hash', () => {
    const stored = sha256cryptSync('Cisco123!', salt());
    vouch(stored, 'Cisco123!');
    expect(verify(stored, 'Cisco123!', 'n9k-1')).toBe(true);
    expect(verify(stored, 'other', 'n9k-1')).not.toBe(true);
  });

  it('makes one check of many first requests with one password', () => {
    const stored = sha256cryptSync('Cisco123!', salt());
    expect(verify(stored, 'Cisco123!', 'n9k-1')).toBe(verify(stored, 'Cisco123!', 'n9k-1'));
  });

  it.each(['', '!', '*', 'Cisco123!', '$5$', '$6$abc$def', '$sha512$5000$x$y'])(
    'fits no password to %j',
    async (stored) => {
      expect(await verify(stored, stored, 'n9k-1')).toBe(false);
      expect(await verify(stored, '', 'n9k-1')).toBe(false);
    },
  );

  it('refuses a password too long to be checked', async () => {
    expect(await verify(sha256cryptSync('x', salt()), 'x'.repeat(100_000), 'n9k-1')).toBe(false);
  });
});

describe('sameText', () => {
  it('is true for equal texts only, of whatever length', () => {
    expect(sameText('token', 'token')).toBe(true);
    expect(sameText('token', 'tokem')).toBe(false);
    expect(sameText('token', 'tokens')).toBe(false);
    expect(sameText('', '')).toBe(true);
  });
});
