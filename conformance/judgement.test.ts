import { describe, expect, it } from 'vitest';
import { all, differs, equal, holds, matches, unseen } from './judgement.ts';

describe('a judgement', () => {
  it('of equal values does not mind key order, and shows both where they differ', () => {
    expect(equal({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(equal({ a: 1 }, { a: '1' })).toEqual({ expected: '{"a":1}', observed: '{"a":"1"}' });
    expect(equal('x', undefined)).toEqual({ expected: 'x', observed: 'nothing' });
  });

  it('of a text says what was looked for', () => {
    expect(matches(/^b/m, 'a\nb', 'a b')).toBe(true);
    expect(matches(/c/, '', 'a c')).toEqual({ expected: 'a c', observed: 'no text' });
  });

  it('of several is the first that is no pass', () => {
    expect(all(true, true)).toBe(true);
    expect(all(true, unseen('not there'), differs('a', 'b'))).toEqual({ unseen: 'not there' });
    expect(all(holds(false, 'one', 'none', 'look again'), unseen('x'))).toEqual({
      expected: 'one',
      observed: 'none',
      next: 'look again',
    });
  });
});
