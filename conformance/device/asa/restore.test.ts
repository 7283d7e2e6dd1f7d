import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cut, type Prepared, prepare } from './testing/restore.ts';

let box: Prepared;
beforeAll(async () => {
  box = await prepare();
}, 120_000);
afterAll(() => box.remove());

it('a restore that nothing disturbs brings back what was backed up, and nothing that came after', () => {
  expect(box.before).toContain('object network since-49\n');
  expect(box.before).not.toContain('object network backed-up-0\n');
  expect(box.restored).toContain('object network backed-up-49\n');
  expect(box.restored).not.toContain('object network since-0\n');
  expect(box.writes).toBeGreaterThan(1);
});

const first: readonly Cut[] = [
  { at: 1, how: 'before' },
  { at: 1, how: 'torn' },
  { at: 2, how: 'after' },
];

it.each(first)(
  'killed $how write $at of a restore the box is as before or as restored',
  async (cut) => {
    const { running, acknowledged } = await box.after(cut);
    expect([box.before, box.restored]).toContain(running);
    if (acknowledged) expect(running).toBe(box.restored);
  },
  60_000,
);
