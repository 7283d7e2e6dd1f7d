import { playbookNamed, playbookNames } from '../conformance/automation/catalogue.ts';
import type { Playbook } from '../conformance/automation/playbook.ts';
import { hint, LabError, type Problem, pathText } from '../lab/errors.ts';
import { inWords, problemsIn } from '../lab/schema.ts';
import { parseYaml, readText, wrongShape } from '../lab/yaml-source.ts';
import type { Exercise } from './exercise.ts';
import { type ExerciseDraft, exerciseSchema, knownKeys } from './exercise-schema.ts';
import { labDevices, ownPlaybook } from './own-playbook.ts';

type Misplaced = Problem & { readonly at: readonly PropertyKey[] };

/**
 * Reads an exercise's file.
 * @throws LabError when it cannot be read, is not YAML or says what cannot be; every problem with its line
 */
export async function readExercise(path: string): Promise<Exercise> {
  return parseExercise(await readText(path, 'exercise'), path);
}

/**
 * As {@link readExercise}, from text.
 * @param path stands in messages
 */
export async function parseExercise(text: string, path: string): Promise<Exercise> {
  const source = parseYaml(text, path);
  if (source.raw === null)
    throw new LabError([{ path: '', message: 'the file is empty; it needs at least id:' }], path);
  const parsed = exerciseSchema.safeParse(source.raw, inWords);
  if (!parsed.success) throw wrongShape(problemsIn(parsed.error, source.raw, knownKeys), source, path);
  const draft = parsed.data;
  const playbook = await playbookOf(draft);
  const problems = playbook ? contradictions(draft, playbook) : [noSuchPlaybook(draft)];
  if (!playbook || problems.length > 0) throw wrongShape(problems, source, path);
  const { id, title, goal, why, makes = [], points = {}, shortcuts = [] } = draft;
  return {
    id,
    title,
    goal: goal.trim(),
    why: why.trim(),
    playbook: draft.devices ? { ...playbook, devices: [...playbook.devices, ...labDevices(draft.devices)] } : playbook,
    makes,
    steps: draft.steps.map(({ commands = [], hints = [], checks = [], ...step }) => ({
      ...step,
      commands,
      hints,
      checks,
    })),
    points,
    solution: draft.solution.map(plain),
    shortcuts: shortcuts.map((shortcut) => ({ ...shortcut, acts: shortcut.acts.map(plain) })),
  };
}

async function playbookOf(draft: ExerciseDraft): Promise<Playbook | undefined> {
  if (typeof draft.playbook !== 'string') return ownPlaybook(draft, draft.playbook);
  return playbookNames.includes(draft.playbook) ? playbookNamed(draft.playbook) : undefined;
}

function noSuchPlaybook({ playbook }: ExerciseDraft): Misplaced {
  const message = `there is no playbook '${playbook}'${hint(String(playbook), playbookNames)}; there are ${playbookNames.join(', ')}`;
  return { at: ['playbook'], path: 'playbook', message };
}

/** What fits the shape and cannot be all the same. */
function contradictions(
  { steps, points, makes, shortcuts }: ExerciseDraft,
  { rules, certificates }: Playbook,
): Misplaced[] {
  const found: Misplaced[] = [];
  const wrong = (at: readonly PropertyKey[], message: string) => found.push({ at, path: pathText(at), message });
  const names = rules.filter(({ ofAutomation }) => !ofAutomation).map(({ name }) => name);
  const known = (at: readonly PropertyKey[], name: string) => {
    if (!names.includes(name))
      wrong(at, `there is no rule '${name}'${hint(name, names)}; there are ${names.join(', ')}`);
  };
  const placed = new Set<string>();
  for (const [index, { checks = [] }] of steps.entries()) {
    for (const [nth, name] of checks.entries()) {
      const at = ['steps', index, 'checks', nth];
      known(at, name);
      if (placed.has(name)) wrong(at, `'${name}' stands in an earlier step already; each rule has one place`);
      placed.add(name);
    }
  }
  for (const name of names) if (!placed.has(name)) wrong(['steps'], `no step has the check '${name}'`);
  for (const name of Object.keys(points ?? {})) known(['points', name], name);
  for (const [index, { breaks }] of (shortcuts ?? []).entries()) {
    for (const [nth, name] of breaks.entries()) known(['shortcuts', index, 'breaks', nth], name);
  }
  for (const [index, name] of (makes ?? []).entries()) {
    if (!(name in certificates)) wrong(['makes', index], `the playbook has no certificate '${name}'`);
  }
  return found;
}

/** Without what is not there. */
function plain(act: ExerciseDraft['solution'][number]): Exercise['solution'][number] {
  return JSON.parse(JSON.stringify(act));
}
