import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { describeKey, exportKey, isKeyType, keptKey, keyTypes, makeKey, sameKey } from './key.ts';
import { readPrivateKey } from './read.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();
const forms = [
  { form: 'pkcs8' },
  { form: 'traditional' },
  { form: 'pkcs8', password: 'secret word' },
  { form: 'traditional', password: 'secret word' },
] as const;

describe('a key', () => {
  it('is made anew by makeKey, and once a slot by keptKey', async () => {
    const [a, b] = await Promise.all([makeKey('ec-p384'), makeKey('ec-p384')]);
    expect(sameKey(a, b)).toBe(false);
    expect(await keptKey('ec-p384')).toBe(await keptKey('ec-p384', 0));
    expect(sameKey(await keptKey('ec-p384'), await keptKey('ec-p384', 1))).toBe(false);
  });

  it('is described in the words of certificates', async () => {
    expect(describeKey(await keptKey('rsa-1024'))).toEqual({ type: 'rsa', bits: 1024 });
    expect(describeKey(await keptKey('ec-p384'))).toEqual({ type: 'ec', bits: 384, curve: 'secp384r1' });
    expect(isKeyType('rsa-2048')).toBe(true);
    expect(isKeyType('toString')).toBe(false);
  });

  describe.skipIf(!has('openssl'))('written as', () => {
    const types = Object.keys(keyTypes).filter(isKeyType);
    const cases = types
      .filter((type) => type !== 'rsa-3072' && type !== 'rsa-4096')
      .flatMap((type) => forms.map((form) => ({ type, ...form })));
    it.each(cases)('$type $form, password $password, is read by openssl and by us', async ({ type, ...form }) => {
      const key = await keptKey(type);
      const pem = exportKey(key, form);
      const password = 'password' in form ? form.password : undefined;
      const pass = password === undefined ? [] : ['-passin', `pass:${password}`];
      openssl.write('key.pem', pem);
      const open = openssl.run('pkey', '-in', 'key.pem', ...pass);
      expect(sameKey(createPrivateKey(open), key)).toBe(true);

      const read = readPrivateKey(pem, password);
      expect(sameKey(read.key, key)).toBe(true);
      const traditional = type.startsWith('rsa') ? 'pkcs1' : 'sec1';
      expect(read).toMatchObject({
        form: form.form === 'pkcs8' ? 'pkcs8' : traditional,
        encrypted: password !== undefined,
        keyDescription: describeKey(key),
      });
      const labels = { pkcs8: 'PRIVATE KEY', pkcs1: 'RSA PRIVATE KEY', sec1: 'EC PRIVATE KEY' };
      const encryptedPkcs8 = password !== undefined && read.form === 'pkcs8';
      expect(pem).toContain(`-----BEGIN ${encryptedPkcs8 ? 'ENCRYPTED ' : ''}${labels[read.form]}-----\n`);
      expect(pem.includes('Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,')).toBe(
        password !== undefined && read.form !== 'pkcs8',
      );
    });
  });
});
