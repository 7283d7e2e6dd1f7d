import { createPrivateKey } from 'node:crypto';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { makeAuthority } from './authority.ts';
import { exportKey, keptKey, sameKey } from './key.ts';
import { bundle, type MadeCertificate, makeCertificate } from './make.ts';
import { makePkcs12, Pkcs12Error, pkcs12Pem, readPkcs12 } from './pkcs12.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();
const password = 'pass wörd';
const types = ['rsa-2048', 'ec-p256'] as const;

async function issued(type: (typeof types)[number]): Promise<MadeCertificate> {
  const { intermediate } = await makeAuthority({ keyType: 'ec-p256' });
  return makeCertificate({ subject: '/CN=boxed', key: await keptKey(type), issuer: intermediate });
}

describe('a PKCS#12 file', () => {
  it.each(types)('of a %s key is read by us and served by the runtime', async (type) => {
    const made = await issued(type);
    for (const encryption of ['aes', 'legacy'] as const) {
      const file = makePkcs12({ key: made.key, certificates: bundle(made), password, encryption });
      const { key, certificates } = readPkcs12(file, password);
      expect(key && sameKey(key, made.key)).toBe(true);
      expect(certificates.map(({ pem }) => pem).join('')).toBe(bundle(made));
      expect(() => tls.createSecureContext({ pfx: file, passphrase: password })).not.toThrow();
      expect(readPkcs12(pkcs12Pem(file), password).certificates).toHaveLength(3);
    }
  });

  it.skipIf(!has('openssl')).each(types)('of a %s key is read by openssl', async (type) => {
    const made = await issued(type);
    for (const encryption of ['aes', 'legacy'] as const) {
      const bytes = makePkcs12({
        key: made.key,
        certificates: bundle(made),
        password,
        encryption,
        friendlyName: 'böx',
      });
      const file = openssl.write('made.p12', bytes);
      const legacy = encryption === 'legacy' ? ['-legacy'] : [];
      const text = openssl.run('pkcs12', '-in', file, '-nodes', '-passin', `pass:${password}`, ...legacy);
      expect(sameKey(createPrivateKey(text), made.key)).toBe(true);
      expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
      const info = openssl.try('pkcs12', '-in', file, '-info', '-noout', '-passin', `pass:${password}`, ...legacy).text;
      expect(info).toContain(encryption === 'aes' ? 'MAC: sha256, Iteration 2048' : 'MAC: sha1, Iteration 2048');
      expect(info).toContain(encryption === 'aes' ? 'AES-256-CBC' : 'pbeWithSHA1And3-KeyTripleDES-CBC');
    }
  });

  it.skipIf(!has('openssl')).each(types.flatMap((type) => [[type], [type, '-legacy']] as const))(
    'that openssl made of a %s key is read (%s)',
    async (type, ...options) => {
      const made = await issued(type);
      openssl.write('key.pem', exportKey(made.key));
      openssl.write('chain.pem', bundle(made));
      const args = ['-inkey', 'key.pem', '-in', 'chain.pem', '-out', 'theirs.p12', '-passout', `pass:${password}`];
      openssl.run('pkcs12', '-export', ...args, ...options);
      const { key, certificates } = readPkcs12(openssl.readBytes('theirs.p12'), password);
      expect(key && sameKey(key, made.key)).toBe(true);
      expect(certificates.map(({ pem }) => pem).join('')).toBe(bundle(made));
    },
  );

  it('tells a wrong password from a wrong file', async () => {
    const made = await issued('ec-p256');
    const file = makePkcs12({ key: made.key, certificates: made.pem, password });
    const reasonOf = (read: () => unknown): string => {
      try {
        read();
      } catch (error) {
        if (error instanceof Pkcs12Error) return error.reason;
      }
      return 'none';
    };
    expect(reasonOf(() => readPkcs12(file, 'wrong'))).toBe('wrong-password');
    expect(reasonOf(() => readPkcs12(file.subarray(0, -40), password))).toBe('not-pkcs12');
    expect(reasonOf(() => readPkcs12(Buffer.from('not a box'), password))).toBe('not-pkcs12');
    expect(reasonOf(() => readPkcs12(made.der, password))).toBe('not-pkcs12');
    expect(reasonOf(() => readPkcs12('no PEM at all', password))).toBe('not-pkcs12');
  });
});
