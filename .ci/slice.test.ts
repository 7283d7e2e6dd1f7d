import { describe, expect, it } from 'vitest';
import { slice } from './slice.ts';

describe('a slice of the long tier', () => {
  it('is the whole without being told', () => {
    expect(slice({}).rounds(500)).toBe(500);
  });

  it('is the share that is asked for, and never nothing', () => {
    const short = slice({ RACKLESS_LONG_SLICE: '0.02', RACKLESS_LONG_SEED: '4711' });
    expect([short.seed, short.rounds(500), short.rounds(3)]).toEqual([4711, 10, 1]);
  });

  it('draws some of a list by the seed, in their order', () => {
    const list = Array.from({ length: 100 }, (_, at) => at);
    const drawn = (seed: string) => slice({ RACKLESS_LONG_SLICE: '0.1', RACKLESS_LONG_SEED: seed }).some(list);
    expect(drawn('1')).toHaveLength(10);
    expect(drawn('1')).toEqual([...drawn('1')].sort((a, b) => a - b));
    expect(drawn('2')).not.toEqual(drawn('1'));
    expect(slice({}).some(list)).toEqual(list);
  });

  it.each([
    [{ RACKLESS_LONG_SLICE: '0' }, 'RACKLESS_LONG_SLICE is "0"; it has to be above 0 and at most 1'],
    [{ RACKLESS_LONG_SLICE: '1.5' }, 'RACKLESS_LONG_SLICE is "1.5"'],
    [{ RACKLESS_LONG_SLICE: 'much' }, 'RACKLESS_LONG_SLICE is "much"'],
    [{ RACKLESS_LONG_SEED: '1.5' }, 'RACKLESS_LONG_SEED is "1.5"; it has to be a whole number'],
    [{ RACKLESS_LONG_SEED: '-1' }, 'RACKLESS_LONG_SEED is "-1"'],
  ])('refuses %o', (environment, message) => {
    expect(() => slice(environment)).toThrow(message);
  });
});
