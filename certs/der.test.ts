import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, DerError, readDer, readOid, readText, readTime } from './der.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('DER', () => {
  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an element that ends too soon', '04 03 0102'],
    ['an element that ends one byte too soon in a long form', `04 81 80 ${'00'.repeat(127)}`],
    ['an indefinite length', `30 80 ${'00'.repeat(130)}`],
    ['a length that is not there', '30 82 01'],
    ['a length of five bytes', '30 85 0000000001 00'],
    ['a tag of several bytes', '1f 81 01 00'],
  ])('is refused for %s', (_, bytes) => {
    expect(() => readDer(hex(bytes))).toThrow(DerError);
  });

  it('shares the bytes of its parts and passes over what follows', () => {
    const node = readDer(hex('30 05 0201ff 0500 ffff'));
    expect(node.raw.toString('hex')).toBe('30050201ff0500');
    expect(childrenOf(node).map(({ tag, content }) => [tag, content.toString('hex')])).toEqual([
      [0x02, 'ff'],
      [0x05, ''],
    ]);
  });

  it('reads object identifiers', () => {
    const oid = (bytes: string): string => readOid(readDer(hex(bytes)));
    expect(oid('06 09 2a864886f70d01010b')).toBe('1.2.840.113549.1.1.11');
    expect(oid('06 03 551d0f')).toBe('2.5.29.15');
    expect(oid('06 03 883703')).toBe('2.999.3');
    expect(oid('06 01 27')).toBe('0.39');
  });

  it('reads times of both kinds, and no others', () => {
    const time = (tag: string, text: string): Date =>
      readTime(readDer(Buffer.concat([hex(tag), Buffer.from([text.length]), Buffer.from(text)])));
    expect(time('17', '491231235959Z')).toEqual(new Date('2049-12-31T23:59:59Z'));
    expect(time('17', '500101000000Z')).toEqual(new Date('1950-01-01T00:00:00Z'));
    expect(time('18', '99991231235959Z')).toEqual(new Date('9999-12-31T23:59:59Z'));
    for (const wrong of ['20491231235959Z', '491331235959Z', '4912312359Z', '491231235959+0100']) {
      expect(() => time('17', wrong)).toThrow(/the time ".*" (is unreadable|does not exist)/);
    }
  });

  it('reads text in its encoding', () => {
    expect(readText(readDer(hex('1e 04 00fc 20ac')))).toBe('ü€');
    expect(readText(readDer(hex('1c 08 000000fc 0001f600')))).toBe('ü😀');
    expect(readText(readDer(hex('1c 04 ffffffff')))).toBe('\ufffd');
    expect(readText(readDer(hex('0c 02 c3bc')))).toBe('ü');
    expect(readText(readDer(hex('14 01 fc')))).toBe('ü');
  });

  it('never throws anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          childrenOf(readDer(Buffer.from(bytes)));
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
    );
  });
});
