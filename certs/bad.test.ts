import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { type BadFiles, type BadName, badCertificates, badNames, isBadName } from './bad.ts';
import { check } from './check.ts';
import { ContextError } from './context.ts';
import { serve, shakeHands } from './testing/handshake.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();

/**
 * What becomes of each when it is served as it is: `refused` by OpenSSL on the server's side, the error of a client
 * with the runtime's defaults that trusts the root (or the certificate itself), or `served`.
 */
const fate: Readonly<Record<BadName, string>> = {
  expired: 'CERT_HAS_EXPIRED',
  'not-yet-valid': 'CERT_NOT_YET_VALID',
  'far-future': 'served',
  'ca-leaf': 'served',
  'no-basic-constraints': 'served',
  'no-san': 'served',
  'wrong-name': 'ERR_TLS_CERT_ALTNAME_INVALID',
  'wrong-order': 'refused ERR_OSSL_X509_KEY_VALUES_MISMATCH',
  'missing-intermediate': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'stranger-in-chain': 'served',
  'leaf-twice': 'served',
  'untrusted-root': 'SELF_SIGNED_CERT_IN_CHAIN',
  // CA_MD_TOO_WEAK, for which the runtime has no code.
  sha1: 'UNSPECIFIED',
  md5: 'UNSPECIFIED',
  'rsa-1024': 'served',
  secp256k1: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'mismatched-key': 'refused ERR_OSSL_X509_KEY_VALUES_MISMATCH',
  'rsa-cert-with-ec-key': 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'encrypted-key': 'refused ERR_OSSL_BAD_DECRYPT',
  'encrypted-key-traditional': 'refused ERR_OSSL_BAD_DECRYPT',
  'ec-parameters': 'served',
  truncated: 'refused ERR_OSSL_PEM_BAD_END_LINE',
  'garbage-second-block': 'refused ERR_OSSL_ASN1_TOO_LONG',
  'not-a-certificate': 'refused ERR_OSSL_PEM_NO_START_LINE',
  empty: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
};

async function fateOf(files: BadFiles): Promise<string> {
  try {
    await using server = await serve({ certificate: files.cert, key: files.key ?? '' });
    const { error } = await shakeHands(server.port, { ca: files.root ?? files.cert });
    return error || 'served';
  } catch (error) {
    if (error instanceof ContextError) return `refused ${error.code}`;
    throw error;
  }
}

describe.each(badNames)('the bad certificate "%s"', (name) => {
  it('is found out by check, as it says', async () => {
    const { cert, key } = await badCertificates[name].make();
    const found = check(cert, key).findings.map(({ code }) => code);
    const harmless = found.filter((code) => code !== 'self-signed');
    expect(harmless).toEqual(badCertificates[name].shows);
  });

  it('fares in a handshake as its kind does', async () => {
    expect(await fateOf(await badCertificates[name].make())).toBe(fate[name]);
  });
});

/** What the real `openssl` says of those whose badness is in the certificate, when it verifies or prints them. */
const opensslSays: Readonly<Partial<Record<BadName, RegExp>>> = {
  expired: /certificate has expired/,
  'not-yet-valid': /certificate is not yet valid/,
  'ca-leaf': /CA:TRUE/,
  'wrong-name': /hostname mismatch/,
  'missing-intermediate': /unable to get local issuer certificate/,
  'untrusted-root': /unable to get local issuer certificate|self-signed certificate in certificate chain/,
  sha1: /sha1WithRSAEncryption/,
  md5: /md5WithRSAEncryption/,
  'rsa-1024': /Public-Key: \(1024 bit\)/,
  secp256k1: /ASN1 OID: secp256k1/,
  truncated: /Could not (read|find) certificate/,
  'not-a-certificate': /Could not (read|find) certificate/,
  empty: /Could not (read|find) certificate/,
};

describe.skipIf(!has('openssl'))('openssl', () => {
  it.each(Object.entries(opensslSays))('sees what is wrong with "%s"', async (name, expected) => {
    if (!isBadName(name)) throw new Error(name);
    const { cert, root } = await badCertificates[name].make();
    openssl.write('bad.pem', cert);
    openssl.write('trusted.pem', root ?? cert);
    const verify = ['verify', '-auth_level', '0', '-verify_hostname', 'localhost', '-CAfile', 'trusted.pem'];
    const { text } = openssl.try(...verify, '-untrusted', 'bad.pem', 'bad.pem');
    expect(text + openssl.try('x509', '-in', 'bad.pem', '-noout', '-text').text).toMatch(expected);
  });

  it.each(['no-san', 'no-basic-constraints'] as const)('does not see what "%s" lacks', async (name) => {
    const { cert } = await badCertificates[name].make();
    const text = openssl.run('x509', '-noout', '-text', '-in', openssl.write('lacking.pem', cert));
    expect(text.includes('Subject Alternative Name')).toBe(name !== 'no-san');
    expect(text.includes('Basic Constraints')).toBe(name !== 'no-basic-constraints');
  });

  it.each(['encrypted-key', 'encrypted-key-traditional'] as const)(
    'opens the key of "%s" with the password only',
    async (name) => {
      const { key = '', password } = await badCertificates[name].make();
      openssl.write('key.pem', key);
      expect(openssl.try('pkey', '-in', 'key.pem', '-noout', '-passin', 'pass:wrong').status).not.toBe(0);
      expect(openssl.try('pkey', '-in', 'key.pem', '-noout', '-passin', `pass:${password}`).status).toBe(0);
    },
  );
});

describe('bad certificates', () => {
  it('are made for the host and the time that are asked for', async () => {
    const now = new Date('2040-05-06T00:00:00Z');
    const { cert, key } = await badCertificates.expired.make({ host: '192.0.2.5', now });
    const { findings, leaf } = check(cert, key, { at: now, name: '192.0.2.5' });
    expect(findings.map(({ code }) => code)).toEqual(['expired', 'self-signed']);
    expect(leaf?.notAfter).toEqual(new Date('2040-05-05T00:00:00Z'));
    for (const name of ['wrong-order', 'untrusted-root', 'stranger-in-chain'] as const) {
      const files = await badCertificates[name].make({ now });
      const codes = check(files.cert, files.key, { at: now }).findings.map(({ code }) => code);
      expect(codes).toEqual(badCertificates[name].shows);
    }
  });

  it('that only a client can notice are noticed with its eyes', async () => {
    const { cert, key, root = '' } = await badCertificates['untrusted-root'].make();
    expect(check(cert, key, { roots: root }).findings.map(({ code }) => code)).toEqual(['untrusted']);
    const wrong = await badCertificates['wrong-name'].make();
    const codes = check(wrong.cert, wrong.key, { name: 'localhost' }).findings.map(({ code }) => code);
    expect(codes).toContain('name-mismatch');
  });

  it('come with the right chain where the file has it wrong', async () => {
    for (const name of ['wrong-order', 'missing-intermediate', 'stranger-in-chain', 'leaf-twice'] as const) {
      const { cert, chain = '', key, root = '' } = await badCertificates[name].make();
      const { leaf } = check(cert, key);
      expect(check((leaf?.pem ?? '') + chain, key, { roots: root })).toMatchObject({ ok: true, findings: [] });
    }
  });
});
