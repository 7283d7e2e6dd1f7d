import { describe, expect, it } from 'vitest';
import { Newest } from './newest.ts';

/** Work whose end the test decides. */
function slowWork() {
  const begun: { readonly value: number; readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  const work = (value: number): Promise<void> =>
    new Promise((end, fail) => {
      begun.push({ value, end, fail });
    });
  return { begun, work };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Newest', () => {
  it('works on one value at a time, and of those that wait on the newest', async () => {
    const { begun, work } = slowWork();
    const newest = new Newest(work);
    const done: number[] = [];
    for (const value of [1, 2, 3]) {
      void newest.push(value).then(() => done.push(value));
      await turn();
    }
    expect(begun.map(({ value }) => value)).toEqual([1]);
    begun[0]?.end();
    await turn();
    expect(begun.map(({ value }) => value)).toEqual([1, 3]);
    expect(done).toEqual([1]);
    begun[1]?.end();
    await turn();
    expect(done).toEqual([1, 2, 3]);
  });

  it('goes on after a failure, which only those who wait for that value see', async () => {
    const { begun, work } = slowWork();
    const newest = new Newest(work);
    const first = newest.push(1);
    await turn();
    const second = newest.push(2);
    begun[0]?.fail(new Error('full'));
    await expect(first).rejects.toThrow('full');
    await turn();
    begun[1]?.end();
    await second;
  });

  it('does what comes afterwards before the next value, and lets nobody wait for it', async () => {
    const { begun, work } = slowWork();
    const after = slowWork();
    const newest = new Newest(work, () => after.work(0));
    const first = newest.push(1);
    await turn();
    begun[0]?.end();
    await first;
    void newest.push(2);
    await turn();
    expect(begun).toHaveLength(1);
    after.begun[0]?.fail(new Error('nobody hears this'));
    await turn();
    expect(begun).toHaveLength(2);
  });

  it('is settled when nothing is under way', async () => {
    const { begun, work } = slowWork();
    const newest = new Newest(work);
    await newest.settled();
    void newest.push(1);
    let settled = false;
    const waiting = newest.settled().then(() => {
      settled = true;
    });
    await turn();
    void newest.push(2);
    begun[0]?.end();
    await turn();
    expect(settled).toBe(false);
    begun[1]?.end();
    await waiting;
  });
});
