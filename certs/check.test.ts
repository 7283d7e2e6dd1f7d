import { describe, expect, it } from 'vitest';
import { makeAuthority } from './authority.ts';
import { check } from './check.ts';
import type { FindingCode } from './finding.ts';
import { exportKey, keptKey } from './key.ts';
import { bundle, type CertificateOptions, type MadeCertificate, makeCertificate } from './make.ts';
import { writePem } from './pem.ts';

async function issued(more: Partial<CertificateOptions> = {}): Promise<MadeCertificate> {
  const { intermediate } = await makeAuthority({ keyType: 'ec-p256' });
  const key = await keptKey('rsa-2048');
  return makeCertificate({ subject: '/CN=host', san: ['dns:host.example'], key, issuer: intermediate, ...more });
}

const codes = (...args: Parameters<typeof check>): FindingCode[] => check(...args).findings.map(({ code }) => code);

describe('check', () => {
  it('finds nothing in a good pair with its chain', async () => {
    const made = await issued();
    const roots = made.chain.at(-1) ?? '';
    const result = check(bundle(made), exportKey(made.key), { name: 'host.example', roots });
    expect(result).toMatchObject({ ok: true, findings: [], leaf: { pem: made.pem }, key: { encrypted: false } });
    expect(result.chain).toHaveLength(3);
  });

  it('is content with what the walkthrough makes, and notes what is odd', async () => {
    const key = await keptKey('rsa-2048');
    const made = makeCertificate({ subject: '/CN=n9k-1', key, ca: true, keyUsage: false, days: 36_500 });
    const result = check(made.pem, exportKey(key));
    expect(result.ok).toBe(true);
    expect(result.findings.map(({ code }) => code)).toEqual(['far-future', 'ca-leaf', 'no-san', 'self-signed']);
  });

  it('finds the key among the certificates when there is no key file', async () => {
    const made = await issued();
    expect(check(exportKey(made.key) + bundle(made))).toMatchObject({ ok: true, key: { form: 'pkcs8' } });
    expect(codes(exportKey(await keptKey('rsa-2048', 1)) + bundle(made))).toEqual(['key-mismatch']);
    expect(check(bundle(made))).toMatchObject({ ok: true, key: undefined });
  });

  it('compares the key with the certificate, also across algorithms', async () => {
    const made = await issued();
    const { findings } = check(bundle(made), exportKey(await keptKey('ec-p256')));
    expect(findings).toMatchObject([
      { code: 'key-mismatch', severity: 'error', where: { file: 'certificate', block: 0, line: 1 } },
    ]);
    expect(findings[0]?.message).toContain('(rsa 2048) than the one given (ec prime256v1)');
  });

  it('takes the certificate of the key as leaf wherever it stands', async () => {
    const made = await issued();
    const key = exportKey(made.key);
    const result = check([...made.chain, made.pem].join(''), key);
    expect(result.leaf?.pem).toBe(made.pem);
    expect(result.findings.map(({ code }) => code)).toEqual(['chain-order']);
    const stranger = makeCertificate({ subject: '/CN=other', key: await keptKey('ec-p256'), san: ['dns:o'] });
    expect(codes(stranger.pem + bundle(made), key)).toContain('chain-order');
  });

  it.each<[FindingCode[], (made: MadeCertificate) => string[]]>([
    [[], ({ pem, chain }) => [pem, ...chain.slice(0, 1), ...chain.slice(1)]],
    [['chain-incomplete'], ({ pem, chain }) => [pem, ...chain.slice(0, -1)]],
    [['chain-incomplete'], ({ pem }) => [pem]],
    [['chain-order', 'chain-order'], ({ pem, chain }) => [pem, ...chain.toReversed()]],
    [['chain-stranger', 'chain-incomplete'], ({ pem, chain }) => [pem, ...chain.slice(-1)]],
    [['chain-duplicate'], ({ pem, chain }) => [pem, pem, ...chain]],
    [['chain-duplicate'], ({ pem, chain }) => [pem, ...chain, ...chain.slice(-1)]],
  ])('sees %j in the order of a file', async (expected, arrange) => {
    const made = await issued();
    expect(codes(arrange(made).join(''), exportKey(made.key))).toEqual(expected);
  });

  it('judges names and roots only when asked', async () => {
    const made = await issued();
    expect(codes(bundle(made), undefined, { name: 'other.example' })).toEqual(['name-mismatch']);
    expect(codes(bundle(made), undefined, { name: '192.0.2.1' })).toEqual(['name-mismatch']);
    const { root } = await makeAuthority({ keyType: 'ec-p256', slot: 1 });
    const [untrusted] = check(bundle(made), undefined, { roots: root.pem }).findings;
    expect(untrusted).toMatchObject({ code: 'untrusted', message: expect.stringContaining('untrusted-root') });
    expect(codes(made.pem, undefined, { roots: made.chain.at(-1) ?? '' })).toEqual(['chain-incomplete', 'untrusted']);
  });

  it('knows names from addresses', async () => {
    const made = await issued({ san: ['ip:192.0.2.1', 'dns:other.example'] });
    expect(codes(bundle(made), undefined, { name: '192.0.2.1' })).toEqual([]);
    expect(codes(bundle(made), undefined, { name: '192.0.2.2' })).toEqual(['name-mismatch']);
  });

  it('dislikes weak hashes wherever somebody verifies them', async () => {
    const weak = await makeAuthority({ keyType: 'ec-p256', hash: 'sha1' });
    const made = await issued({ issuer: weak.intermediate });
    const found = check(bundle(made)).findings.map(({ code, where }) => [code, where.block]);
    // The intermediate's, not the root's.
    expect(found).toEqual([['weak-hash', 1]]);
  });

  it('does not take the key of an issuer for the one of the server', async () => {
    const made = await issued();
    const { intermediate } = await makeAuthority({ keyType: 'ec-p256' });
    expect(codes(bundle(made), exportKey(intermediate.key))).toContain('chain-order');
  });

  it('judges time by the time that is given', async () => {
    const made = await issued({ notBefore: new Date('2030-01-01'), days: 10 });
    const at = (day: string): FindingCode[] => codes(made.pem, undefined, { at: new Date(day) });
    expect(at('2029-12-31')).toContain('not-yet-valid');
    expect(at('2030-01-05')).toEqual(['chain-incomplete']);
    expect(at('2030-01-12')).toContain('expired');
  });

  it('tells the state of the key file', async () => {
    const made = await issued();
    const certificate = bundle(made);
    const encrypted = exportKey(made.key, { password: 'secret' });
    expect(codes(certificate, '')).toEqual(['empty']);
    expect(codes(certificate, 'words')).toEqual(['no-key']);
    expect(codes(certificate, made.pem)).toEqual(['no-key']);
    expect(codes(certificate, writePem('PRIVATE KEY', Buffer.from('x')))).toEqual(['key-unreadable']);
    expect(codes(certificate, encrypted)).toEqual(['key-encrypted']);
    expect(codes(certificate, encrypted, { password: 'wrong' })).toEqual(['key-password-wrong']);
    expect(codes(certificate, encrypted, { password: 'secret' })).toEqual([]);
    expect(codes(certificate, exportKey(made.key) + exportKey(made.key))).toEqual(['several-keys']);
    expect(codes(certificate, exportKey(made.key).slice(0, -30))).toEqual(['pem-damaged']);
  });

  it('names file, block and line', async () => {
    const made = await issued();
    const garbage = writePem('CERTIFICATE', Buffer.from('garbage'));
    const { findings } = check(`words\n${made.pem}${garbage}`, `\n${garbage}`);
    const line = made.pem.split('\n').length + 1;
    expect(findings).toMatchObject([
      { code: 'certificate-unreadable', where: { file: 'certificate', block: 1, line } },
      { code: 'certificate-unreadable', where: { file: 'key', block: 0, line: 2 } },
      { code: 'chain-incomplete', where: { file: 'certificate', block: 0, line: 2 } },
    ]);
  });

  it('sees a purpose that is not a server', async () => {
    expect(codes(bundle(await issued({ purposes: ['clientAuth'] })))).toEqual(['purpose']);
    expect(codes(bundle(await issued({ purposes: ['anyExtendedKeyUsage'] })))).toEqual([]);
  });
});
