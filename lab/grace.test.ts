import { expect, it } from 'vitest';
import { startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
import { greeting } from './testing/greeting.ts';
import { toyKinds } from './testing/toy.ts';

testFolder();

/** A lab whose answers take a while, and a request that has arrived. */
async function underWay() {
  const lab = await startLab({
    devices: [{ kind: 'toy' }],
    kinds: toyKinds,
    faults: [{ at: 'request', act: 'delay', ms: 300 }],
  });
  const asking = greeting(lab.device('toy-1').endpoints.https ?? '').then(
    ({ body }) => body,
    () => 'cut',
  );
  await new Promise<void>((resolve) => lab.watch(({ kind }) => kind === 'fault' && resolve()));
  return { lab, asking };
}

it('a lab that stops lets requests under way end, where it is asked to', async () => {
  const { lab, asking } = await underWay();
  await lab.stop(10_000);
  expect(await asking).toBe('hello');
});

it('a lab that stops cuts what takes longer than its grace', async () => {
  const { lab, asking } = await underWay();
  await lab.stop(20);
  expect(await asking).toBe('cut');
});

it('a lab that stops cuts everything at once, unless told otherwise', async () => {
  const { lab, asking } = await underWay();
  await lab.stop();
  expect(await asking).toBe('cut');
});
