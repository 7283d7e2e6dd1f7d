import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTabbed, tabbed } from './layout.ts';

/** As captured; host names and VRFs are invented. */
const captured = [
  '{',
  '\t"ins_api":\t{',
  '\t\t"type":\t"cli_show",',
  '\t\t"outputs":\t{',
  '\t\t\t"output":\t{',
  '\t\t\t\t"body":\t{',
  '\t\t\t\t\t"TABLE_vrf":\t{',
  '\t\t\t\t\t\t"ROW_vrf":\t[{',
  '\t\t\t\t\t\t\t\t"vrf_name":\t"default",',
  '\t\t\t\t\t\t\t\t"vrf_id":\t1',
  '\t\t\t\t\t\t\t}, {',
  '\t\t\t\t\t\t\t\t"vrf_name":\t"management",',
  '\t\t\t\t\t\t\t\t"vrf_id":\t2',
  '\t\t\t\t\t\t\t}]',
  '\t\t\t\t\t}',
  '\t\t\t\t}',
  '\t\t\t}',
  '\t\t}',
  '\t}',
  '}',
].join('\n');

describe('the layout of replies', () => {
  it('is that of the captured reply, byte for byte', () => {
    expect(tabbed(JSON.parse(captured))).toBe(captured);
    expect(isTabbed(captured)).toBe(true);
  });

  it.each([
    ['compact', JSON.stringify(JSON.parse(captured))],
    ['indented with blanks', JSON.stringify(JSON.parse(captured), null, 2)],
    ['indented with tabs, and a blank after the colon', JSON.stringify(JSON.parse(captured), null, '\t')],
    ['with rows one tab too far left', captured.replaceAll('\t\t\t\t\t\t\t\t"', '\t\t\t\t\t\t\t"')],
  ])('is not %s', (_, text) => {
    expect(isTabbed(text)).toBe(false);
  });

  it('does not ask how an empty object is broken over lines', () => {
    expect(isTabbed('{\n\t"body":\t{\n\t}\n}')).toBe(true);
    expect(isTabbed('{\n\t"body":\t{\n}\n}')).toBe(true);
  });

  it('is one of the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(tabbed(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
