import { expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { type Cut, prepare } from './testing/restore.ts';

const { seed, share } = slice();

it(`killed at every write of a restore the box is as before or as restored, never between (seed ${seed})`, async () => {
  const box = await prepare();
  try {
    const ways = ['before', 'torn', 'after'] as const;
    // Writes that come while another is on its way are one, so their number differs by one or two.
    const cuts = Array.from({ length: box.writes + 2 }, (_, at) =>
      ways.map((how): Cut => ({ at: at + 1, how })),
    ).flat();
    const seen = { before: 0, restored: 0 };
    for (const [index, cut] of cuts.entries()) {
      // A slice takes every so many cuts, which ones by the seed.
      if ((index + seed) % Math.round(1 / share) !== 0) continue;
      const { running, acknowledged, writes } = await box.after(cut);
      const state = running === box.before ? 'before' : running === box.restored ? 'restored' : 'between';
      expect(state, `${cut.how} write ${cut.at}`).not.toBe('between');
      const told = acknowledged || writes !== undefined;
      if (told) expect(state, `${cut.how} write ${cut.at}, acknowledged`).toBe('restored');
      if (state !== 'between') seen[state]++;
    }
    if (share === 1) expect(Math.min(seen.before, seen.restored)).toBeGreaterThan(0);
  } finally {
    box.remove();
  }
});
