import { expect, it } from 'vitest';
import { slice } from '../.ci/slice.ts';
import { startLab } from './index.ts';
import { errands, runErrand, tale } from './testing/errand.ts';
import { testFolder } from './testing/folder.ts';

testFolder();
const { rounds } = slice();

it('a suite of two hundred tests at once, run ten times with one seed, has the same journal at each device', {
  timeout: 1_800_000,
}, async () => {
  const first = await run(0);
  expect(first.size).toBe(200);
  // One run more in the shortest slice: there is nothing to compare otherwise.
  for (let nth = 1; nth < Math.max(2, rounds(10)); nth++) {
    for (const [device, told] of await run(nth)) expect(told, `${device}, run ${nth + 1}`).toEqual(first.get(device));
  }
});

/** Runs the suite, its tests begun in another order each time: device → what the journal tells of it. */
async function run(nth: number): Promise<Map<string, string[]>> {
  const lab = await startLab({ seed: '4711', devices: [] });
  try {
    const kinds = Object.keys(errands);
    const numbers = Array.from({ length: 200 }, (_, n) => (n * 7 + nth * 31) % 200);
    const done = await Promise.all(numbers.map((n) => runErrand(lab, kinds[n % kinds.length] ?? '', `mark-${n}`)));
    const journal = await lab.journal();
    return new Map(done.map(({ device }) => [device, tale(journal, device)]));
  } finally {
    await lab.stop();
  }
}
