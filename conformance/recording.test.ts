import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineCase } from './case.ts';
import { CouldNotRun } from './errors.ts';
import { equal } from './judgement.ts';
import { readRecording, startRecording } from './recording.ts';
import { replay } from './replay.ts';
import { type RunRecord, run } from './run.ts';
import { plan } from './select.ts';
import { fakeRequirement, fakeSuite } from './testing/fake-suite.ts';
import { fakeTarget } from './testing/fake-target.ts';
import { httpsServer, pair, type Running } from './testing/servers.ts';

let folder: string;
let server: Running;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rackless-record-'));
  server = await httpsServer(await pair('device'), (request, response) => {
    response.setHeader('X-Auth-Token', 'a-token-of-the-device');
    response.end(`you are ${request.headers.authorization}, your token is a-token-of-the-device`);
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const selection = { only: [], skip: [], allow: 'read' } as const;
const suite = fakeSuite(
  [fakeRequirement('FK-A-0001'), fakeRequirement('FK-A-0002')],
  [
    defineCase({
      id: 'FK-ASK',
      title: 'asks',
      touches: 'read',
      async drive(t) {
        const device = await t.device();
        const basic = Buffer.from(`${device.username}:${device.password}`).toString('base64');
        const headers = [['Authorization', `Basic ${basic}`]] as const;
        const { status, body } = await device.request('https', { method: 'GET', path: '/x', headers });
        return { status, body, password: device.password };
      },
      checks: [
        { id: 'status', requirement: 'FK-A-0001', judge: ({ status }) => equal(200, status) },
        { id: 'body', requirement: 'FK-A-0002', judge: ({ body }) => equal('nothing', body) },
      ],
    }),
    defineCase({
      id: 'FK-DUMB',
      title: 'cannot',
      touches: 'read',
      drive: (): Promise<object> => Promise.reject(new CouldNotRun('nobody is there')),
      checks: [{ id: 'c', requirement: 'FK-A-0001', judge: () => true }],
    }),
    defineCase({
      id: 'FK-CHANGE',
      title: 'changes',
      touches: 'config',
      drive: async () => ({}),
      checks: [{ id: 'c', requirement: 'FK-A-0001', judge: () => true }],
    }),
  ],
);

const manifest = {
  version: '1.2.3',
  started: '2026-01-02T00:00:00.000Z',
  target: { label: 'fake', simulated: true },
  selection: { only: [], skip: [], allow: 'read' as const },
};

async function recorded(file: string): Promise<RunRecord> {
  const base = fakeTarget();
  const access = { ...(await base.standing()), place: async () => server };
  const target = { ...base, standing: async () => access };
  const recorder = startRecording(file, manifest);
  recorder.begin('fake', '9.3(5)');
  const record = await run(suite, plan(suite, '9.3(5)', selection), target, {
    signal: new AbortController().signal,
    record: recorder.drive,
  });
  recorder.end(record, target.secrets.counts());
  return record;
}

describe('a recording', () => {
  it('is judged again with the same findings, and no device', async () => {
    const file = join(folder, 'whole');
    const live = await recorded(file);
    expect(live.findings.map(({ outcome }) => outcome)).toEqual(['pass', 'fail', 'could-not-run', 'not-selected']);
    expect(replay(readRecording(file), [suite], { only: [], skip: [] })).toEqual([live]);
  });

  it('holds every exchange and no secret, says so, and is for its owner alone', async () => {
    const file = join(folder, 'secrets');
    await recorded(file);
    const text = await readFile(file, 'utf8');
    for (const secret of [
      'fake-password',
      'a-token-of-the-device',
      Buffer.from('admin:fake-password').toString('base64'),
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('your token is ‹token#1›');
    expect(JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      placeholders: { password: 2, token: 1 },
    });
    const asked = readRecording(file).profiles[0]?.drives.get('FK-ASK');
    expect(asked?.wire).toMatchObject([{ over: 'https', door: 'https', sent: { path: '/x' }, got: { status: 200 } }]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('can be judged in part, and tells what it lacks', async () => {
    const file = join(folder, 'part');
    await recorded(file);
    const [part] = replay(readRecording(file), [suite], { only: ['FK-ASK.status'], skip: [] });
    expect(part?.findings.map(({ outcome }) => outcome)).toEqual([
      'pass',
      'not-selected',
      'not-selected',
      'not-selected',
    ]);
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, lines.filter((line) => !line.includes('FK-ASK')).join('\n'));
    const [lacking] = replay(readRecording(file), [suite], { only: [], skip: [] });
    expect(lacking?.findings[0]).toMatchObject({ outcome: 'could-not-run', why: 'it was not recorded' });
  });

  it('that breaks off anywhere is incomplete', async () => {
    const file = join(folder, 'broken');
    await recorded(file);
    const whole = await readFile(file);
    const head = whole.indexOf('\n') + 1;
    for (let length = head; length < whole.length - 1; length += 97) {
      await writeFile(file, whole.subarray(0, length));
      for (const { complete } of replay(readRecording(file), [suite], { only: [], skip: [] }))
        expect(complete).toBe(false);
    }
  });

  it.each([
    ['no file', undefined, /none cannot|cannot be read/],
    ['a shopping list', 'milk\n', /:1: this is no line of a recording/],
    ['an empty file', '', /:1: this is no line/],
    ['a foreign line', 'HEAD\n{"milk":1}\n', /:2: this is no line/],
    ['a case of no profile', 'HEAD\n{"case":"FK","wire":[]}\n', /:2: a line before the first profile/],
  ])('is refused where it is %s', async (_, text, message) => {
    const file = join(folder, 'wrong');
    await rm(file, { force: true });
    const head = JSON.stringify({ recording: 'rackless-recording/1', ...manifest, redaction: 'all' });
    if (text !== undefined) await writeFile(file, text.replace('HEAD', head));
    expect(() => readRecording(file)).toThrow(message);
  });

  it('of a kind that has no suite is refused', async () => {
    const file = join(folder, 'kind');
    await recorded(file);
    expect(() => replay(readRecording(file), [], { only: [], skip: [] })).toThrow(
      /"fake", for which there is no suite/,
    );
  });

  it('is not begun where it cannot be written', () => {
    expect(() => startRecording(join(folder, 'no', 'file'), manifest)).toThrow(/cannot be written/);
  });
});
