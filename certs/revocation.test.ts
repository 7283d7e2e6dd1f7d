import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { makeAuthority } from './authority.ts';
import { keptKey } from './key.ts';
import { makeCertificate } from './make.ts';
import { makeRevocationList } from './revocation.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();

describe.skipIf(!has('openssl'))('a revocation list', () => {
  it('makes openssl refuse what is on it, and only that', async () => {
    const { root } = await makeAuthority({ keyType: 'ec-p256' });
    const key = await keptKey('ec-p256');
    const [good, revoked] = ['0a', 'ff'].map((serial) =>
      makeCertificate({ subject: `/CN=${serial}`, key, issuer: root, serial }),
    );
    const list = makeRevocationList({
      issuer: root,
      revoked: [{ serial: 'ff', date: new Date('2024-05-06T07:08:09Z'), reason: 'keyCompromise' }],
      number: 7,
    });
    openssl.write('root.pem', root.pem);
    openssl.write('crl.pem', list.pem);
    const verify = (pem = ''): string =>
      openssl.try('verify', '-crl_check', '-CAfile', 'root.pem', '-CRLfile', 'crl.pem', openssl.write('leaf.pem', pem))
        .text;
    expect(verify(good?.pem)).toBe('leaf.pem: OK\n');
    expect(verify(revoked?.pem)).toContain('certificate revoked');
    const text = openssl.run('crl', '-in', 'crl.pem', '-noout', '-text', '-CAfile', 'root.pem');
    expect(text).toMatch(/X509v3 CRL Number: \s*7\s/);
    expect(text).toMatch(/Serial Number: FF\s+Revocation Date: May {2}6 07:08:09 2024 GMT/);
    expect(text).toContain('Key Compromise');
  });

  it('may be empty', async () => {
    const { root } = await makeAuthority({ keyType: 'ec-p256' });
    const file = openssl.write('empty.pem', makeRevocationList({ issuer: root }).pem);
    expect(openssl.run('crl', '-in', file, '-noout', '-text')).toContain('No Revoked Certificates');
  });
});
