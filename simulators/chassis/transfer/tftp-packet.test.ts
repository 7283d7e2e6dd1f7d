import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromNetascii, parseTftp, spellTftp, type TftpPacket, toNetascii } from './tftp-packet.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((one) => !one.includes('\0'));
const options = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text).map((one) => new Map(Object.entries(one)));
const word = fc.nat(65535);
const anyPacket: fc.Arbitrary<TftpPacket> = fc.oneof(
  fc.record({ op: fc.constantFrom('read', 'write'), file: text, mode: fc.constantFrom('octet', 'netascii'), options }),
  fc.record({
    op: fc.constant('data'),
    block: word,
    bytes: fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ op: fc.constant('ack'), block: word }),
  fc.record({ op: fc.constant('error'), code: word, text }),
  fc.record({ op: fc.constant('options'), options: options.filter((one) => one.size > 0) }),
);

describe('a TFTP packet', () => {
  it('is read as it was spelt', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        expect(parseTftp(spellTftp(packet))).toEqual(packet);
      }),
    );
  });

  it('is read in any bytes or not at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(['object', 'undefined']).toContain(typeof parseTftp(Buffer.from(bytes)));
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['an unknown operation', '0009'],
    ['a request without an end', '000161006f63746574'],
    ['a request without a mode', '00016100'],
    ['a request without a name', '0001006f6374657400'],
    ['half an acknowledgement', '000400'],
  ])('is not found in %s', (_, hex) => {
    expect(parseTftp(Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  it('may be an error without its last zero', () => {
    expect(parseTftp(Buffer.from('000500016e6f', 'hex'))).toEqual({ op: 'error', code: 1, text: 'no' });
  });
});

describe('netascii', () => {
  it('has CR LF for a line feed and CR NUL for a carriage return', () => {
    expect(toNetascii(Buffer.from('a\nb\rc')).toString()).toBe('a\r\nb\r\0c');
  });

  it('gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const content = Buffer.from(bytes);
        expect(fromNetascii(toNetascii(content)).equals(content)).toBe(true);
      }),
    );
  });
});
