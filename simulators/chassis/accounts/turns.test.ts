import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when the test says so, by the order in which it began. */
function workshop(width: number) {
  const turns = new Turns(width);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (lane: string, name: string): Promise<string> =>
    turns.take(lane, () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, () => resolve(name)));
    });
  return { begun, take, end: (name: string) => ends.get(name)?.() };
}

describe('Turns', () => {
  it('runs so many at once, and the next when one ends', async () => {
    const { begun, take, end } = workshop(2);
    const all = ['1', '2', '3', '4'].map((name) => take('a', name));
    await turn();
    expect(begun).toEqual(['1', '2']);
    end('2');
    await turn();
    expect(begun).toEqual(['1', '2', '3']);
    end('1');
    end('3');
    await turn();
    end('4');
    expect(await Promise.all(all)).toEqual(['1', '2', '3', '4']);
  });

  it('lets lanes take turns, so that a flood in one does not hold up another', async () => {
    const { begun, take, end } = workshop(1);
    const flood = Array.from({ length: 100 }, (_, index) => take('flooded', `f${index}`));
    void take('quiet', 'q0');
    void take('other', 'o0');
    for (let done = 0; done < 5; done++) {
      await turn();
      end(begun.at(-1) ?? '');
    }
    expect(begun.slice(0, 5)).toEqual(['f0', 'f1', 'q0', 'o0', 'f2']);
    expect(flood).toHaveLength(100);
  });

  it('goes on after work that failed', async () => {
    const turns = new Turns(1);
    const failed = turns.take('a', () => Promise.reject(new Error('no')));
    const after = turns.take('a', async () => 'done');
    await expect(failed).rejects.toThrow('no');
    expect(await after).toBe('done');
    expect(await turns.take('a', async () => 'again')).toBe('again');
  });
});
