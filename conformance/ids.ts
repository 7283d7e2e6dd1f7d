import { playbooks } from './automation/catalogue.ts';
import { checkId } from './automation/playbook.ts';
import { retired } from './retired.ts';
import { suitesFor } from './suites.ts';

/** What an id names. One that names two things, as in a case of one check, is told by the first of these. */
export type Named = 'requirement' | 'case' | 'check' | 'playbook' | 'rule';

/** Every id that suites and playbooks give today, and what it names. */
export async function givenIds(): Promise<ReadonlyMap<string, Named>> {
  const given = new Map<string, Named>();
  const give = (named: Named, ids: Iterable<string>): void => {
    for (const id of ids) if (!given.has(id)) given.set(id, named);
  };
  for (const { requirements, cases } of await suitesFor([])) {
    give('requirement', requirements.keys());
    for (const one of cases) {
      give('case', [one.id]);
      for (const { id } of one.checks) give('check', [id]);
    }
  }
  for (const playbook of await playbooks()) {
    give('playbook', [playbook.id]);
    for (const rule of playbook.rules) {
      give('requirement', [rule.requirement.id]);
      give('rule', [checkId(playbook, rule)]);
    }
  }
  return given;
}

/** Rows of `rackless list ids`, by id: all that are given, and all that never will be again. */
export async function listIds(): Promise<readonly Readonly<Record<'id' | 'names', string>>[]> {
  const given = [...(await givenIds())].map(([id, names]) => ({ id, names }));
  const gone = retired.map(({ id, since }) => ({ id, names: `nothing since ${since}` }));
  return [...given, ...gone].sort((a, b) => (a.id < b.id ? -1 : 1));
}
