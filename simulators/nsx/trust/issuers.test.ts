import { expect, it } from 'vitest';
import { makeAuthority } from '../../../certs/authority.ts';
import { keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { isSignedBy, readIssuerOnce } from './issuers.ts';

const authority = await makeAuthority();
const leaf = makeCertificate({ subject: '/CN=leaf', key: await keptKey('rsa-2048'), issuer: authority.intermediate });

it('reads an authority once, and a leaf each time', () => {
  expect(readIssuerOnce(authority.root.der)).toBe(readIssuerOnce(Buffer.from(authority.root.der)));
  expect(readIssuerOnce(leaf.der)).not.toBe(readIssuerOnce(leaf.der));
});

it('says of the same two the same twice, and does not mistake one issuer for another', () => {
  const [below, issuer, root] = [leaf.der, authority.intermediate.der, authority.root.der].map(readIssuerOnce);
  if (!below || !issuer || !root) throw new Error('three were given');
  const says = () => [isSignedBy(below, issuer), isSignedBy(below, root), isSignedBy(issuer, root)];
  expect([says(), says()]).toEqual([
    [true, false, true],
    [true, false, true],
  ]);
});
