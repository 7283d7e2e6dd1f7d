import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { LabError } from '../lab/errors.ts';
import { home } from '../lab/home.ts';
import { exerciseIds, exerciseNamed } from './catalogue.ts';
import { parseExercise } from './exercise-file.ts';
import { exerciseJsonSchema } from './exercise-schema.ts';

const folder = join(home, 'fixtures', 'workshop');
const published: object = JSON.parse(readFileSync(join(folder, 'exercise.schema.json'), 'utf8'));

/** An exercise of a trainer's own, as short as it can be. */
const own = `id: banner
title: A banner
goal: The switch says who may log in.
why: People read it.
playbook:
  devices:
    - { name: n9k-1, kind: nxos }
  rules:
    - name: says-it
      says: The hostname is edge.
      shows: { device: n9k-1, command: show hostname, matches: '^edge' }
steps:
  - title: Name it
    text: Name it.
    checks: [says-it]
solution:
  - { at: n9k-1, lines: hostname edge }
`;

const problemsOf = (text: string): Promise<string[]> =>
  parseExercise(text, 'own.yaml').then(
    () => [],
    (error) => (error instanceof LabError ? error.message.split('\n') : Promise.reject(error)),
  );

describe('the published JSON Schema', () => {
  it('is the one by which exercises are checked (to write it: rackless workshop schema > fixtures/workshop/exercise.schema.json)', () => {
    expect(published).toEqual(exerciseJsonSchema());
  });

  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('accepts %s', (name) => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(published);
    expect([validate(parse(readFileSync(join(folder, name), 'utf8'))), validate.errors]).toEqual([true, null]);
  });
});

describe('the exercises of the package', () => {
  it('are named by their ids, and each has three shortcuts at least, and hints', async () => {
    for (const id of exerciseIds()) {
      const exercise = await exerciseNamed(id);
      expect(exercise.id).toBe(id);
      expect(exercise.shortcuts.length, id).toBeGreaterThanOrEqual(3);
      expect(
        exercise.steps.filter(({ hints }) => hints.length === 0),
        id,
      ).toEqual([]);
    }
    // Which ones there are is held by the page on exercises; the one that is begun with unless told comes first.
    expect(exerciseIds()[0]).toBe('nxapi-secure-https');
  });

  it('are told where a name is none of them', async () => {
    await expect(exerciseNamed('nxapi-secure-http')).rejects.toThrow(
      "there is no exercise or file 'nxapi-secure-http' (did you mean 'nxapi-secure-https'?)",
    );
  });
});

describe('the file of an exercise', () => {
  it('may hold a playbook of its own', async () => {
    const { playbook, steps, points, makes } = await parseExercise(own, 'own.yaml');
    expect(playbook.rules.map(({ name }) => name)).toEqual(['says-it']);
    expect(playbook.questions).toEqual([{ name: 'says-it', device: 'n9k-1', ask: { command: 'show hostname' } }]);
    expect({ hints: steps[0]?.hints, points, makes }).toEqual({ hints: [], points: {}, makes: [] });
  });

  it.each([
    ['nothing', '', ['own.yaml: the file is empty']],
    ['no YAML', 'id: [', ['own.yaml:1: ']],
    ['an unknown key', own.replace('why:', 'because:'), ['why: missing', 'own.yaml:4: because: unknown key']],
    ['a wrong name', own.replace('id: banner', 'id: My Banner'), ['own.yaml:1: id: not a name; use small letters']],
    [
      'no such playbook',
      own.replace(/playbook:.*steps:/s, 'playbook: nxapi\nsteps:'),
      ["own.yaml:5: playbook: there is no playbook 'nxapi'"],
    ],
    [
      'a check without a rule',
      own.replace('[says-it]', '[say-it]'),
      [
        "own.yaml:12: steps: no step has the check 'says-it'",
        "own.yaml:15: steps[0].checks[0]: there is no rule 'say-it' (did you mean 'says-it'?)",
      ],
    ],
    [
      'a rule in two places',
      own.replace('[says-it]', '[says-it, says-it]'),
      ["steps[0].checks[1]: 'says-it' stands in an earlier step"],
    ],
    ['points for nothing', `${own}points: { other: 2 }\n`, ["points.other: there is no rule 'other'"]],
    ['a certificate that is not there', `${own}makes: [web]\n`, ["makes[0]: the playbook has no certificate 'web'"]],
    [
      'a pattern that is none',
      own.replace("'^edge'", "'('"),
      ['own.yaml:11: playbook.rules[0].shows.matches: not a regular expression of RE2'],
    ],
    [
      'a playbook that is none',
      own.replace(/playbook:.*steps:/s, 'playbook: 1\nsteps:'),
      ['own.yaml:5: playbook: the name of a playbook'],
    ],
    ['a playbook without rules', own.replace(/ {2}rules:.*steps:/s, 'steps:'), ['own.yaml:5: playbook.rules: missing']],
    [
      'an act that is none',
      own.replace('{ at: n9k-1, lines: hostname edge }', '{ there: x }'),
      ['own.yaml:17: solution[0]: here: with a script'],
    ],
  ])('is refused with line and field: %s', async (_what, text, wanted) => {
    const problems = await problemsOf(text);
    expect(problems).not.toEqual([]);
    const all = problems.join('\n');
    for (const one of wanted) expect(all).toContain(one);
    expect(all).not.toContain('    at ');
  });
});
