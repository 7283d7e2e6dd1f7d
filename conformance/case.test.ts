import { describe, expect, it } from 'vitest';
import { defineCase } from './case.ts';
import { equal } from './judgement.ts';
import { cite } from './requirement.ts';
import { defineSuite } from './suite.ts';
import { fakeRequirement, fakeSuite } from './testing/fake-suite.ts';

const drive = async () => ({ seen: 1 });
const judge = ({ seen }: { seen: number }) => equal(1, seen);

const short = defineCase({
  id: 'FK-S-0001',
  covers: 'One is seen.',
  source: cite('A test', 'here'),
  evidence: 'documented',
  touches: 'read',
  versions: '>=9.2',
  killedBy: ['fake.sees-two'],
  drive,
  judge,
});

describe('the short form', () => {
  it('is one check of the case’s own id over a requirement stated in place', () => {
    expect(short.checks).toEqual([
      expect.objectContaining({ id: 'FK-S-0001', requirement: 'FK-S-0001', killedBy: ['fake.sees-two'] }),
    ]);
    expect(short.requirements).toEqual([
      expect.objectContaining({ id: 'FK-S-0001', statement: 'One is seen.', level: 'must', versions: '>=9.2' }),
    ]);
    expect(short.title).toBe('One is seen.');
  });

  it('needs no other register', () => {
    expect(fakeSuite([], [short]).requirements.get('FK-S-0001')?.statement).toBe('One is seen.');
  });
});

describe('the long form', () => {
  const long = (checks: { id: string; requirement: string }[], id = 'FK-LONG') =>
    defineCase({ id, title: 'Long', touches: 'read', drive, checks: checks.map((one) => ({ ...one, judge })) });

  it('names its checks after the case', () => {
    expect(long([{ id: 'one', requirement: 'FK-A-0001' }]).checks.map((one) => one.id)).toEqual(['FK-LONG.one']);
  });

  it.each([
    [
      'a requirement that no register has',
      [long([{ id: 'one', requirement: 'FK-A-0009' }])],
      /FK-LONG\.one.*FK-A-0009/,
    ],
    [
      'a check named twice',
      [
        long([
          { id: 'one', requirement: 'FK-A-0001' },
          { id: 'one', requirement: 'FK-A-0001' },
        ]),
      ],
      /two checks/,
    ],
    ['a case named twice', [long([], 'FK-X'), long([], 'FK-X')], /FK-X is given twice/],
  ])('is refused in a suite with %s', (_, cases, message) => {
    expect(() => fakeSuite([fakeRequirement('FK-A-0001')], cases)).toThrow(message);
  });

  it('may not define a requirement that the register has', () => {
    expect(() => fakeSuite([fakeRequirement('FK-S-0001')], [short])).toThrow(/FK-S-0001 is defined twice/);
  });

  it('is refused at a release that is none', () => {
    const good = fakeSuite([], [short]);
    expect(() => defineSuite({ ...good, requirements: [], releases: ['latest'] })).toThrow(/latest/);
  });
});
