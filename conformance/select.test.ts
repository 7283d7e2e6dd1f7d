import { describe, expect, it } from 'vitest';
import { defineCase, type Touches } from './case.ts';
import { plan, type Selection, unmatched } from './select.ts';
import { fakeRequirement, fakeSuite } from './testing/fake-suite.ts';

const one = (id: string, touches: Touches, versions: string, requirements: string[]) =>
  defineCase({
    id,
    title: id,
    touches,
    versions,
    drive: async () => ({}),
    checks: requirements.map((requirement, i) => ({ id: `c${i}`, requirement, judge: () => true as const })),
  });

const suite = fakeSuite(
  [fakeRequirement('FK-A-0001'), fakeRequirement('FK-A-0002', { versions: '<9' }), fakeRequirement('FK-B-0001')],
  [
    one('FK-READ', 'read', '*', ['FK-A-0001', 'FK-A-0002']),
    one('FK-CONF', 'config', '*', ['FK-B-0001']),
    one('FK-OLD', 'read', '<9', ['FK-A-0001']),
    one('FK-SIM', 'simulator-only', '*', ['FK-B-0001']),
  ],
);

function chosen(changes: Partial<Selection>, release = '9.3(5)'): string[] {
  const everything: Selection = { only: [], skip: [], allow: 'simulator-only' };
  return plan(suite, release, { ...everything, ...changes }).flatMap(({ choices }) =>
    [...choices].filter(([, choice]) => choice.chosen).map(([check]) => check.id),
  );
}

describe('a plan', () => {
  it('takes what speaks of the release', () => {
    expect(chosen({})).toEqual(['FK-READ.c0', 'FK-CONF.c0', 'FK-SIM.c0']);
    expect(chosen({}, '7.0(3)I7(4)')).toEqual(['FK-READ.c0', 'FK-READ.c1', 'FK-CONF.c0', 'FK-OLD.c0', 'FK-SIM.c0']);
  });

  it.each<[string, Partial<Selection>, string[]]>([
    ['a case by its id', { only: ['FK-READ'] }, ['FK-READ.c0']],
    ['a check by its id', { only: ['fk-conf.c0'] }, ['FK-CONF.c0']],
    ['a requirement by its id, wherever it is judged', { only: ['FK-B-0001'] }, ['FK-CONF.c0', 'FK-SIM.c0']],
    ['a pattern', { only: ['FK-*.c0'], skip: ['FK-SIM*'] }, ['FK-READ.c0', 'FK-CONF.c0']],
    ['nothing of that name', { only: ['FK-NONE'] }, []],
    ['all but one', { skip: ['FK-READ'] }, ['FK-CONF.c0', 'FK-SIM.c0']],
    ['reading only', { allow: 'read' }, ['FK-READ.c0']],
    ['configuring at most', { allow: 'config' }, ['FK-READ.c0', 'FK-CONF.c0']],
  ])('takes %s', (_, selection, expected) => {
    expect(chosen(selection)).toEqual(expected);
  });

  it('takes a dot as a dot', () => {
    expect(chosen({ only: ['FK-READxc0'] })).toEqual([]);
  });

  it('keeps what is not taken, with the reason', () => {
    const [reading, conf] = plan(suite, '9.3(5)', { only: [], skip: [], allow: 'read' });
    expect([...(reading?.choices.values() ?? [])][1]).toEqual({
      chosen: false,
      outcome: 'not-applicable',
      why: expect.stringContaining('<9'),
    });
    expect([...(conf?.choices.values() ?? [])]).toEqual([
      { chosen: false, outcome: 'not-selected', why: expect.stringContaining('--allow') },
    ]);
  });
});

it('patterns that name nothing are told apart', () => {
  expect(unmatched(['FK-READ', 'FK-*', 'FK-B-0001', 'NX-*', 'FK-READ.c7'], [suite])).toEqual(['NX-*', 'FK-READ.c7']);
});
