import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Case, defineCase } from './case.ts';
import { CouldNotRun } from './errors.ts';
import { differs, type Judgement, unseen } from './judgement.ts';
import { type Finding, type RunOptions, run } from './run.ts';
import { plan } from './select.ts';
import type { Target } from './target.ts';
import { fakeRequirement, fakeSuite } from './testing/fake-suite.ts';
import { fakeTarget } from './testing/fake-target.ts';

const requirements = [
  fakeRequirement('FK-A-0001'),
  fakeRequirement('FK-A-0002', { level: 'should' }),
  fakeRequirement('FK-A-0003', { evidence: 'inferred' }),
];

type Parts = Partial<Pick<Case, 'drive' | 'timeoutMs' | 'needs' | 'versions'>> & {
  judge?: (seen: object) => Judgement;
  requirement?: string;
};

const caseOf = (id: string, { judge = () => true, requirement = 'FK-A-0001', drive, ...rest }: Parts) =>
  defineCase({
    id,
    title: id,
    touches: 'read',
    ...rest,
    drive: async (t) => Object(await drive?.(t)),
    checks: [{ id: 'c', requirement, judge }],
  });

const never = new AbortController().signal;

function runAll(cases: Case[], target: Target = fakeTarget(), options: Partial<RunOptions> = {}) {
  const suite = fakeSuite(requirements, cases);
  const planned = plan(suite, target.release, { only: [], skip: ['*-SKIP'], allow: 'simulator-only' });
  return run(suite, planned, target, { signal: never, ...options });
}

async function outcome(parts: Parts, target?: Target): Promise<Finding | undefined> {
  return (await runAll([caseOf('FK-ONE', parts)], target)).findings[0];
}

describe('a check', () => {
  it('passes when its judge says so', async () => {
    expect(await outcome({})).toMatchObject({
      check: 'FK-ONE.c',
      case: 'FK-ONE',
      kind: 'fake',
      release: '9.3(5)',
      outcome: 'pass',
    });
  });

  it.each([
    ['FK-A-0001', 'fail'],
    ['FK-A-0002', 'warn'],
    ['FK-A-0003', 'warn'],
  ])('that deviates from %s is a %s', async (requirement, expected) => {
    expect(await outcome({ requirement, judge: () => differs('a', 'b', 'mend it') })).toMatchObject({
      outcome: expected,
      expected: 'a',
      observed: 'b',
      next: 'mend it',
    });
  });

  it('whose situation never arose could not run', async () => {
    expect(await outcome({ judge: () => unseen('no cookie') })).toMatchObject({
      outcome: 'could-not-run',
      why: 'no cookie',
    });
  });

  it('whose judge throws is a harness error', async () => {
    const judge = (): Judgement => {
      throw new Error('a typo');
    };
    expect(await outcome({ judge })).toMatchObject({ outcome: 'harness-error', why: 'judging: a typo' });
  });

  it('sees what a recording would hold: plain data', async () => {
    const seen: unknown[] = [];
    await outcome({
      drive: async () => ({ at: new Date(0), nothing: undefined }),
      judge: (observations) => {
        seen.push(observations);
        return true;
      },
    });
    expect(seen).toStrictEqual([{ at: '1970-01-01T00:00:00.000Z' }]);
  });
});

describe('a case', () => {
  it.each([
    [
      'refused by the target',
      () => Promise.reject(new CouldNotRun('refuses connections')),
      'could-not-run',
      'refuses connections',
    ],
    ['broken', () => Promise.reject(new Error('a typo')), 'harness-error', 'driving the case: a typo'],
    ['that never ends', () => new Promise<never>(() => {}), 'could-not-run', 'the case did not end within 0.01 s'],
  ])('%s is told so', async (_, drive, expected, why) => {
    expect(await outcome({ drive, timeoutMs: 10 })).toMatchObject({ outcome: expected, why });
  });

  it('that needs what the target lacks could not run, and is not driven', async () => {
    let driven = false;
    const drive = async () => {
      driven = true;
    };
    expect(await outcome({ needs: ['ssh', 'clock'], drive }, fakeTarget({ provides: new Set(['ssh']) }))).toMatchObject(
      {
        outcome: 'could-not-run',
        why: 'the target offers no clock',
      },
    );
    expect(driven).toBe(false);
  });

  it('of another release is not applicable, one skipped is not selected; neither is driven', async () => {
    const drive = () => Promise.reject(new Error('driven'));
    const { findings } = await runAll([caseOf('FK-OLD', { versions: '<9', drive }), caseOf('FK-SKIP', { drive })]);
    expect(findings.map((one) => one.outcome)).toEqual(['not-applicable', 'not-selected']);
  });

  it('does not hold up the others', async () => {
    const { findings } = await runAll([
      caseOf('FK-HANGS', { drive: () => new Promise(() => {}), timeoutMs: 20 }),
      caseOf('FK-THROWS', { drive: () => Promise.reject(new Error('x')) }),
      caseOf('FK-GOOD', {}),
    ]);
    expect(findings.map((one) => one.outcome)).toEqual(['could-not-run', 'harness-error', 'pass']);
  });

  it('is undone in reverse after it, also when it was given up; what stays is residue', async () => {
    const done: string[] = [];
    const { residue } = await runAll([
      caseOf('FK-LEAVES', {
        timeoutMs: 20,
        drive: async (t) => {
          t.undo('first', async (later) => {
            done.push(`first, ${later.signal.aborted ? 'given up' : 'fresh'}`);
          });
          t.undo('second', () => Promise.reject(new Error('it is stuck')));
          await new Promise(() => {});
        },
      }),
    ]);
    expect(done).toEqual(['first, fresh']);
    expect(residue).toEqual(['FK-LEAVES, second: it is stuck']);
  });

  it('closes its own device and removes its directory', async () => {
    const { access } = await import('node:fs/promises');
    let closed = 0;
    let directory = '';
    const target = fakeTarget();
    const fresh = async () => ({
      ...(await target.standing()),
      close: async () => {
        closed++;
      },
    });
    await outcome(
      {
        drive: async (t) => {
          await t.fresh();
          directory = await t.scratch();
        },
      },
      { ...target, fresh },
    );
    expect(closed).toBe(1);
    await expect(access(directory)).rejects.toThrow(/ENOENT/);
  });

  it('given up while its device starts leaves no device behind', async () => {
    let closed: (() => void) | undefined;
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const target = fakeTarget();
    const fresh = async () => {
      await pause(50);
      return { ...(await target.standing()), close: async () => closed?.() };
    };
    const found = await outcome({ timeoutMs: 5, drive: (t) => t.fresh() }, { ...target, fresh });
    expect(found?.outcome).toBe('could-not-run');
    await closing;
  });

  it('shares what is made once in a run', async () => {
    let made = 0;
    const drive: Case['drive'] = (t) => t.once('key', async () => ({ n: ++made }));
    await runAll([caseOf('FK-X', { drive }), caseOf('FK-Y', { drive })]);
    expect(made).toBe(1);
  });

  it('leaves no secret in a finding', async () => {
    const drive: Case['drive'] = async (t) => ({ password: (await t.device()).password });
    const judge = (seen: object) => differs('none', JSON.stringify(seen));
    expect(await outcome({ drive, judge })).toMatchObject({ observed: '{"password":"‹password#1›"}' });
  });
});

describe('a run', () => {
  it('drives at most as many cases at a time as it may', async () => {
    let now = 0;
    let most = 0;
    const drive = async () => {
      most = Math.max(most, ++now);
      await pause(5);
      now--;
    };
    const cases = Array.from({ length: 9 }, (_, i) => caseOf(`FK-${'ABCDEFGHI'[i]}`, { drive }));
    await runAll(cases, fakeTarget(), { parallel: 3 });
    expect(most).toBe(3);
  });

  it('goes one case at a time at a target that is no simulator', async () => {
    let now = 0;
    let most = 0;
    const drive = async () => {
      most = Math.max(most, ++now);
      await pause(1);
      now--;
    };
    await runAll([caseOf('FK-X', { drive }), caseOf('FK-Y', { drive })], fakeTarget({ simulated: false }));
    expect(most).toBe(1);
  });

  it('gives its findings in the order of the plan, whichever case ends first', async () => {
    const slow = caseOf('FK-SLOW', { drive: () => pause(20) });
    const { findings } = await runAll([slow, caseOf('FK-FAST', {})]);
    expect(findings.map((one) => one.case)).toEqual(['FK-SLOW', 'FK-FAST']);
  });

  it('drives in another order when told, and gives its findings in the order of the plan all the same', async () => {
    const driven: string[] = [];
    const cases = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) =>
      caseOf(`FK-${letter}`, { drive: async () => driven.push(letter) }),
    );
    const { findings } = await runAll(cases, fakeTarget(), { parallel: 1, shuffle: 7 });
    expect(driven.join('')).not.toBe('ABCDEF');
    expect([...driven].sort().join('')).toBe('ABCDEF');
    expect(findings.map((one) => one.case)).toEqual(cases.map(({ id }) => id));
  });

  it('that is interrupted gives up what is under way, begins nothing more, and keeps what was judged', async () => {
    const stop = new AbortController();
    const { findings, complete } = await runAll(
      [
        caseOf('FK-DONE', {}),
        caseOf('FK-UNDER-WAY', {
          drive: async () => {
            stop.abort();
            await new Promise(() => {});
          },
        }),
        caseOf('FK-LATER', {}),
      ],
      fakeTarget(),
      { signal: stop.signal, parallel: 1 },
    );
    expect(findings.map((one) => one.outcome)).toEqual(['pass', 'could-not-run', 'could-not-run']);
    expect(complete).toBe(false);
  });

  it('tells its progress', async () => {
    const told: string[] = [];
    await runAll([caseOf('FK-X', {}), caseOf('FK-SKIP', {})], fakeTarget(), { progress: (id) => told.push(id) });
    expect(told).toEqual(['FK-X']);
  });
});
