import { afterEach, describe, expect, it, vi } from 'vitest';
import { playbookNamed } from './catalogue.ts';
import { referenceAutomation } from './reference/references.ts';
import { openStage, type Stage } from './stage.ts';
import { type RuleState, watch } from './watch.ts';

// A lab is started and looked at for each test, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let stage: Stage | undefined;
afterEach(() => stage?.close());

async function watched(flaw?: string) {
  const playbook = await playbookNamed('nxapi-secure-https');
  stage = await openStage(playbook);
  const told: RuleState[] = [];
  const watching = watch(playbook, stage, (state) => told.push(state));
  const work = () => referenceAutomation(playbook.id, flaw)(stage?.given ?? fail(), new AbortController().signal);
  const names = (state: RuleState['state'], from: readonly RuleState[] = watching.states) =>
    from.filter((one) => one.state === state).map(({ check }) => check.split('.')[1]);
  return { watching, told, work, names };
}

function fail(): never {
  throw new Error('no stage');
}

describe('watching people at work', () => {
  it('has everything open at first, and nothing red because it is not done yet', async () => {
    const { watching, names, told } = await watched();
    expect(names('open')).toEqual(['goal', 'https-only', 'pair-before-enable', 'saves-at-the-end']);
    await watching.check();
    expect(names('red')).toEqual([]);
    expect(told).toEqual([]);
  });

  it('tells each rule that turns green, in the order in which it does', async () => {
    const { watching, told, work, names } = await watched();
    await work();
    expect(names('green', told)).toEqual(['https-only', 'pair-before-enable']);
    await watching.check();
    expect(names('green', told)).toEqual(['https-only', 'pair-before-enable', 'goal', 'saves-at-the-end']);
    const verdicts = await watching.finish();
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  it('turns a rule red at once when it is broken, with what was seen', async () => {
    const { told, work } = await watched('enables-first');
    await work();
    expect(told.find(({ state }) => state === 'red')).toMatchObject({
      check: 'nxapi-secure-https.pair-before-enable',
      observed: '`nxapi certificate enable` without both files in place',
    });
  });

  it('calls what is missing open until the work is said to be done', async () => {
    const { watching, names, work } = await watched('never-saves');
    await work();
    await watching.check();
    expect(names('open')).toEqual(['saves-at-the-end']);
    await watching.finish();
    expect(names('red')).toEqual(['saves-at-the-end']);
  });

  it('keeps red what is broken while the end state is looked at', async () => {
    const { watching, names } = await watched();
    const { lab } = stage ?? fail();
    const { device } = lab.device('n9k-1');
    const unwatch = lab.watch(({ operation }) => {
      if (operation !== 'show startup-config') return;
      unwatch();
      device.report({ kind: 'command', endpoint: 'ssh', operation: 'nxapi certificate enable', outcome: 'ok' });
    });
    await watching.check();
    expect(names('red')).toEqual(['pair-before-enable']);
  });
});
