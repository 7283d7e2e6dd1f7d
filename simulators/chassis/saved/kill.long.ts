import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { slice } from '../../../.ci/slice.ts';
import { openStateDirectory } from './directory.ts';
import { encode } from './encoding.ts';

const { seed, rounds } = slice();

it(`loses no acknowledged write when it is killed at any moment (seed ${seed})`, { timeout: 600_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'rackless-kill-'));
  const random = sequence(seed);
  let turns = 0;
  try {
    for (let round = 1; round <= rounds(300); round++) {
      const acknowledged = await writeUntilKilled(home, random() * 120);
      const directory = await openStateDirectory(home);
      const found = directory.load('device') as { readonly turn: number } | undefined;
      await directory.close();
      expect(found?.turn ?? 0, `round ${round}`).toBeGreaterThanOrEqual(acknowledged);
      if (found) expect(JSON.stringify(encode(found)), `round ${round}`).toBe(stateAfter(found.turn));
      turns = found?.turn ?? 0;
    }
    expect(turns).toBeGreaterThan(0);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

/** Unchanging part of the store, 2 MB. */
const ballast = (): string[] => Array.from({ length: 100 }, (_, index) => `${index}`.repeat(10_000));

/** Numbers from 0 to 1 that follow from the seed. */
function sequence(from: number): () => number {
  let state = from;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Runs {@link writer} for so many milliseconds of writing, kills it, and tells the last turn that it saw acknowledged. */
async function writeUntilKilled(home: string, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer(home)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  await delay(milliseconds);
  child.kill('SIGKILL');
  await closed;
  return Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
}

/**
 * A process that goes on from the turn on disk for ever, up to eight turns under way at once, and prints each turn that
 * was acknowledged. Its text makes the log outgrow the snapshot every tenth of a second or so, and the ballast makes a
 * snapshot take long enough to be hit in the middle.
 */
function writer(home: string): string {
  const built = (file: string): string =>
    JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../dist/simulators/chassis', file)).href);
  return `
    import { writeSync } from 'node:fs';
    const { openStateDirectory } = await import(${built('saved/directory.js')});
    const { Table } = await import(${built('table.js')});
    const directory = await openStateDirectory(${JSON.stringify(home)});
    let state = directory.load('device') ?? { ballast: (${ballast})(), turn: 0, text: '', lines: [], table: Table.from() };
    writeSync(1, state.turn + '\\n');
    const disk = directory.disk('device');
    for (;;) {
      const written = [];
      for (let n = 1 + state.turn % 8; n > 0; n--) {
        const turn = state.turn + 1;
        const before = state;
        state = {
          ballast: before.ballast,
          turn,
          text: String(turn).repeat(5_000),
          lines: [...before.lines, turn].slice(-20),
          table: before.table.put('key-' + turn % 50, { turn }),
        };
        written.push(disk.write(before, state).then(() => writeSync(1, turn + '\\n')));
        if (turn % 3 === 0) await null;
      }
      await Promise.all(written);
    }`;
}

/** The text of what {@link writer} holds after so many turns. */
function stateAfter(turn: number): string {
  const places = Array.from({ length: Math.min(turn, 50) }, (_, index) => {
    const latest = turn - ((turn - index - 1) % 50);
    return [`key-${(index + 1) % 50}`, { turn: latest }] as const;
  });
  const lines = Array.from({ length: Math.min(turn, 20) }, (_, index) => turn - Math.min(turn, 20) + 1 + index);
  const text = turn === 0 ? '' : String(turn).repeat(5_000);
  return JSON.stringify({ ballast: ballast(), turn, text, lines, table: { $table: places } });
}
