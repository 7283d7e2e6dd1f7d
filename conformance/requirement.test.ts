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
    ['must', 'documented', 'fail'],
    ['must', 'recorded', 'fail'],
    ['must', 'client', 'fail'],
    ['must', 'inferred', 'warn'],
    ['should', 'documented', 'warn'],
    ['may', 'recorded', 'warn'],
  ] as const)('from a %s that is %s is a %s', (level, evidence, outcome) => {
    expect(deviationOutcome({ level, evidence })).toBe(outcome);
  });
});

it('a citation names edition and place', () => {
  expect(citationText(cite('Guide', 'page 7', '9.x'))).toBe('Guide (9.x): page 7');
  expect(citationText(cite('Guide', 'page 7'))).toBe('Guide: page 7');
});
