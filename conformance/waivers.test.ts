import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from './requirement.ts';
import type { Finding } from './run.ts';
import { fakeRequirement } from './testing/fake-suite.ts';
import { readWaivers, type Waiver, waive } from './waivers.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rackless-waivers-'));
});
afterAll(() => rm(folder, { recursive: true }));

const today = new Date('2026-11-22T12:00:00Z');
const [requirement] = register([fakeRequirement('FK-A-0001')]);

function finding(check: string, outcome: Finding['outcome'], release = '9.3(5)'): Finding {
  if (!requirement) throw new Error('no requirement');
  return { check, case: 'FK', kind: 'fake', release, outcome, requirement };
}

const one = (changes: Partial<Waiver> = {}): Waiver => ({
  check: 'FK.a',
  reason: 'a build of ours',
  owner: 'netlab',
  expires: '2026-12-31',
  at: 'w.yaml:1',
  ...changes,
});
const known = new Set(['FK.a', 'FK.b']);
const laid = (found: Finding[], ...waivers: Waiver[]) => {
  const { findings, troubles } = waive(found, waivers, known, today);
  return { outcomes: findings.map(({ outcome }) => outcome), troubles };
};

describe('a waiver', () => {
  it('covers a deviation of its check, and says who answers for it', () => {
    const { findings } = waive([finding('FK.a', 'fail')], [one()], known, today);
    expect(findings[0]).toMatchObject({ outcome: 'waived', why: 'a build of ours (netlab, until 2026-12-31)' });
  });

  it('covers no other check, kind or release', () => {
    expect(laid([finding('FK.b', 'fail')], one()).outcomes).toEqual(['fail']);
    expect(laid([finding('FK.a', 'fail')], one({ kind: 'other' })).outcomes).toEqual(['fail']);
    const both = [finding('FK.a', 'fail', '9.3(5)'), finding('FK.a', 'fail', '10.2(3)')];
    expect(laid(both, one({ release: '10.2(3)' })).outcomes).toEqual(['fail', 'waived']);
  });

  it('of a check that passes is stale', () => {
    expect(laid([finding('FK.a', 'pass')], one()).troubles).toEqual([
      expect.stringMatching(/w\.yaml:1: FK\.a .*passes/),
    ]);
    expect(laid([finding('FK.a', 'pass', '10.2(3)'), finding('FK.a', 'fail')], one()).troubles).toEqual([]);
  });

  it.each(['could-not-run', 'harness-error', 'not-selected', 'not-applicable'] as const)(
    'is neither used nor stale where the check is %s',
    (outcome) => {
      expect(laid([finding('FK.a', outcome)], one())).toEqual({ outcomes: [outcome], troubles: [] });
    },
  );

  it.each([
    ['over', { expires: '2026-11-21' }, /which is over/],
    ['too far ahead', { expires: '2027-05-30' }, /180 days/],
    ['of an unknown check', { check: 'FK.z' }, /is no check/],
    ['with a day that does not exist', { expires: '2026-13-31' }, /which is over/],
  ])('that is %s covers nothing, and is told', (_, changes, trouble) => {
    const { outcomes, troubles } = laid([finding('FK.a', 'fail')], one(changes));
    expect([outcomes, troubles]).toEqual([['fail'], [expect.stringMatching(trouble)]]);
  });

  it('holds on its last day', () => {
    expect(laid([finding('FK.a', 'fail')], one({ expires: '2026-11-22' })).outcomes).toEqual(['waived']);
  });

  it('given twice is told', () => {
    const found = laid([finding('FK.a', 'fail')], one(), one({ at: 'w.yaml:9' }));
    expect(found.troubles).toEqual(['w.yaml:9: FK.a is waived twice, first at w.yaml:1']);
  });
});

describe('a file of waivers', () => {
  const file = () => join(folder, 'w.yaml');
  const read = async (text: string) => {
    await writeFile(file(), text);
    return readWaivers(file());
  };
  const good = '- check: FK.a\n  reason: r\n  owner: o\n  expires: 2026-12-31\n';

  it('is a list, each entry with its line', async () => {
    expect(await read(`# ours\n${good}${good}`)).toMatchObject([
      { check: 'FK.a', expires: '2026-12-31', at: `${file()}:2` },
      { at: `${file()}:6` },
    ]);
    expect(await read('')).toEqual([]);
  });

  it.each([
    ['no list', 'check: x\n', /write a list/],
    ['no owner', good.replace('  owner: o\n', ''), /w\.yaml:1: owner/],
    ['a member nobody knows', `${good}  colour: red\n`, /w\.yaml:1: .*colour/],
    ['a day that is none', good.replace('2026-12-31', 'never'), /w\.yaml:4: expires: write a day as/],
    ['no YAML', '- check: [\n', /w\.yaml:\d+: /],
  ])('with %s says where', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('that is not there is told', async () => {
    await expect(readWaivers(join(folder, 'none'))).rejects.toThrow(/cannot be read/);
  });
});
