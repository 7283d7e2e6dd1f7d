import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { type BadName, badCertificates } from './bad.ts';
import { check } from './check.ts';
import { ContextError, makeSecureContext, type TlsIdentity } from './context.ts';
import { exportKey, type KeyType, keptKey } from './key.ts';
import { makeCertificate } from './make.ts';
import { serve, shakeHands } from './testing/handshake.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();
/** A client that trusts anything and is as old as can be. */
const lax = { rejectUnauthorized: false, ciphers: `${tls.DEFAULT_CIPHERS}:@SECLEVEL=0` };

async function identity(type: KeyType = 'ec-p256'): Promise<TlsIdentity & { certificate: string }> {
  const key = await keptKey(type);
  const { pem } = makeCertificate({ subject: '/CN=localhost', san: ['dns:localhost'], key });
  return { certificate: pem, key: exportKey(key) };
}

async function weak(name: BadName): Promise<TlsIdentity & { sha256: string }> {
  const { cert, key = '', password } = await badCertificates[name].make();
  return { certificate: cert, key, password, sha256: check(cert, key, { password }).leaf?.sha256 ?? '' };
}

describe('a secure context', () => {
  it.each([
    'sha1',
    'md5',
    'rsa-1024',
    'expired',
    'stranger-in-chain',
    'encrypted-key',
    'encrypted-key-traditional',
  ] as const)('serves what a device accepted: %s', async (name) => {
    const { sha256, ...served } = await weak(name);
    await using server = await serve(served);
    expect(await shakeHands(server.port, lax)).toMatchObject({ error: '', sha256 });
  });

  it('serves secp256k1 to a client that names it', async () => {
    const { sha256, ...served } = await weak('secp256k1');
    await using server = await serve(served);
    const client = { ...lax, maxVersion: 'TLSv1.2', ecdhCurve: 'secp256k1:prime256v1' } as const;
    expect(await shakeHands(server.port, client)).toMatchObject({ error: '', sha256, protocol: 'TLSv1.2' });
  });

  it.skipIf(!has('openssl')).each(['sha1', 'rsa-1024', 'md5'] as const)('serves %s to openssl', async (name) => {
    const { sha256, ...served } = await weak(name);
    await using server = await serve(served);
    const text = await openssl.connect(server.port, '-cipher', 'DEFAULT:@SECLEVEL=0');
    const [pem = ''] = /-----BEGIN.*?-----END CERTIFICATE-----/s.exec(text) ?? [];
    expect(check(pem).leaf?.sha256).toBe(sha256);
    expect(text).toContain('hello');
  });

  it.each(['ec-p256', 'ec-p384'] as const)('negotiates the suite of the walkthrough with %s', async (type) => {
    await using server = await serve({ ...(await identity(type)), ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
    const client = {
      rejectUnauthorized: false,
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384',
    } as const;
    expect(await shakeHands(server.port, client)).toMatchObject({ error: '', protocol: 'TLSv1.2' });
    expect((await shakeHands(server.port, { ...client, ciphers: 'ECDHE-RSA-AES256-GCM-SHA384' })).error).not.toBe('');
  });

  it('keeps TLS 1.0 and 1.1 out unless told otherwise', async () => {
    const own = await identity('rsa-2048');
    const old = { ...lax, minVersion: 'TLSv1', maxVersion: 'TLSv1' } as const;
    await using modern = await serve(own);
    expect((await shakeHands(modern.port, old)).error).not.toBe('');
    await using ancient = await serve({ ...own, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
    expect(await shakeHands(ancient.port, old)).toMatchObject({ error: '', protocol: 'TLSv1' });
    expect((await shakeHands(ancient.port, { rejectUnauthorized: false })).error).not.toBe('');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'resumes sessions while asking for client certificates (%s)',
    async (version) => {
      const own = await identity();
      await using server = await serve(
        { ...own, clientAuthorities: own.certificate },
        { requestCert: true, rejectUnauthorized: false },
      );
      const client = { ca: own.certificate, maxVersion: version };
      const first = await shakeHands(server.port, client);
      expect(first).toMatchObject({ error: '', reused: false });
      const again = await shakeHands(server.port, { ...client, ...(first.session && { session: first.session }) });
      expect(again).toMatchObject({ error: '', reused: true });
    },
  );

  it('says what OpenSSL has against a pair', async () => {
    const { certificate } = await identity('rsa-2048');
    const key = exportKey(await keptKey('rsa-2048', 1));
    let error: unknown;
    try {
      makeSecureContext({ certificate, key });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ContextError);
    expect(error).toMatchObject({
      code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH',
      message: expect.stringMatching(/^this certificate and key cannot be served: .*key values mismatch/),
    });
  });
});
