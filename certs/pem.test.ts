import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PemError, readPem, splitPem, writePem } from './pem.ts';

const label = fc.constantFrom('CERTIFICATE', 'PRIVATE KEY', 'RSA PRIVATE KEY', 'X509 CRL', 'EC PARAMETERS');
const headers = fc.constantFrom(
  [] as const,
  [
    ['Proc-Type', '4,ENCRYPTED'],
    ['DEK-Info', 'AES-256-CBC,00FF'],
  ] as const,
);
const block = fc.record({ label, headers, bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }) });

/** The ways in which users and their tools bend a PEM file; none of them changes what is in it. */
const layouts: Readonly<Record<string, (pem: string) => string>> = {
  'as written': (pem) => pem,
  'with CRLF': (pem) => pem.replaceAll('\n', '\r\n'),
  'without a final newline': (pem) => pem.trimEnd(),
  'with text around': (pem) => `Certificate:\n    Data: x\n${pem}\ntrailing words - and dashes ---\n`,
  'with blank lines': (pem) => pem.replace(/-----\n/, '-----\n\n'),
};

const base64Layouts: typeof layouts = {
  'with the base64 on one line': (pem) => pem.replace(/(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/=])/g, ''),
  'with blanks for newlines in the body': (pem) => pem.replace(/(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/=])/g, ' '),
  'with blanks for all newlines': (pem) => pem.replaceAll('\n', ' '),
};

describe('PEM', () => {
  it.each(Object.entries(layouts))('comes back whole %s', (_, bend) => {
    const property = fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
      const text = bend(blocks.map((one) => writePem(one.label, one.bytes, one.headers)).join(''));
      const plain = readPem(text).map((read) => ({ label: read.label, headers: read.headers, bytes: [...read.bytes] }));
      expect(plain).toEqual(blocks.map((one) => ({ ...one, bytes: [...one.bytes] })));
    });
    fc.assert(property, { numRuns: 60 });
  });

  it.each(Object.entries(base64Layouts))('comes back whole %s', (_, bend) => {
    const property = fc.property(label, fc.uint8Array({ minLength: 1, maxLength: 300 }), (name, bytes) => {
      expect(readPem(bend(writePem(name, bytes)))).toMatchObject([{ label: name, bytes: Buffer.from(bytes) }]);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('counts blocks and lines over good and damaged ones', () => {
    const good = writePem('CERTIFICATE', Buffer.from('abc'));
    const text = `words\n${good}-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n${good}`;
    const { blocks, errors } = splitPem(text);
    expect(blocks.map(({ index, line }) => [index, line])).toEqual([
      [0, 2],
      [2, 8],
    ]);
    expect(errors).toMatchObject([{ reason: 'bad-base64', block: 1, line: 5 }]);
  });

  it.each([
    ['unterminated', '-----BEGIN CERTIFICATE-----\nYWJj\n', /block 1, line 1: "BEGIN CERTIFICATE" has no "END/],
    ['unterminated', '-----BEGIN A-----\nYWJj\n-----BEGIN B-----\nYWJj\n-----END B-----\n', /block 1, line 1/],
    ['label-mismatch', '-----BEGIN A-----\nYWJj\n-----END B-----\n', /"BEGIN A" is closed by "END B"/],
    ['bad-base64', '-----BEGIN A-----\nYWJ\n-----END A-----\n', /is not base64/],
    ['bad-base64', '-----BEGIN A-----\nY=Jj\n-----END A-----\n', /is not base64/],
    ['bad-base64', '-----BEGIN A-----\n-----END A-----\n', /is not base64/],
    ['no-block', 'nothing here', /there is no PEM block/],
  ])('is refused as %s', (reason, text, message) => {
    let error: unknown;
    try {
      readPem(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PemError);
    expect(error).toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  it('reads anything without throwing', () => {
    const pieces = fc.constantFrom('-----BEGIN ', '-----END ', 'CERTIFICATE', '-----', '\n', 'YWJj', ': ', ' ', '=');
    const noise = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(noise, (text) => {
        const { blocks, errors } = splitPem(text);
        const indexes = [...blocks.map(({ index }) => index), ...errors.map((error) => error.block)];
        expect(indexes.toSorted()).toEqual(indexes.map((_, i) => i));
      }),
    );
  });
});
