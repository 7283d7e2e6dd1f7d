import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { pbkdf2Sha512, pbkdf2Sha512Settings, pbkdf2Sha512Sync } from './pbkdf2.ts';

const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

describe('pbkdf2Sha512', () => {
  it('writes a hash as the ASA shows it', async () => {
    const hash = await pbkdf2Sha512('cisco', salt);
    expect(hash).toMatch(/^\$sha512\$5000\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{22}==$/);
    expect(pbkdf2Sha512Sync('cisco', salt)).toBe(hash);
  });

  it.skipIf(!has('openssl'))('derives the key that openssl derives', () => {
    const options = ['digest:SHA512', 'pass:cisco', `hexsalt:${salt.toString('hex')}`, 'iter:5000'];
    const args = ['kdf', '-keylen', '16', ...options.flatMap((one) => ['-kdfopt', one]), 'PBKDF2'];
    const key = execFileSync('openssl', args, { encoding: 'utf8' }).trim().replaceAll(':', '').toLowerCase();
    expect(pbkdf2Sha512Settings(pbkdf2Sha512Sync('cisco', salt))).toEqual({
      iterations: 5_000,
      salt,
      key: Buffer.from(key, 'hex'),
    });
  });

  it('refuses iterations that would keep the lab busy', async () => {
    await expect(pbkdf2Sha512('cisco', salt, 100_001)).rejects.toThrow('100001 iterations: should be 1 to 100000');
    expect(() => pbkdf2Sha512Sync('cisco', salt, 0)).toThrow(RangeError);
  });

  it.each([
    '',
    '$sha512$5000$AAAA==$AAAA==',
    `$sha512$0$${'A'.repeat(22)}==$${'A'.repeat(22)}==`,
    `$sha512$100001$${'A'.repeat(22)}==$${'A'.repeat(22)}==`,
    `$sha256$5000$${'A'.repeat(22)}==$${'A'.repeat(22)}==`,
  ])('does not take %j for a hash', (text) => {
    expect(pbkdf2Sha512Settings(text)).toBeUndefined();
  });
});
