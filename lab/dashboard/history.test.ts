import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { historyOf } from './history.ts';
import { stateChanges } from './state-changes.ts';

testFolder();
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    devices: [
      { name: 'n9k-1', kind: 'nxos' },
      { name: 'asa-1', kind: 'asa' },
    ],
  });
  historyOf(lab);
});
afterAll(() => lab.stop());

/** Changes what is configured, as a command of this name would. */
function change(name: string, operation: string, password?: string): void {
  const { device } = lab.device(name);
  device.become({
    ...device.state,
    config: { ...device.state.config, [operation]: { set: true, ...(password !== undefined && { password }) } },
  });
  device.report({ kind: 'command', operation, outcome: 'ok' });
}

const operations = (name: string): string[] =>
  historyOf(lab)
    .steps(lab.device(name))
    .map(({ operation }) => operation);

describe('the history of a lab', () => {
  it('has what each entry changed, and takes it back step by step', async () => {
    const { device } = lab.device('n9k-1');
    const { config } = device.state;
    change('n9k-1', 'one');
    device.report({ kind: 'command', operation: 'show one', outcome: 'ok' });
    change('n9k-1', 'two', 'Secret.1');
    expect(operations('n9k-1')).toEqual(['one', 'two']);
    expect(operations('asa-1')).toEqual([]);
    const [one, two] = historyOf(lab).steps();
    expect(historyOf(lab).changes(one?.seq ?? 0)).toEqual([{ path: 'config.one', after: { set: true } }]);
    expect(historyOf(lab).changes(two?.seq ?? 0)).toEqual([
      { path: 'config.two', after: { set: true, password: '‹not told›' } },
    ]);
    expect(await historyOf(lab).undo(lab.device('n9k-1'))).toEqual(two);
    expect(Object.keys(device.state.config)).toContain('one');
    expect(Object.keys(device.state.config)).not.toContain('two');
    await historyOf(lab).undo(lab.device('n9k-1'));
    expect(device.state.config).toEqual(config);
    await expect(historyOf(lab).undo(lab.device('n9k-1'))).rejects.toThrow('nothing of n9k-1 can be undone');
  });

  it('has a reset, which can be taken back too', async () => {
    change('asa-1', 'three');
    await lab.device('asa-1').reset();
    expect(operations('asa-1')).toEqual(['three', 'reset']);
    await historyOf(lab).undo(lab.device('asa-1'));
    expect(Object.keys(lab.device('asa-1').device.state.config)).toContain('three');
    expect(operations('asa-1')).toEqual(['three']);
  });
});

describe('what changed between two states', () => {
  it('is nothing for the same, and is told by place, without secrets', () => {
    const { state } = lab.device('n9k-1').device;
    expect(stateChanges(state, state)).toEqual([]);
    const before = {
      ...state,
      config: { a: { b: 1, list: [1], gone: true }, user: { hash: 'x' }, pem: 'PRIVATE KEY 1' },
    };
    const after = { ...state, config: { a: { b: 2, list: [1, 2] }, user: { hash: 'y' }, pem: 'PRIVATE KEY 2' } };
    expect(stateChanges(before, after)).toEqual([
      { path: 'config.a.b', before: 1, after: 2 },
      { path: 'config.a.list', before: [1], after: [1, 2] },
      { path: 'config.a.gone', before: true },
      { path: 'config.user.hash', before: '‹not told›', after: '‹not told›' },
      { path: 'config.pem', before: '‹not told›', after: '‹not told›' },
    ]);
  });
});
