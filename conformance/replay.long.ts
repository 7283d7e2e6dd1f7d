import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conform } from './conform.ts';
import { readRecording, startRecording } from './recording.ts';
import { replay } from './replay.ts';
import { suiteKinds, suitesFor } from './suites.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rackless-replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

const selection = { only: [], skip: [], allow: 'simulator-only' as const };

it.each(suiteKinds)(
  'a recording of %s is judged as it was when it was alive, and holds no private key',
  async (kind) => {
    const suites = await suitesFor([kind]);
    const file = join(folder, kind);
    const target = { label: 'simulator', simulated: true };
    const recorder = startRecording(file, { version: '1', started: new Date().toISOString(), target, selection });
    const { signal } = new AbortController();
    const live = await conform({ suites, selection, patienceMs: 60_000, signal, recorder });
    expect(replay(readRecording(file), suites, { only: [], skip: [] })).toEqual(live);
    expect(await readFile(file, 'utf8')).not.toContain('PRIVATE KEY');
  },
);
