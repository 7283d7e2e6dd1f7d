import { describe, expect, it } from 'vitest';
import { makeAuthority } from './authority.ts';
import { type CertificateFacts, readCertificateDer } from './certificate.ts';
import { type ChainProblem, isIssuedBy, verifyChain } from './chain.ts';
import { keptKey } from './key.ts';
import { type CertificateOptions, type MadeCertificate, makeCertificate } from './make.ts';

const facts = ({ der }: MadeCertificate): CertificateFacts => readCertificateDer(der);

async function issue(issuer: MadeCertificate, more: Partial<CertificateOptions> = {}): Promise<MadeCertificate> {
  return makeCertificate({ subject: '/CN=leaf', key: await keptKey('ec-p256'), issuer, ...more });
}

describe('a chain', () => {
  it('leads from leaf to root, whatever the order and the strangers', async () => {
    const { root, intermediate } = await makeAuthority({ keyType: 'ec-p256' });
    const { root: otherRoot, intermediate: other } = await makeAuthority({ keyType: 'ec-p256', slot: 1 });
    const leaf = await issue(intermediate);
    const given = [other, root, intermediate].map(facts);
    const { ok, path } = verifyChain(facts(leaf), given, [otherRoot, root].map(facts));
    expect(ok).toBe(true);
    expect(path.map(({ pem }) => pem)).toEqual([leaf, intermediate, root].map(({ pem }) => pem));
  });

  it('may be a pinned certificate alone', async () => {
    const { intermediate } = await makeAuthority({ keyType: 'ec-p256' });
    const leaf = facts(await issue(intermediate));
    expect(verifyChain(leaf, [], [leaf]).ok).toBe(true);
  });

  it('is broken in many ways', async () => {
    const { root, intermediate } = await makeAuthority({ keyType: 'ec-p256' });
    const { root: stranger } = await makeAuthority({ keyType: 'ec-p256', slot: 1 });
    const key = await keptKey('ec-p256', 101);
    const notCa = makeCertificate({ subject: '/CN=no authority', key, issuer: root, keyUsage: ['keyCertSign'] });
    const below = makeCertificate({
      subject: '/CN=below',
      key: await keptKey('rsa-2048'),
      issuer: intermediate,
      ca: true,
    });
    const old = await issue(intermediate, { notBefore: new Date('2020-01-01'), days: 1 });
    const problem = (
      leaf: MadeCertificate,
      between: MadeCertificate[],
      trusted = root,
      at?: Date,
    ): ChainProblem | undefined => verifyChain(facts(leaf), between.map(facts), [facts(trusted)], at).problem;
    const leaf = await issue(intermediate);
    expect(problem(leaf, [intermediate])).toBeUndefined();
    expect(problem(leaf, [])).toBe('no-issuer');
    expect(problem(leaf, [intermediate, root], stranger)).toBe('untrusted-root');
    expect(problem(leaf, [intermediate], stranger)).toBe('no-issuer');
    expect(problem(old, [intermediate])).toBe('expired');
    expect(problem(leaf, [intermediate], root, new Date('2020-01-01'))).toBe('not-yet-valid');
    expect(problem(await issue(notCa), [notCa])).toBe('not-a-ca');
    expect(problem(await issue(below), [below, intermediate])).toBe('path-too-long');
  });

  it('ends where two authorities sign each other', async () => {
    const [keyA, keyB] = await Promise.all([keptKey('ec-p256', 1), keptKey('ec-p256', 2)]);
    const a = makeCertificate({ subject: '/CN=A', key: keyA, ca: true });
    const b = makeCertificate({ subject: '/CN=B', key: keyB, ca: true });
    const ab = makeCertificate({ subject: '/CN=A', key: keyA, ca: true, issuer: b });
    const ba = makeCertificate({ subject: '/CN=B', key: keyB, ca: true, issuer: a });
    const leaf = facts(await issue(ab));
    expect(verifyChain(leaf, [ab, ba].map(facts), [])).toMatchObject({ ok: false, problem: 'no-issuer' });
  });

  it('ends in good time where everybody may have issued everybody', async () => {
    const key = await keptKey('ec-p256', 1);
    const first = makeCertificate({ subject: '/CN=A', key, ca: true });
    const twins = Array.from({ length: 12 }, () => makeCertificate({ subject: '/CN=A', key, ca: true, issuer: first }));
    const leaf = facts(await issue(first));
    expect(verifyChain(leaf, twins.map(facts), [])).toMatchObject({ ok: false });
  });

  it('is not linked by names alone', async () => {
    const { intermediate } = await makeAuthority({ keyType: 'ec-p256' });
    const leaf = facts(await issue(intermediate, { keyIdentifiers: false }));
    const { intermediate: impostor } = await makeAuthority({ keyType: 'ec-p256', slot: 1 });
    expect(isIssuedBy(leaf, facts(intermediate))).toBe(true);
    expect(leaf.issuer).toEqual(facts(impostor).subject);
    expect(isIssuedBy(leaf, facts(impostor))).toBe(false);
  });
});
