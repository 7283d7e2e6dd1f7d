import type { Case } from '../case.ts';
import { cite, type RequirementDraft, register } from '../requirement.ts';
import { defineSuite, type Suite } from '../suite.ts';

/** A requirement that only a test knows. */
export function fakeRequirement(id: string, changes: Partial<RequirementDraft> = {}): RequirementDraft {
  return { id, statement: `What ${id} says.`, evidence: 'documented', source: cite('A test', id), ...changes };
}

/** A suite that only a test knows. */
export function fakeSuite(requirements: readonly RequirementDraft[], cases: readonly Case[]): Suite {
  return defineSuite({
    kind: 'fake',
    title: 'A device of a test',
    releases: ['9.3(5)', '7.0(3)I7(4)'],
    standing: {},
    requirements: register(requirements),
    cases,
    probe: async () => '9.3(5)',
  });
}
