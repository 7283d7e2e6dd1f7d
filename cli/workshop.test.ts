import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { testFolder } from '../lab/testing/folder.ts';
import { exerciseIds } from '../workshop/catalogue.ts';
import { exerciseJsonSchema } from '../workshop/exercise-schema.ts';
import { ownExercise } from '../workshop/testing/own-exercise.ts';
import { Running, rackless } from './testing/command.ts';

// Each part of an exercise has a lab of its own.
vi.setConfig({ testTimeout: 120_000 });

const folder = testFolder();

describe('rackless workshop', () => {
  it('lists its exercises and prints the schema of such files', async () => {
    const { status, stdout } = await rackless('workshop', 'list');
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual(exerciseIds());
    expect(JSON.parse((await rackless('workshop', 'schema')).stdout)).toEqual(exerciseJsonSchema());
  });

  it("verifies a trainer's own file, and says by its exit status what came of it", async () => {
    const file = join(folder.path, 'own.yaml');
    await writeFile(file, ownExercise);
    expect(await rackless('workshop', 'verify', file)).toEqual({
      status: 0,
      stdout: 'ok  hints\nok  unsolved\nok  solution\nok  shortcut forgets-to-save\n',
      stderr: '',
    });
    await writeFile(file, ownExercise.replaceAll('no nxapi http', 'nxapi http port 80'));
    const { status, stdout } = await rackless('workshop', 'verify', file);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^no {2}solution\n {4}edge-switch\.no-http is red: .*port 80 of n9k-1 is open$/m);
    await writeFile(file, ownExercise.replace('goal:', 'goals:'));
    expect(await rackless('workshop', 'verify', file)).toMatchObject({
      status: 64,
      stderr: expect.stringContaining(`${file}:3: goals: unknown key (did you mean 'goal'?)`),
    });
    expect((await rackless('workshop', '--exercise', 'nothing')).status).toBe(64);
  });

  it("runs one person's attempt, whose page opens by the link that it prints", async () => {
    const running = new Running(['workshop', '--exercise', 'asa-rest-session', '--json', '--control-port', '0']);
    const ready = JSON.parse(await running.says('\n'));
    const token = readFileSync(ready.controlTokenFile, 'utf8').trim();
    expect(ready).toMatchObject({
      ready: true,
      exercise: 'asa-rest-session',
      link: `${ready.control}/#token=${token}`,
    });
    const answer = await fetch(`${ready.control}/workshop/exercise`, { headers: { authorization: `Bearer ${token}` } });
    expect(JSON.parse(await answer.text()).exercise.id).toBe('asa-rest-session');
    expect((await fetch(`${ready.control}/workshop/exercise`)).status).toBe(401);
    expect((await running.stop()).status).toBe(0);
  });
});
