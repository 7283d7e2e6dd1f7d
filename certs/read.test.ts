import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { opensslTime, readCertificateDer } from './certificate.ts';
import { exportKey, keptKey } from './key.ts';
import { makeCertificate } from './make.ts';
import { oneLine, rfc2253 } from './name.ts';
import { PemError, type PemReason, readPem, writePem } from './pem.ts';
import { readCertificates, readEntries, readPrivateKey, readRequest } from './read.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();

/** The reason and place of the PemError that `read` throws. */
function refusal(read: () => unknown): { reason: PemReason; block: number | undefined; line: number | undefined } {
  try {
    read();
  } catch (error) {
    if (error instanceof PemError) return { reason: error.reason, block: error.block, line: error.line };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe.skipIf(!has('openssl'))('what openssl made', () => {
  beforeAll(() => {
    openssl.run(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-keyout', 'nxapi-key.pem', '-out', 'nxapi-cert.pem'],
      ...['-days', '36500', '-nodes', '-subj', '/C=US/ST=CA/L=San Jose/O=Example/CN=n9k-1', '-set_serial', '0x0a1b'],
    );
  });

  it('is read whole: the certificate of the walkthrough', () => {
    const [certificate] = readCertificates(openssl.read('nxapi-cert.pem'));
    const ask = (...options: string[]): string => openssl.run('x509', '-noout', '-in', 'nxapi-cert.pem', ...options);
    expect(certificate).toMatchObject({
      version: 3,
      serial: '0A1B',
      isCa: true,
      selfSigned: true,
      keyDescription: { type: 'rsa', bits: 2048 },
      signature: { scheme: 'rsa', hash: 'sha256' },
      basicConstraints: { ca: true },
      keyUsage: undefined,
      purposes: undefined,
      san: [],
    });
    if (!certificate) throw new Error('no certificate');
    expect(`serial=${certificate.serial}\n`).toBe(ask('-serial'));
    expect(`subject=${oneLine(certificate.subject)}\n`).toBe(ask('-subject', '-nameopt', 'compat'));
    expect(`issuer=${rfc2253(certificate.issuer)}\n`).toBe(ask('-issuer', '-nameopt', 'RFC2253'));
    expect(`notBefore=${opensslTime(certificate.notBefore)}\nnotAfter=${opensslTime(certificate.notAfter)}\n`).toBe(
      ask('-dates'),
    );
    expect(certificate.notAfter.getUTCFullYear()).toBeGreaterThan(2120);
    expect(
      ask('-fingerprint', '-sha256')
        .replace(/[^0-9A-F]/g, '')
        .endsWith(certificate.sha256.toUpperCase()),
    ).toBe(true);
    const identifier = certificate.subjectKeyIdentifier?.toUpperCase().match(/../g)?.join(':');
    expect(ask('-ext', 'subjectKeyIdentifier')).toContain(identifier);
  });

  it('is read with every extension', () => {
    const file = 'full.pem';
    openssl.run(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1', '-nodes', '-subj', '/CN=full'],
      ...['-keyout', 'full.key', '-out', file, '-sha384', '-days', '5'],
      ...['-addext', 'subjectAltName=DNS:a.example,IP:192.0.2.7,IP:2001:db8::1,URI:urn:x,email:e@x,RID:1.2.3'],
      ...['-addext', 'keyUsage=digitalSignature,keyAgreement,decipherOnly'],
      ...['-addext', 'extendedKeyUsage=serverAuth,clientAuth,1.2.3.4.5'],
      ...['-addext', 'basicConstraints=critical,CA:TRUE,pathlen:300'],
    );
    expect(readCertificates(openssl.read(file))).toMatchObject([
      {
        keyDescription: { type: 'ec', bits: 384, curve: 'secp384r1' },
        signature: { scheme: 'ecdsa', hash: 'sha384' },
        san: ['dns:a.example', 'ip:192.0.2.7', 'ip:2001:db8::1', 'uri:urn:x', 'email:e@x', 'other:8'],
        keyUsage: ['digitalSignature', 'keyAgreement', 'decipherOnly'],
        purposes: ['serverAuth', 'clientAuth', '1.2.3.4.5'],
        basicConstraints: { ca: true, pathLen: 300 },
      },
    ]);
  });

  it('is read after the text of `-text`, and with trust settings', () => {
    openssl.run('x509', '-in', 'nxapi-cert.pem', '-text', '-out', 'texted.pem');
    openssl.run('x509', '-in', 'nxapi-cert.pem', '-addtrust', 'serverAuth', '-trustout', '-out', 'trusted.pem');
    const { sha256 } = readCertificates(openssl.read('nxapi-cert.pem'))[0] ?? {};
    expect(readCertificates(openssl.read('texted.pem'))[0]?.sha256).toBe(sha256);
    expect(openssl.read('trusted.pem')).toContain('BEGIN TRUSTED CERTIFICATE');
    expect(readCertificates(openssl.read('trusted.pem'))[0]?.sha256).toBe(sha256);
  });

  it.each([
    ['-traditional', 'pkcs1'],
    ['-aes256', 'pkcs8'],
    ['-traditional -aes256', 'pkcs1'],
    ['-traditional -des3', 'pkcs1'],
  ])('is read as a key: openssl rsa %s', (options, form) => {
    const flags = options.split(' ');
    const encrypted = flags.length > 1 || flags[0] === '-aes256';
    openssl.run('rsa', '-in', 'nxapi-key.pem', ...flags, '-out', 'other.pem', '-passout', 'pass:secret');
    const text = openssl.read('other.pem');
    expect(readPrivateKey(text, 'secret')).toMatchObject({ form, encrypted, keyDescription: { bits: 2048 } });
    expect(readEntries(text)).toMatchObject([
      { kind: 'key', key: { encrypted, ...(encrypted && { key: undefined }) } },
    ]);
    if (!encrypted) return;
    expect(refusal(() => readPrivateKey(text))).toEqual({ reason: 'encrypted', block: 0, line: 1 });
    expect(refusal(() => readPrivateKey(text, 'wrong'))).toEqual({ reason: 'wrong-password', block: 0, line: 1 });
  });

  it('is read as a key behind its EC PARAMETERS', () => {
    openssl.run('ecparam', '-name', 'prime256v1', '-genkey', '-out', 'ec.pem');
    expect(readEntries(openssl.read('ec.pem'))).toMatchObject([
      { kind: 'other', block: { label: 'EC PARAMETERS' } },
      { kind: 'key', key: { form: 'sec1', keyDescription: { curve: 'prime256v1' } } },
    ]);
  });

  it('is read as a request', () => {
    const request = ['req', '-new', '-key', 'nxapi-key.pem', '-subj', '/C=US/CN=asked', '-out', 'request.pem'];
    openssl.run(...request, '-addext', 'subjectAltName=DNS:asked.example', '-addext', 'keyUsage=keyEncipherment');
    const read = readRequest(openssl.read('request.pem'));
    expect(read).toMatchObject({ signatureValid: true, san: ['dns:asked.example'], keyUsage: ['keyEncipherment'] });
    expect(oneLine(read.subject)).toBe('/C=US/CN=asked');
    openssl.run('req', '-in', 'request.pem', '-outform', 'DER', '-out', 'request.der');
    const forged = openssl.readBytes('request.der');
    forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
    expect(readRequest(writePem('NEW CERTIFICATE REQUEST', forged)).signatureValid).toBe(false);
  });
});

describe('reading', () => {
  const good = async (): Promise<string> => makeCertificate({ subject: '/CN=good', key: await keptKey('ec-p256') }).pem;

  it('keeps the order of a file with everything in it', async () => {
    const key = exportKey(await keptKey('ec-p256'));
    const text = `${await good()}${key}-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n${await good()}`;
    expect(readEntries(text).map(({ kind }) => kind)).toEqual(['certificate', 'key', 'damaged', 'certificate']);
  });

  it.each<[string, PemReason]>([
    ['CERTIFICATE', 'not-a-certificate'],
    ['PRIVATE KEY', 'not-a-key'],
    ['RSA PRIVATE KEY', 'not-a-key'],
    ['CERTIFICATE REQUEST', 'not-a-request'],
  ])('tells where a %s is none', async (label, reason) => {
    const text = (await good()) + writePem(label, Buffer.from('something else'));
    const line = text.split('\n').indexOf(`-----BEGIN ${label}-----`, 1) + 1;
    expect(refusal(() => readCertificates(text))).toEqual({ reason, block: 1, line });
  });

  it('does not take PEM inside a certificate block for a certificate', async () => {
    const nested = writePem('CERTIFICATE', Buffer.from(await good()));
    expect(new X509Certificate(readPem(nested)[0]?.bytes ?? '').subject).toBe('CN=good');
    expect(refusal(() => readCertificates(nested)).reason).toBe('not-a-certificate');
  });

  it('refuses a key that asks for endless rounds', async () => {
    const pem = exportKey(await keptKey('ec-p256'), { password: 'secret' });
    const bytes = readPem(pem)[0]?.bytes ?? Buffer.alloc(0);
    // The count stands as INTEGER 2048; as many bytes hold no more than 32767, so the whole is stretched by one.
    const at = bytes.indexOf(Buffer.from('02020800', 'hex'));
    expect(at).toBeGreaterThan(0);
    const many = Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from('0204', 'hex'),
      Buffer.from('7fffffff', 'hex'),
      bytes.subarray(at + 4),
    ]);
    for (let offset = 0; offset < at; offset++) stretch(many, offset, at);
    expect(() => readPrivateKey(writePem('ENCRYPTED PRIVATE KEY', many), 'secret')).toThrow(/more than 1000000 rounds/);
  });

  it('says what is missing', async () => {
    const text = await good();
    const key = exportKey(await keptKey('ec-p256'));
    expect(() => readCertificates(key)).toThrow(/there is no certificate/);
    expect(() => readPrivateKey(text)).toThrow(/there is no private key/);
    expect(() => readRequest(text)).toThrow(/there is no request/);
  });

  it('never throws anything but its own errors for damaged bytes', async () => {
    const [{ bytes } = { bytes: Buffer.alloc(0) }] = readPem(await good());
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.constantFrom('CERTIFICATE', 'CERTIFICATE REQUEST', 'PRIVATE KEY'), (changes, label) => {
        const copy = Buffer.from(bytes);
        for (const [at, byte] of changes) copy[at] = byte;
        expect(readEntries(writePem(label, copy))).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('shows times as openssl does', () => {
    expect(opensslTime(new Date('2018-07-03T05:44:30Z'))).toBe('Jul  3 05:44:30 2018 GMT');
    expect(opensslTime(new Date('2118-12-31T23:59:59Z'))).toBe('Dec 31 23:59:59 2118 GMT');
  });

  it('agrees with the runtime on dates, whatever they are', async () => {
    const key = await keptKey('ec-p256');
    const date = fc.date({ min: new Date('1950-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (notBefore) => {
        const { der } = makeCertificate({ subject: '/CN=t', key, notBefore, days: 0 });
        const facts = readCertificateDer(der);
        expect(facts.notBefore.getTime()).toBe(Math.floor(notBefore.getTime() / 1000) * 1000);
        expect(opensslTime(facts.notBefore)).toBe(facts.x509.validFrom);
      }),
      { numRuns: 60, examples: [[new Date('1999-12-31T23:59:59Z')], [new Date('2050-01-01T00:00:00Z')]] },
    );
  });
});

/** Adds two to the length at `offset` if an element begins there whose contents span `inside`. */
function stretch(bytes: Buffer, offset: number, inside: number): void {
  const short = bytes[offset + 1] ?? 0;
  if (bytes[offset] !== 0x30) return;
  if (short < 0x80 && offset + 2 + short >= inside) bytes[offset + 1] = short + 2;
  if (short === 0x81) bytes[offset + 2] = (bytes[offset + 2] ?? 0) + 2;
}
