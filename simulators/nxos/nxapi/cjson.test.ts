import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printCjson } from './cjson.ts';

describe('the layout of NX-API replies', () => {
  it('has tabs after colons, and members of objects in arrays two tabs deeper', () => {
    const rows = [
      { vrf_name: 'default', vrf_id: 1 },
      { vrf_name: 'management', vrf_id: 2 },
    ];
    expect(printCjson({ body: { TABLE_vrf: { ROW_vrf: rows } } })).toBe(
      [
        '{',
        '\t"body":\t{',
        '\t\t"TABLE_vrf":\t{',
        '\t\t\t"ROW_vrf":\t[{',
        '\t\t\t\t\t"vrf_name":\t"default",',
        '\t\t\t\t\t"vrf_id":\t1',
        '\t\t\t\t}, {',
        '\t\t\t\t\t"vrf_name":\t"management",',
        '\t\t\t\t\t"vrf_id":\t2',
        '\t\t\t\t}]',
        '\t\t}',
        '\t}',
        '}',
      ].join('\n'),
    );
  });

  it('says what JSON says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(printCjson(JSON.parse(JSON.stringify(value))))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
