import { afterEach, expect, it } from 'vitest';
import { type Lab, startLab } from './index.ts';
import { errands, runErrand, tale } from './testing/errand.ts';
import { testFolder } from './testing/folder.ts';

testFolder();
let lab: Lab;
afterEach(() => lab.stop());

it('two hundred tests at once, each with a device of its own, do not disturb each other', {
  timeout: 120_000,
}, async () => {
  lab = await startLab({ devices: [] });
  const kinds = Object.keys(errands);
  const done = await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const kind = kinds[n % kinds.length] ?? '';
      const mark = `mark-${n}`;
      return { kind, mark, ...(await runErrand(lab, kind, mark)) };
    }),
  );
  for (const { mark, said } of done) expect(said).toEqual([[mark], [mark]]);
  expect(lab.devices).toEqual([]);
  const journal = await lab.journal();
  expect(lab.journalCount.dropped).toBe(0);
  // Whoever did the same at its own device has the same journal, whatever the others did meanwhile.
  for (const kind of kinds) {
    const tales = done
      .filter((test) => test.kind === kind)
      .map(({ device, mark }) => tale(journal, device).map((told) => told.replaceAll(mark, '‹mark›')));
    expect(tales).toHaveLength(50);
    expect(tales[0]?.length).toBeGreaterThan(5);
    for (const other of tales) expect(other).toEqual(tales[0]);
  }
});
