import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, int, list, type Row, rows, tables, text } from './rows.ts';

const row = fc.dictionary(
  fc.constantFrom('intf-name', 'state', 'mtu', 'desc'),
  fc.oneof(fc.string(), fc.integer(), fc.constant({}), fc.constant(null)),
  { minKeys: 1 },
);

/** The layouts in which releases write the same rows. */
function layouts(all: Row[]): unknown[] {
  if (all.length === 0) return [undefined, '', {}, null, { ROW_x: [] }, { ROW_x: '' }, { ROW_x: {} }, []];
  const [only] = all;
  return [
    { ROW_x: all },
    all.map((one) => ({ ROW_x: one })),
    all.map((one) => ({ ROW_x: [one] })),
    ...(all.length === 1 ? [{ ROW_x: only }, [{ ROW_x: only }]] : []),
  ];
}

describe('rows', () => {
  it('gives the same rows for every layout of a table', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (all) => {
        for (const table of layouts(all)) expect(rows({ TABLE_x: table, other: 1 }, 'TABLE_x', 'ROW_x')).toEqual(all);
      }),
    );
  });

  it('gives none for a body without the table', () => {
    expect(rows({ neigh_count: '0' }, 'TABLE_nbor', 'ROW_nbor')).toEqual([]);
  });

  it('keeps tables at TABLE level apart', () => {
    const body = { TABLE_x: [{ ROW_x: { a: 1 } }, { ROW_x: [{ a: 2 }, { a: 3 }] }] };
    expect(tables(body, 'TABLE_x')).toHaveLength(2);
    expect(rows(body, 'TABLE_x', 'ROW_x')).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('never throws, whatever the body is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('TABLE_x', 'y'), fc.jsonValue()), (body) => {
        expect(Array.isArray(rows(body, 'TABLE_x', 'ROW_x'))).toBe(true);
      }),
    );
  });
});

describe('columns', () => {
  it('turns parallel lists into the rows they were made of', () => {
    const entry = fc.record({ fname: fc.string(), fsize: fc.string() });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), (entries) => {
        const parallel = { fname: entries.map(({ fname }) => fname), fsize: entries.map(({ fsize }) => fsize) };
        expect(columns(parallel)).toEqual(entries);
      }),
    );
  });

  it.each([
    [{ device_id: 'a', capability: ['router', 'switch'] }],
    [{ a: ['1', '2'], b: ['3'] }],
    [{ fname: 'x' }],
    [{}],
  ])('leaves %j as it is', (one) => {
    expect(columns(one)).toEqual([one]);
  });
});

describe('int', () => {
  it('reads a number and its text alike, with the device’s padding', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (number) => {
        expect(int(number)).toBe(number);
        expect(int(String(number))).toBe(number);
        expect(int(` ${number}   \n`)).toBe(number);
      }),
    );
  });

  it.each([
    [''],
    ['--'],
    ['-'],
    ['N/A'],
    ['1.5'],
    ['0x10'],
    ['12 kB'],
    [{}],
    [null],
    [undefined],
    [true],
    [1.5],
    [['1']],
  ])('does not take %j for a number', (value) => {
    expect(int(value)).toBeUndefined();
  });
});

describe('text and list', () => {
  it.each([[''], [{}], [null], [undefined], [[]]])('know %j as empty', (value) => {
    expect(text(value)).toBeUndefined();
    expect(list(value)).toEqual([]);
  });

  it('keep the padding of a value', () => {
    expect(text('80  ')).toBe('80  ');
    expect(text(1500)).toBe('1500');
  });

  it('read one value and several alike', () => {
    expect(list('host')).toEqual(['host']);
    expect(list(['router', 'switch', ''])).toEqual(['router', 'switch']);
  });
});
