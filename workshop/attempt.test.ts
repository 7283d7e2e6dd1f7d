import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { has } from '../.ci/tools.ts';
import { perform } from './acts.ts';
import { type Attempt, openAttempt } from './attempt.ts';
import { exerciseNamed } from './catalogue.ts';
import type { Exercise } from './exercise.ts';
import { own } from './testing/own-exercise.ts';
import { performAll } from './verify.ts';
import type { AttemptView, CheckView } from './view.ts';

// A lab is started for each test.
vi.setConfig({ testTimeout: 120_000 });

let attempt: Attempt | undefined;
afterEach(() => attempt?.close());

async function opened(exercise: Exercise | Promise<Exercise>): Promise<Attempt> {
  attempt = await openAttempt(await exercise);
  return attempt;
}

const type = (on: Attempt, lines: string) => perform({ at: 'n9k-1', lines }, on);
const checks = (view: AttemptView): readonly CheckView[] => view.steps.flatMap((step) => step.checks);
const states = (view: AttemptView) =>
  Object.fromEntries(checks(view).map(({ check, state }) => [check.split('.')[1], state]));

/** Resolves with the first view that fits, without asking for it. */
function seen(on: Attempt, fits: (view: AttemptView) => boolean): Promise<AttemptView> {
  return new Promise((resolve) => {
    const end = on.watch((view) => {
      if (!fits(view)) return;
      end();
      resolve(view);
    });
  });
}

describe('an attempt', () => {
  it('begins with everything open, and texts that are filled in', async () => {
    const view = (await opened(own())).view();
    expect(states(view)).toEqual({
      named: 'open',
      'no-reload': 'open',
      'no-http': 'green',
      answers: 'open',
      'named-first': 'open',
      saves: 'open',
    });
    expect(view.exercise).toMatchObject({ id: 'edge-switch', why: 'It is new.' });
    expect(view.points).toEqual({ got: 1, of: 8 });
    expect(view.steps[0]).toMatchObject({
      paragraphs: ['Log in as admin at 127.0.0.1, and call it edge.', `A shell's $${'{HOME}'} is left alone.`],
      hints: [],
      hintsLeft: 2,
    });
    expect(view.steps[1]?.paragraphs[0]).toMatch(/^By HTTPS, at 127\.0\.0\.1:\d+\.$/);
    expect(view.finished).toBeUndefined();
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });

  it('tells by itself what turns green and red, with what was expected and seen', async () => {
    const on = await opened(own());
    const named = seen(on, (view) => states(view).named === 'green');
    await type(on, 'configure terminal\nhostname edge');
    const { points, stuckSince = '' } = await named;
    expect(points.got).toBe(5);
    expect(stuckSince > on.view().startedAt).toBe(true);
    const broken = seen(on, (view) => states(view)['no-http'] !== 'green');
    await type(on, 'configure terminal\nfeature nxapi\nnxapi http port 80');
    const view = await broken;
    expect(view.steps[1]?.checks[0]).toMatchObject({
      expected: 'port 80 of n9k-1 is closed',
      observed: 'port 80 of n9k-1 is open',
    });
    expect(on.last).toMatchObject({ kind: 'command', operation: 'nxapi http port 80' });
  });

  it('turns a broken order red at once and for good', async () => {
    const on = await opened(own());
    const red = seen(on, (view) => states(view)['named-first'] === 'red');
    await type(on, 'configure terminal\nfeature nxapi\nhostname edge');
    const view = await red;
    expect(view.steps[1]).toMatchObject({ state: 'red' });
    expect(checks(view).find(({ check }) => check.endsWith('named-first'))?.observed).toBe('feature nxapi came first');
  });

  it('gives hints one by one, and no more than there are', async () => {
    const on = await opened(own());
    expect(on.hint(0).steps[0]).toMatchObject({ hints: ['It is a line of configuration mode.'], hintsLeft: 1 });
    expect(on.hint(0).steps[0]?.hints).toHaveLength(2);
    expect(() => on.hint(0)).toThrow('step 0 has no more hints');
    expect(() => on.hint(7)).toThrow('there is no step 7');
  });

  it('is red where the work is said to be done and is not', async () => {
    const on = await opened(own());
    await type(on, 'configure terminal\nhostname edge');
    const view = await on.finish();
    expect(view).toMatchObject({ finished: true });
    expect(view.stuckSince).toBeUndefined();
    expect(states(view)).toMatchObject({ named: 'green', saves: 'red', answers: 'red', 'named-first': 'open' });
    await type(on, 'copy running-config startup-config');
    expect(states(await on.check()).saves).toBe('red');
  });

  it('begins again: devices, desk, checks and hints, at the same addresses', async () => {
    const exercise = await own();
    const on = await opened(exercise);
    const beginning = on.view();
    const { endpoints } = on.lab.device('n9k-1');
    on.hint(0);
    writeFileSync(join(beginning.desk, 'notes'), 'mine');
    await performAll(on, exercise.solution);
    expect(Object.values(states(await on.finish())).every((state) => state === 'green')).toBe(true);
    await on.reset();
    const again = on.view();
    expect({ ...again, startedAt: '', stuckSince: '' }).toEqual({ ...beginning, startedAt: '', stuckSince: '' });
    expect(again.startedAt > beginning.startedAt).toBe(true);
    expect(on.lab.device('n9k-1').endpoints).toEqual(endpoints);
    expect(on.last).toBeUndefined();
    await performAll(on, exercise.solution);
    expect(Object.values(states(await on.finish())).every((state) => state === 'green')).toBe(true);
  });

  it("takes nothing of its own questions for the trainee's", async () => {
    const on = await opened(exerciseNamed('nxapi-secure-https'));
    await on.check();
    await on.check();
    expect(on.last).toBeUndefined();
    expect(checks(on.view()).map(({ state }) => state)).toEqual(checks(on.view()).map(() => 'open'));
  });

  it('takes its folder away when it is closed', async () => {
    const on = await opened(own());
    const { desk } = on.view();
    await on.close();
    expect(existsSync(dirname(desk))).toBe(false);
  });

  it.skipIf(!has('openssl'))('takes a certificate as it lies on the desk, and none without its key', async () => {
    const on = await opened(exerciseNamed('nxapi-secure-https'));
    const { nxapi } = on.given.certificates;
    expect(nxapi?.fingerprint).toContain('which are not there yet');
    const { desk } = on.view();
    const generate = (...files: readonly [string, string]) =>
      execFileSync(
        'openssl',
        `req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout ${files[0]} -out ${files[1]}`.split(' '),
        {
          cwd: desk,
          stdio: 'ignore',
        },
      );
    generate('nxapi-key.pem', 'nxapi-cert.pem');
    expect(on.given.certificates.nxapi?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    const key = readFileSync(join(desk, 'nxapi-key.pem'));
    generate('nxapi-key.pem', 'other.pem');
    expect(on.given.certificates.nxapi?.fingerprint).toContain('nxapi-key.pem is not the key');
    writeFileSync(join(desk, 'nxapi-key.pem'), key);
    expect(on.given.certificates.nxapi?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});
