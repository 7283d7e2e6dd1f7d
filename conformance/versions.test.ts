import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { compareVersions, inRange, parseVersion } from './versions.ts';

const number = fc.nat({ max: 40 });
const train = fc.constantFrom('', 'I', 'F', 'A');
/** Versions in the forms that our devices print. */
const version = fc.oneof(
  fc.tuple(number, number, number).map(([a, b, c]) => `${a}.${b}(${c})`),
  fc
    .tuple(number, number, number, train, number, number)
    .map(([a, b, c, t, d, e]) => `${a}.${b}(${c})${t}${t && `${d}(${e})`}`),
  fc.array(number, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
);

describe('the order of versions', () => {
  it.each([
    ['7.0(3)I7(4)', '9.3(5)'],
    ['7.0(3)I4(6)', '7.0(3)I7(4)'],
    ['7.0(3)F1(1)', '7.0(3)I2(5)'],
    ['7.0(3)', '7.0(3)I1(1)'],
    ['9.3(5)', '9.3(10)'],
    ['9.3(5)', '9.3(5)a'],
    ['9.3(5)', '10.2(3)'],
    ['2.5.1', '3.0'],
    ['6.4.5', '6.4.13'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it('does not count missing parts, nor the case of letters', () => {
    expect(compareVersions('3.1', '3.1.0.0')).toBe(0);
    expect(compareVersions('9.3(5)', '9.3.5')).toBe(0);
    expect(compareVersions('7.0(3)i7(4)', '7.0(3)I7(4)')).toBe(0);
  });

  it('is antisymmetric and holds each version equal to itself', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      }),
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compareVersions);
        expect(compareVersions(a ?? '', b ?? '')).toBeLessThanOrEqual(0);
        expect(compareVersions(b ?? '', c ?? '')).toBeLessThanOrEqual(0);
        expect(compareVersions(a ?? '', c ?? '')).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each(['', 'nxos', '(3)', '9.3 (5)', '9;3'])('refuses %j as a version', (text) => {
    expect(() => parseVersion(text)).toThrow(UsageError);
  });

  it('reads long nonsense in no time', () => {
    expect(() => parseVersion(`${'1'.repeat(100_000)}!`)).toThrow(UsageError);
  });
});

describe('ranges', () => {
  it.each([
    ['*', '9.3(5)', true],
    ['<9.2(1)', '7.0(3)I7(4)', true],
    ['<9.2(1)', '9.2(1)', false],
    ['>=9.2(1) <10', '9.3(5)', true],
    ['>=9.2(1) <10', '10.2(3)', false],
    ['<=7.0(3)I7(4)', '7.0(3)I7(4)', true],
    ['<8 || >=10', '7.0(3)I7(4)', true],
    ['<8 || >=10', '9.3(5)', false],
    ['=9.3(5)', '9.3(5)', true],
  ])('%s and %s: %s', (range, at, expected) => {
    expect(inRange(at, range)).toBe(expected);
  });

  it('split every version into older and not older', () => {
    fc.assert(
      fc.property(version, version, (at, bound) => {
        expect(inRange(at, `<${bound}`)).toBe(!inRange(at, `>=${bound}`));
        expect(inRange(at, `>${bound}`)).toBe(!inRange(at, `<=${bound}`));
        expect(inRange(at, `>=${bound} <=${bound}`)).toBe(inRange(at, `=${bound}`));
      }),
    );
  });

  it.each(['9.3(5)', '>=', '~9.3', '>=9.3(5) and more', ''])('refuses %j', (range) => {
    expect(() => inRange('9.3(5)', range)).toThrow(UsageError);
  });
});
