import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManagedObject } from './class.ts';
import { RestError } from './error.ts';
import { readFilter } from './filter.ts';

const vlan = (name: string, id: string): ManagedObject => ({
  cls: { name: 'l2BD', rn: '', configurable: [], attributes: () => ({}) },
  name: `vlan-${id}`,
  dn: '',
  rn: '',
  attributes: { name, id },
});

describe('query-target-filter', () => {
  it.each([
    ['eq(l2BD.name,"servers")', true],
    ['eq(l2BD.name,"server")', false],
    ['ne(l2BD.name,"x")', true],
    ['eq(l2BD.id,10)', true],
    ['gt(l2BD.id,"9")', true],
    ['le(l2BD.id,"9")', false],
    ['wcard(l2BD.name,"^ser.*s$")', true],
    ['wcard(l2BD.name,"rve")', true],
    ['and(eq(l2BD.id,"10"),eq(l2BD.name,"x"))', false],
    ['or(eq(l2BD.id,"10"),eq(l2BD.name,"x"))', true],
    ['not(eq(l2BD.id,"10"))', false],
    ['eq(l1PhysIf.name,"servers")', false],
    ['ne(l2BD.mtu,"1")', false],
    ['eq(l2BD.name,"a,b)")', false],
  ])('%s is %s', (text, wanted) => {
    expect(readFilter(text)(vlan('servers', '10'))).toBe(wanted);
  });

  it.each(['eq', 'eq(', 'eq(l2BD)', 'eq(l2BD.name)', 'eq(l2BD.name,"x)', 'maybe(l2BD.name,"x")', 'eq(l2BD.name,"x"))'])(
    'refuses %s',
    (text) => {
      expect(() => readFilter(text)).toThrow(RestError);
    },
  );

  it('refuses a pattern that is none, and nesting without end', () => {
    expect(() => readFilter('wcard(l2BD.name,"(")')).toThrow(RestError);
    expect(() => readFilter('not('.repeat(5_000))).toThrow(RestError);
  });

  it('never fails in another way', () => {
    const piece = fc.constantFrom('eq', 'and', 'not', 'wcard', '(', ')', ',', '"', 'l2BD', '.', 'name', '[', '\\');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          readFilter(pieces.join(''))(vlan('servers', '10'));
        } catch (error) {
          expect(error).toBeInstanceOf(RestError);
        }
      }),
    );
  });
});
