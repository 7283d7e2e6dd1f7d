import { createPublicKey, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { makeAuthority } from './authority.ts';
import { readCertificateDer } from './certificate.ts';
import { isKeyType, keptKey, keyTypes } from './key.ts';
import { bundle, makeCertificate } from './make.ts';
import { hashes } from './oid.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();
const smallKeys = Object.keys(keyTypes)
  .filter(isKeyType)
  .filter((type) => type !== 'rsa-3072' && type !== 'rsa-4096');

/** What the real `openssl x509 -text` says, blanks collapsed. */
function textOf(pem: string): string {
  return openssl.run('x509', '-noout', '-text', '-in', openssl.write('text.pem', pem)).replace(/\s+/g, ' ');
}

describe.skipIf(!has('openssl'))('a certificate as openssl sees it', () => {
  it.each(smallKeys)('of a %s key verifies', async (type) => {
    const { pem } = makeCertificate({
      subject: '/CN=host.example',
      san: ['dns:host.example'],
      key: await keptKey(type),
    });
    const file = openssl.write('one.pem', pem);
    const args = ['verify', '-auth_level', '0', '-check_ss_sig', '-CAfile', file, file];
    expect(openssl.run(...args)).toBe('one.pem: OK\n');
  });

  it('has the extensions of a TLS server by default', async () => {
    const { pem } = makeCertificate({
      subject: '/C=US/ST=CA/CN=host.example',
      san: [
        'dns:host.example',
        'ip:192.0.2.1',
        'ip:2001:db8::a:1',
        'uri:https://host.example/',
        'email:a@host.example',
      ],
      key: await keptKey('rsa-2048'),
    });
    const text = textOf(pem);
    expect(text).toContain('X509v3 Basic Constraints: critical CA:FALSE');
    expect(text).toContain('X509v3 Key Usage: critical Digital Signature, Key Encipherment');
    expect(text).toContain('X509v3 Extended Key Usage: TLS Web Server Authentication');
    expect(text).toContain(
      'DNS:host.example, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:A:1, URI:https://host.example/, email:a@host.example',
    );
    expect(text).toContain('Version: 3');
  });

  it('has those of an authority with `ca`', async () => {
    const { root, intermediate } = await makeAuthority();
    expect(textOf(root.pem)).toContain('X509v3 Key Usage: critical Certificate Sign, CRL Sign');
    expect(textOf(intermediate.pem)).toContain('CA:TRUE, pathlen:0');
    expect(textOf(root.pem)).not.toContain('Extended Key Usage');
  });

  it('is of version 1 when every extension is turned off', async () => {
    const off = { basicConstraints: false, keyUsage: false, purposes: false, keyIdentifiers: false } as const;
    const { pem } = makeCertificate({ subject: '/CN=old', key: await keptKey('ec-p256'), ...off });
    expect(textOf(pem)).toContain('Version: 1');
    expect(textOf(pem)).not.toContain('X509v3');
  });

  it('chains leaf, intermediate and root', async () => {
    const { root, intermediate } = await makeAuthority();
    const leaf = makeCertificate({ subject: '/CN=leaf', key: await keptKey('ec-p256'), issuer: intermediate });
    const [rootFile, between, leafFile] = [
      openssl.write('root.pem', root.pem),
      openssl.write('between.pem', intermediate.pem),
      openssl.write('leaf.pem', leaf.pem),
    ];
    const verified = openssl.run('verify', '-x509_strict', '-CAfile', rootFile, '-untrusted', between, leafFile);
    expect(verified).toBe('leaf.pem: OK\n');
    expect(bundle(leaf)).toBe(leaf.pem + intermediate.pem + root.pem);
    expect(bundle(leaf, { root: false })).toBe(leaf.pem + intermediate.pem);
  });

  it('signs for an issuer that openssl made, name and key identifier as they are there', async () => {
    const section = 'basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=0a0b0c0d\nauthorityKeyIdentifier=none\n';
    openssl.write('ca.cnf', `[req]\ndistinguished_name=dn\nx509_extensions=ca\n[dn]\n[ca]\n${section}`);
    const newCa = [
      'req',
      '-x509',
      '-config',
      'ca.cnf',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
    ];
    openssl.run(...newCa, '-subj', '/C=DE/O=Prüfstelle/CN=CA', '-utf8', '-days', '3');
    const { readPrivateKey } = await import('./read.ts');
    const issuer = { pem: openssl.read('ca.pem'), key: readPrivateKey(openssl.read('ca.key')).key };
    // A request brings only a public key.
    const key = createPublicKey(await keptKey('ec-p256'));
    const made = makeCertificate({ subject: '/CN=by-ca', key, issuer, days: 2 });
    openssl.write('by-ca.pem', made.pem);
    expect(readCertificateDer(made.der).authorityKeyIdentifier).toBe('0a0b0c0d');
    expect(openssl.run('verify', '-CAfile', 'ca.pem', 'by-ca.pem')).toBe('by-ca.pem: OK\n');
  });

  it('writes dates from 2050 on as GeneralizedTime, and a century of them', async () => {
    const notBefore = new Date('2018-07-03T05:44:30Z');
    const { pem, der } = makeCertificate({
      subject: '/CN=old',
      key: await keptKey('ec-p256'),
      notBefore,
      days: 36_500,
    });
    const file = openssl.write('century.pem', pem);
    expect(openssl.run('x509', '-noout', '-dates', '-in', file)).toBe(
      'notBefore=Jul  3 05:44:30 2018 GMT\nnotAfter=Jun  9 05:44:30 2118 GMT\n',
    );
    const times = openssl.run('asn1parse', '-in', file).match(/UTCTIME|GENERALIZEDTIME/g);
    expect(times).toEqual(['UTCTIME', 'GENERALIZEDTIME']);
    expect(readCertificateDer(der).notAfter).toEqual(new Date('2118-06-09T05:44:30Z'));
  });

  it.each(['rsa-2048', 'ec-p256'] as const)('is signed with any hash (%s)', async (type) => {
    const key = await keptKey(type);
    for (const hash of hashes.filter((name) => name !== 'md5' || type === 'rsa-2048')) {
      const { pem, der } = makeCertificate({ subject: '/CN=h', key, hash });
      const name = type === 'rsa-2048' ? `${hash}WithRSAEncryption` : `ecdsa-with-${hash}`;
      expect(textOf(pem).toLowerCase()).toContain(`signature algorithm: ${name.toLowerCase()}`);
      expect(readCertificateDer(der).signature.hash).toBe(hash);
      expect(new X509Certificate(der).verify(createPublicKey(key))).toBe(true);
    }
  });
});

describe('a certificate', () => {
  it('has the serial number that was asked for, never a negative one', async () => {
    const key = await keptKey('ec-p256');
    const property = fc.property(fc.bigInt(1n, 2n ** 152n), (number) => {
      const serial = number.toString(16);
      const { x509 } = readCertificateDer(makeCertificate({ subject: '/CN=s', key, serial }).der);
      expect(BigInt(`0x${x509.serialNumber}`)).toBe(number);
    });
    fc.assert(property, { numRuns: 50, examples: [[0xffn], [0x80n], [1n]] });
  });

  it('is the same each time for RSA, which keeps fingerprints', async () => {
    const notBefore = new Date('2024-01-01T00:00:00Z');
    const make = async () =>
      makeCertificate({ subject: '/CN=same', key: await keptKey('rsa-2048'), serial: '0a', notBefore }).pem;
    expect(await make()).toBe(await make());
  });

  it.each([
    ['a subject without types', { subject: '/host' }, /"host" is not TYPE=value/],
    ['an unknown attribute', { subject: '/XX=host' }, /TYPE is one of CN/],
    ['a name of another notation', { subject: 'C=US, CN=host' }, /write it as \/TYPE=value/],
    ['a serial that is no number', { serial: '0x12' }, /hexadecimal digits/],
    ['a date that is none', { notAfter: new Date('never') }, /notAfter: expected a date/],
    ['EC with MD5', { hash: 'md5' }, /cannot sign with md5/],
    ['an address that is none', { san: ['ip:300.1.1.1'] }, /"300.1.1.1" is no IP address/],
    ['a name beyond ASCII', { san: ['dns:bücher.example'] }, /xn--/],
  ] as const)('is refused for %s', async (_, wrong, message) => {
    const key = await keptKey('ec-p256');
    expect(() => makeCertificate({ subject: '/CN=host', key, ...wrong })).toThrow(message);
  });

  it.each([
    [['digitalSignature', 'keyEncipherment'], '030205a0'],
    [['decipherOnly'], '0303070080'],
    [['cRLSign', 'keyCertSign'], '03020106'],
  ] as const)('has the key usage %j in as few bits as DER wants', async (keyUsage, expected) => {
    const { der } = makeCertificate({ subject: '/CN=u', key: await keptKey('ec-p256'), keyUsage });
    expect(der.toString('hex')).toContain(
      `0603551d0f0101ff04${(expected.length / 2).toString(16).padStart(2, '0')}${expected}`,
    );
  });

  it('is not self-signed under another name, even with the same key', async () => {
    const key = await keptKey('ec-p256');
    const issuer = makeCertificate({ subject: '/CN=a', key, ca: true });
    expect(readCertificateDer(issuer.der).selfSigned).toBe(true);
    expect(readCertificateDer(makeCertificate({ subject: '/CN=b', key, issuer }).der).selfSigned).toBe(false);
  });

  it('is not signed with a public key', async () => {
    const key = createPublicKey(await keptKey('ec-p256'));
    expect(() => makeCertificate({ subject: '/CN=host', key })).toThrow(/private key is needed/);
  });
});
