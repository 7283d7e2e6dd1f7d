import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Lab, startLab } from './index.ts';
import { JournalFile } from './journal-file.ts';
import { testFolder } from './testing/folder.ts';
import { toyKinds } from './testing/toy.ts';

const folder = testFolder();
const path = join(folder.path, 'journal.ndjson');
let lab: Lab;
afterEach(() => lab.stop());

const entriesIn = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

async function written(count: number, cap?: number): Promise<JournalFile> {
  lab = await startLab({ devices: [{ kind: 'toy' }], kinds: toyKinds });
  const file = new JournalFile(lab, path, () => {}, cap);
  const { device } = lab.device('toy-1');
  for (let n = 1; n <= count; n++) device.report({ kind: 'command', operation: `n ${n}`, outcome: 'ok' });
  await file.close();
  return file;
}

it('holds each entry on a line of its own, for its owner alone', async () => {
  const file = await written(3);
  expect(entriesIn(path)).toEqual(await lab.journal({ kind: 'command' }));
  expect([file.written, file.dropped, statSync(path).mode & 0o777]).toEqual([3, 0, 0o600]);
});

it('takes no more bytes than it may, keeps the newest entries and counts the others', async () => {
  const file = await written(100, 4_000);
  const kept = [...entriesIn(`${path}.1`), ...entriesIn(path)].map(({ operation }) => operation);
  expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThanOrEqual(4_000);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => `n ${101 - kept.length + index}`));
  expect([file.written, file.dropped]).toEqual([100, 100 - kept.length]);
});

it('begins afresh, without what an earlier lab left', async () => {
  await written(100, 4_000);
  await lab.stop();
  await written(1);
  expect([entriesIn(path).length, existsSync(`${path}.1`)]).toEqual([1, false]);
});

it('is refused where no file can be', async () => {
  lab = await startLab({ devices: [], kinds: toyKinds });
  expect(() => new JournalFile(lab, folder.path, () => {})).toThrow(`journal: ${folder.path}: it is a directory`);
});
