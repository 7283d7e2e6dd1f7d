import { beforeAll, describe, expect, it } from 'vitest';
import { unseen } from '../judgement.ts';
import { cite } from '../requirement.ts';
import { playbookNamed, playbooks } from './catalogue.ts';
import { control, type Evidence } from './evidence.ts';
import { definePlaybook, type Playbook, type Rule, rule } from './playbook.ts';
import { referenceAutomation } from './reference/references.ts';
import { play } from './runs.ts';
import { verdictOf, verdicts } from './verdicts.ts';

const silent: Evidence = {
  run: control,
  expect: 'success',
  given: {
    playbook: '',
    run: control,
    folder: '',
    caFile: '',
    knownHostsFile: '',
    devices: [],
    certificates: {},
    values: {},
  },
  trace: [],
  exit: 0,
  end: { devices: {}, answers: {} },
};

const made = (more: Partial<Rule>): Rule => ({
  ...rule({
    name: 'one',
    id: 'ANY-TEST-0001',
    says: 'It is so.',
    source: cite('A test', 'here'),
    arises: () => true,
    judge: () => true,
  }),
  ...more,
});

describe('a verdict', () => {
  it('is never yes where the situation arose in no run', () => {
    expect(verdictOf(made({ arises: () => false }), [silent])).toMatchObject({ outcome: 'could-not-run' });
    expect(verdictOf(made({}), [])).toMatchObject({
      outcome: 'could-not-run',
      why: expect.stringContaining('there was none'),
    });
    expect(verdictOf(made({ judge: () => unseen('nobody came') }), [silent])).toEqual({
      outcome: 'could-not-run',
      why: 'nobody came',
    });
  });

  it('is no where one run of several breaks the rule, and says which', () => {
    const judge = ({ run }: Evidence) => run === control || { expected: 'a', observed: 'b' };
    expect(verdictOf(made({ judge }), [silent])).toEqual({ outcome: 'pass' });
    expect(verdictOf(made({ judge }), [silent, { ...silent, run: 'rain' }])).toEqual({
      outcome: 'fail',
      expected: 'a',
      observed: 'in the run rain: b',
    });
  });

  it('leaves runs with decoys to the rules that are about them', () => {
    const decoy = { ...silent, run: 'decoy', decoySince: 0 };
    expect(verdictOf(made({}), [decoy])).toMatchObject({ outcome: 'could-not-run' });
    expect(verdictOf(made({ inDecoys: true }), [decoy])).toEqual({ outcome: 'pass' });
  });

  it('is an error of ours where a judge throws', () => {
    const judge = (): never => {
      throw new Error('a typo');
    };
    expect(verdictOf(made({ judge }), [silent])).toEqual({ outcome: 'harness-error', why: 'judging control: a typo' });
  });

  it('is not-selected for a pack that was left out', () => {
    const playbook = { ...silentPlaybook(), rules: [made({ pack: 'tls' })] };
    expect(verdicts(playbook, [silent], { without: ['tls'] })[0]).toMatchObject({ outcome: 'not-selected' });
  });

  it('says yes to nothing, in any playbook, where nothing happened', async () => {
    for (const playbook of await playbooks()) {
      const passed = verdicts(playbook, [silent]).filter(({ outcome }) => outcome === 'pass');
      // Exit status 0 is what such an automation claims, and all that it did.
      expect(passed.map(({ check }) => check)).toEqual([`${playbook.id}.completes`]);
    }
  });
});

function silentPlaybook(): Playbook {
  return definePlaybook({
    id: 'none',
    title: '',
    task: '',
    release: '',
    devices: [{ name: 'a', kind: 'nxos' }],
    rules: [],
  });
}

describe('verdicts over a recorded run', () => {
  const name = 'asa-objects';
  let playbook: Playbook;
  let recorded: readonly Evidence[];
  beforeAll(async () => {
    playbook = await playbookNamed(name);
    const played = await play(playbook, referenceAutomation(name), { signal: new AbortController().signal, only: [] });
    recorded = JSON.parse(JSON.stringify(played.runs));
  }, 120_000);
  const outcomesOf = (runs: readonly Evidence[]) =>
    verdicts(playbook, runs).map(({ check, outcome }) => [check, outcome]);
  const changed = (change: (trace: Evidence['trace']) => Evidence['trace']) =>
    recorded.map((run) => ({ ...run, trace: change(run.trace) }));

  it('are the same from text as from life, and with what has nothing to do with it', () => {
    const foreign = [1, 2, 3].map((seq) => ({
      seq,
      at: 0,
      device: 'elsewhere',
      kind: 'change',
      operation: 'x',
      outcome: 'ok',
    }));
    expect(outcomesOf(recorded)).toContainEqual([`${name}.saves-at-the-end`, 'pass']);
    expect(outcomesOf(changed((trace) => [...foreign, ...trace]))).toEqual(outcomesOf(recorded));
  });

  it.each([
    ['saves-at-the-end', 'POST /api/commands/writemem'],
    ['returns-tokens', 'DELETE /api/tokenservices/'],
  ])('are another for %s without %s', (which, operation) => {
    const without = changed((trace) => trace.filter((one) => !one.operation.startsWith(operation)));
    expect(outcomesOf(without)).toContainEqual([`${name}.${which}`, 'fail']);
  });
});
