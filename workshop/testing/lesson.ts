import { playbookNamed } from '../../conformance/automation/catalogue.ts';
import type { Exercise } from '../exercise.ts';

/** A small exercise: two objects on an ASA, with a hint. Its text is no lesson to anybody. */
export async function lesson(playbook = 'asa-rest-session'): Promise<Exercise> {
  const judged = await playbookNamed(playbook);
  const rules = judged.rules.filter((rule) => !rule.ofAutomation).map(({ name }) => name);
  return {
    id: 'lesson',
    title: 'Two objects',
    goal: 'Two objects are there.',
    why: 'To try seats.',
    playbook: judged,
    makes: [],
    steps: rules.map((name) => ({
      title: `Step ${name}`,
      text: 'Do it.',
      commands: [],
      hints: ['A hint.'],
      checks: [name],
    })),
    points: {},
    solution: [],
    shortcuts: [],
  };
}
