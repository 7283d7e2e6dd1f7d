import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { encode } from './asn1.ts';
import { childrenOf, readDer } from './der.ts';
import { encodeName } from './encode-name.ts';
import { keptKey } from './key.ts';
import { makeCertificate } from './make.ts';
import { attribute, type DistinguishedName, formatName, oneLine, parseName, readName, rfc2253 } from './name.ts';
import { attributeOids } from './oid.ts';
import { OpensslFolder } from './testing/openssl.ts';

const openssl = new OpensslFolder();
const nxos = '/C=US/ST=CA/L=San Jose/O=Cisco Systems Inc./OU=dcnxos/CN=nxos';

const value = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...' #,+"\\<>;/='), minLength: 1, maxLength: 6 }),
);
const type = fc.constantFrom(...Object.keys(attributeOids), '1.3.6.1.4.1.99999.1');

/** DER sorts the attributes within a SET; one of each type keeps that out of the comparison. */
const name: fc.Arbitrary<DistinguishedName> = fc.array(
  fc.array(fc.record({ type, value }), { minLength: 1, maxLength: 1 }),
  { minLength: 1, maxLength: 5 },
);

describe('a distinguished name', () => {
  it('is parsed as openssl takes it and shown in both forms', () => {
    const parsed = parseName(nxos);
    expect(oneLine(parsed)).toBe(nxos);
    expect(rfc2253(parsed)).toBe('CN=nxos,OU=dcnxos,O=Cisco Systems Inc.,L=San Jose,ST=CA,C=US');
    expect(rfc2253(parsed, ', ')).toBe('CN=nxos, OU=dcnxos, O=Cisco Systems Inc., L=San Jose, ST=CA, C=US');
    expect(attribute(parsed, 'OU')).toBe('dcnxos');
    expect(attribute(parsed, 'UID')).toBeUndefined();
  });

  it('takes bare text as common name, and escapes', () => {
    expect(parseName('host.example')).toEqual([[{ type: 'CN', value: 'host.example' }]]);
    expect(parseName('/O=a\\/b/CN=c\\+d+UID=e')).toEqual([
      [{ type: 'O', value: 'a/b' }],
      [
        { type: 'CN', value: 'c+d' },
        { type: 'UID', value: 'e' },
      ],
    ]);
  });

  it('comes back from its text, and from its encoding', () => {
    fc.assert(
      fc.property(name, (given) => {
        expect(parseName(formatName(given))).toEqual(given);
        expect(readName(readDer(encode(encodeName(given))))).toEqual(given);
      }),
    );
  });

  it('keeps attributes of one member together', () => {
    const given = parseName('/O=x/CN=a+UID=b');
    expect(readName(readDer(encode(encodeName(given))))).toEqual(given);
    expect(oneLine(given)).toBe('/O=x/CN=a+UID=b');
    expect(rfc2253(given)).toBe('UID=b+CN=a,O=x');
  });

  it('is encoded with the string types of openssl', () => {
    const tags = childrenOf(readDer(encode(encodeName('/C=US/O=x/emailAddress=a@b/DC=c/CN=d'))))
      .flatMap(childrenOf)
      .map((pair) => childrenOf(pair)[1]?.tag);
    expect(tags).toEqual([0x13, 0x0c, 0x16, 0x16, 0x0c]);
  });

  it.skipIf(!has('openssl'))('is shown as the real openssl shows it', async () => {
    const key = await keptKey('ec-p256');
    fc.assert(
      fc.property(name, (subject) => {
        const file = openssl.write('name.pem', makeCertificate({ subject, key, keyIdentifiers: false }).pem);
        const show = (...options: string[]): string =>
          openssl.run('x509', '-noout', '-subject', '-in', file, '-nameopt', options.join(',')).slice(0, -1);
        expect(`subject=${oneLine(subject)}`).toBe(show('compat'));
        expect(`subject=${rfc2253(subject)}`).toBe(show('RFC2253', '-esc_msb', 'utf8'));
      }),
      {
        numRuns: 15,
        examples: [
          [parseName(nxos)],
          [parseName('/CN= a#b ')],
          [parseName('/O=x/CN=a+UID=b')],
          [parseName('/CN=a\x7fb')],
          [parseName('/O=#x,y/CN=prüf "<>;')],
        ],
      },
    );
  });
});
