import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { faultRule } from '../simulators/chassis/faults/rule.ts';
import { parseLabFile } from './file.ts';
import { home } from './home.ts';
import { type Lab, type LabOptions, startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
import { toyKinds } from './testing/toy.ts';

const folder = testFolder();
let lab: Lab;
afterEach(() => lab?.stop());

const start = async (options: LabOptions) => {
  lab = await startLab({ kinds: toyKinds, ...options });
  return lab;
};

const saving = { device: 'toy-1', endpoint: 'https', operation: 'save', user: 'admin' };

describe('fault rules', () => {
  it('of a lab file act in its devices, and each act is in the journal', async () => {
    const file = folder.write(
      'lab.yaml',
      'devices: [{ kind: toy }]\nfaults:\n  - { id: slow, at: command, match: { operation: save }, atMost: 1, act: delay, ms: 5 }\n',
    );
    const { faults } = (await start({ file })).device('toy-1').device.surroundings;
    expect([faults.at('command', saving), faults.at('command', saving)]).toEqual([{ act: 'delay', ms: 5 }, undefined]);
    expect(await lab.journal({ kind: 'fault' })).toEqual([
      expect.objectContaining({
        device: 'toy-1',
        user: 'admin',
        operation: 'command delay',
        outcome: 'slow',
        detail: { operation: 'save' },
      }),
    ]);
  });

  it('may be given to an embedded lab, at its start and later', async () => {
    await start({ devices: [{ kind: 'toy' }], faults: [{ at: 'accept', act: 'reset' }] });
    lab.faults.add({ at: 'command', act: 'hang' });
    const { faults } = lab.device('toy-1').device.surroundings;
    expect([faults.at('accept', saving), faults.at('command', saving)]).toEqual([{ act: 'reset' }, { act: 'hang' }]);
    lab.faults.clear();
    expect(faults.none).toBe(true);
  });

  it.each([
    ['{ at: command }', 'faults[0].act: one of delay, error, hang, reset, lose-reply, reboot belongs here'],
    ['{ at: accept, act: explode }', 'faults[0].act: one of reset, half-open, delay, drip belongs here'],
    [
      '{ at: nowhere, act: reset }',
      'faults[0].at: one of accept, identity, request, response, command, change, clock belongs here',
    ],
    ['{ at: accept, act: reset, often: 1 }', 'faults[0].often: unknown key'],
    ['{ at: accept, act: delay, ms: 0 }', 'faults[0].ms: 0 is too small; at least 1'],
    [
      '{ at: accept, act: reset, match: { device: 3 } }',
      'faults[0].match.device: a text or a list of texts belongs here',
    ],
  ])('that are %s are refused with line and path', (rule, message) => {
    expect(() => parseLabFile(`devices: []\nfaults:\n  - ${rule}\n`, 'lab.yaml')).toThrow(`lab.yaml:3: ${message}`);
  });

  it('that share an id are refused', async () => {
    const file = folder.write(
      'lab.yaml',
      'devices: []\nfaults:\n  - { id: a, at: accept, act: reset }\n  - { id: a, at: accept, act: reset }\n',
    );
    await expect(start({ file })).rejects.toThrow(`${file}:4: faults[1].id: there is a fault a already`);
  });

  it('are in the documentation as a lab takes them, each act of them', () => {
    const text = readFileSync(join(home, 'docs', 'faults.md'), 'utf8');
    const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block);
    const shown = blocks.flatMap((block) => parseLabFile(block, 'faults.md').spec.faults ?? []);
    const acts = faultRule.options.flatMap(({ options }) => options.map(({ shape }) => shape));
    const names = acts.map(({ at, act }) => `${at.value} ${act.value}`).sort();
    expect([...new Set(shown.map(({ at, act }) => `${at} ${act}`))].sort()).toEqual(names);
  });
});
