import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { sha256crypt, sha256cryptSettings, sha256cryptSync } from './sha256crypt.ts';

const openssl = (password: string, salt: string): string =>
  execFileSync('openssl', ['passwd', '-5', '-stdin', '-salt', salt], {
    input: `${password}\n`,
    encoding: 'utf8',
  }).trim();

describe('sha256crypt', () => {
  it('makes the hash that glibc and OpenSSL make', async () => {
    const hash = '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5';
    expect(await sha256crypt('Hello world!', 'saltstring')).toBe(hash);
    expect(sha256cryptSync('Hello world!', 'saltstring')).toBe(hash);
  });

  it.skipIf(!has('openssl'))('makes what openssl makes, for passwords of any length and salts of 1 to 16', () => {
    const salt = fc.stringMatching(/^[./0-9A-Za-z]{1,16}$/);
    const password = fc.string({ unit: fc.constantFrom(...'aZ09 !$é€😀'), minLength: 1, maxLength: 70, size: 'max' });
    fc.assert(
      fc.property(password, salt, (word, seasoning) => {
        expect(sha256cryptSync(word, seasoning)).toBe(openssl(word, seasoning));
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(!has('openssl'))('writes the rounds where they are not the usual ones', () => {
    expect(sha256cryptSync('secret', 'abc', 1_234)).toBe(openssl('secret', 'rounds=1234$abc'));
    expect(sha256cryptSync('secret', 'abc', 1_234)).toContain('$5$rounds=1234$abc$');
  });

  it('takes no more than 16 characters of the salt, and an empty password and salt', () => {
    expect(sha256cryptSync('x', 'abcdefghijklmnopqrst')).toBe(sha256cryptSync('x', 'abcdefghijklmnop'));
    expect(sha256cryptSync('', '')).toMatch(/^\$5\$\$[./0-9A-Za-z]{43}$/);
  });

  it('lets the event loop go round meanwhile', async () => {
    let turns = 0;
    let done = false;
    const count = (): void => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await sha256crypt('secret', 'abc');
    done = true;
    expect(turns).toBeGreaterThan(10);
  });

  it.each([
    [() => sha256cryptSync('x', 'a$b'), 'the salt "a$b" should be'],
    [() => sha256cryptSync('x', 'é'), 'the salt "é" should be'],
    [() => sha256cryptSync('x', 'a', 999), '999 rounds: should be 1000 to 100000'],
    [() => sha256cryptSync('x', 'a', 999_999_999), '999999999 rounds'],
    [() => sha256cryptSync('x'.repeat(513), 'a'), 'a password of 513 bytes: should be at most 512'],
  ])('refuses what is out of bounds: %#', (work, message) => {
    expect(work).toThrow(RangeError);
    expect(work).toThrow(message);
  });
});

describe('sha256cryptSettings', () => {
  it('reads what sha256crypt writes', () => {
    expect(sha256cryptSettings(sha256cryptSync('x', 'abc'))).toEqual({ salt: 'abc' });
    expect(sha256cryptSettings(sha256cryptSync('x', '', 2_000))).toEqual({ salt: '', rounds: 2_000 });
  });

  it.each([
    '',
    'secret',
    '$1$abc$xyz',
    `$6$abc$${'x'.repeat(43)}`,
    `$5$abc$${'x'.repeat(42)}`,
    `$5$${'s'.repeat(17)}$${'x'.repeat(43)}`,
    `$5$rounds=999999999$abc$${'x'.repeat(43)}`,
    `$5$rounds=10$abc$${'x'.repeat(43)}`,
  ])('does not take %j for one', (text) => {
    expect(sha256cryptSettings(text)).toBeUndefined();
  });
});
