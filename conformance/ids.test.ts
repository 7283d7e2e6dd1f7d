import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { givenIds } from './ids.ts';
import { retired } from './retired.ts';

/** The ids of the last release, one a line in the first column, as `rackless list ids` printed them then. */
const released = readFileSync(join(import.meta.dirname, 'testing', 'released-ids.txt'), 'utf8')
  .split('\n')
  .slice(1)
  .flatMap((line) => line.match(/^\S+/) ?? []);

describe('an id', () => {
  it('of the last release is still given, or is said to be retired in conformance/retired.ts', async () => {
    const given = await givenIds();
    const gone = new Set(retired.map(({ id }) => id));
    expect(released.length).toBeGreaterThan(1_500);
    expect(released.filter((id) => !given.has(id) && !gone.has(id))).toEqual([]);
  });

  it('that is retired is never given again, and says why it went', async () => {
    const given = await givenIds();
    expect(retired.filter(({ id }) => given.has(id))).toEqual([]);
    expect(new Set(retired.map(({ id }) => id)).size).toBe(retired.length);
    for (const { since, why } of retired) {
      expect(since).toMatch(/^\d+\.\d+\.\d+$/);
      expect(why).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
