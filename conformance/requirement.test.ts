import { describe, expect, it } from 'vitest';
import { citationText, cite, deviationOutcome, register } from './requirement.ts';
import { fakeRequirement } from './testing/fake-suite.ts';

describe('a register', () => {
  it('fills in must, vendor and every version', () => {
    expect(register([fakeRequirement('FK-A-0001')])).toEqual([
      expect.objectContaining({ id: 'FK-A-0001', level: 'must', origin: 'vendor', versions: '*' }),
    ]);
  });

  it.each([
    ['a malformed id', [fakeRequirement('FK-A-1')], /FK-A-1/],
    ['an id given twice', [fakeRequirement('FK-A-0001'), fakeRequirement('FK-A-0001')], /FK-A-0001 is defined twice/],
    ['a statement without full stop', [fakeRequirement('FK-A-0001', { statement: 'It works' })], /FK-A-0001/],
    ['an unreadable range', [fakeRequirement('FK-A-0001', { versions: '9.x' })], /9\.x/],
  ])('refuses %s', (_, drafts, message) => {
    expect(() => register(drafts)).toThrow(message);
  });
});

describe('a deviation', () => {
  it.each([
    ['must', 'fail'],
    ['should', 'warn'],
    ['may', 'warn'],
  ] as const)('from a %s is a %s', (level, outcome) => {
    expect(deviationOutcome(level)).toBe(outcome);
  });
});

describe('what is inferred', () => {
  it('binds nobody', () => {
    expect(register([fakeRequirement('FK-A-0001', { evidence: 'inferred' })])[0]?.level).toBe('may');
    expect(() => register([fakeRequirement('FK-A-0001', { evidence: 'inferred', level: 'must' })])).toThrow(
      /binds nobody/,
    );
  });
});

it('a citation names edition and place', () => {
  expect(citationText(cite('Guide', 'page 7', '9.x'))).toBe('Guide (9.x): page 7');
  expect(citationText(cite('Guide', 'page 7'))).toBe('Guide: page 7');
});
