import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitDn } from './name.ts';
import { locateDn } from './tree.ts';

describe('a distinguished name', () => {
  it('is not cut by slashes inside brackets', () => {
    expect(splitDn('sys/intf/phys-[eth1/1]/phys')).toEqual(['sys', 'intf', 'phys-[eth1/1]', 'phys']);
  });

  it.each(['', 'sys/', '/sys', 'sys//bd', 'sys/bd-[1', 'sys/bd-1]'])('is not one: %j', (dn) => {
    expect(splitDn(dn)).toBeUndefined();
    expect(locateDn(dn)).toBeUndefined();
  });

  it('comes back from what it leads to', () => {
    const part = fc.stringMatching(/^[a-z0-9/-]{1,12}$/);
    fc.assert(
      fc.property(part, (name) => {
        const place = locateDn(`sys/inst-[${name}]`);
        expect([place?.cls.name, place?.name, place?.dn]).toEqual(['l3Inst', name, `sys/inst-[${name}]`]);
      }),
    );
  });

  it('of a child has the name of its parent', () => {
    const place = locateDn('sys/intf/phys-[eth1/7]/dbgEtherStats');
    expect([place?.cls.name, place?.name]).toEqual(['rmonEtherStats', 'eth1/7']);
  });
});
