import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, parseCsv } from './csv.ts';

const cellsOf = (text: string): (readonly string[])[] => parseCsv(text).map(({ cells }) => cells);

describe('CSV', () => {
  it('comes back as it was written, whatever stands in it', () => {
    const word = fc
      .string({ unit: fc.constantFrom('a', 'ü', '"', ',', ';', '\n', ' ', '=') })
      // An apostrophe is put in front of a formula, and a line without anything is no record.
      .map((text) => `x${text.replaceAll('\r', '')}`);
    const header = ['name', 'points'];
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word)), (records) => {
        expect(cellsOf(csvText([header, ...records]))).toEqual([header, ...records]);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx'])('keeps a spreadsheet from calculating %j', (text) => {
    expect(cellsOf(csvText([['name'], [text]]))).toEqual([['name'], [`'${text}`]]);
  });

  it('is read as spreadsheets of other countries write it', () => {
    expect(cellsOf('\uFEFFname;mail\r\nJosé;j@example.org\r\n\r\n')).toEqual([
      ['name', 'mail'],
      ['José', 'j@example.org'],
    ]);
    expect(cellsOf('name\tseat\nLi\t4')).toEqual([
      ['name', 'seat'],
      ['Li', '4'],
    ]);
  });

  it('has the line of each record, after cells of several lines, too', () => {
    expect(parseCsv('name\n"a\nb"\n\nc\n').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it.each([
    ['name\n"a', 2, 'nothing closes this quotation mark'],
    ['name\na"b', 2, 'stands in quotation marks'],
    ['name\n\n"a"b', 3, "comes ',' or the end of the line"],
  ])('says where quotation marks do not pair: %j', (text, line, message) => {
    expect(() => parseCsv(text)).toThrow(expect.objectContaining({ line, message: expect.stringContaining(message) }));
  });
});
