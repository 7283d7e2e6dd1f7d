import type { Case, Check } from '../conformance/case.ts';
import { UsageError } from '../conformance/errors.ts';
import { citationText, type Requirement } from '../conformance/requirement.ts';
import { requirementOf, type Suite } from '../conformance/suite.ts';
import { suitesFor } from '../conformance/suites.ts';

/** Tells what an id stands for, in lines of text. @throws UsageError when it stands for nothing. */
export async function explain(id: string): Promise<string> {
  const suites = await suitesFor([]);
  const found = suites.flatMap((suite) => [
    ...aboutRequirement(suite, id),
    ...suite.cases.flatMap((one) => aboutCase(suite, one, id)),
    ...aboutMutant(suite, id),
  ]);
  if (found.length === 0) found.push(...(await (await import('./about-playbooks.ts')).aboutPlaybooks(id)));
  if (found.length === 0) {
    const { retired } = await import('../conformance/retired.ts');
    found.push(
      ...retired.filter((one) => one.id === id).map(({ since, why }) => `${id}  is retired since ${since}. ${why}`),
    );
  }
  if (found.length === 0) {
    throw new UsageError(`"${id}" is no case, check, requirement, mutant or playbook; see: rackless list cases`);
  }
  return `${found.join('\n')}\n`;
}

function aboutRequirement(suite: Suite, id: string): string[] {
  const said = suite.requirements.get(id);
  if (!said) return [];
  const checks = suite.cases.flatMap((one) => one.checks).filter((check) => check.requirement === id);
  const covered = checks.map((check) => check.id).join(', ');
  return [...requirement(said), `checked by  ${covered || `no check: ${said.untested ?? 'not yet'}`}`];
}

function aboutCase(suite: Suite, one: Case, id: string): string[] {
  const checks = one.id === id ? one.checks : one.checks.filter((check) => check.id === id);
  if (checks.length === 0 || suite.requirements.has(id)) return [];
  const head = [`${one.id}  ${one.title}`, `touches     ${one.touches}`, `releases    ${one.versions}`];
  return [...head, ...checks.flatMap((check) => ['', ...aboutCheck(suite, check)])];
}

function aboutCheck(suite: Suite, check: Check): string[] {
  const killers = check.killedBy.length > 0 ? [`turned red by  ${check.killedBy.join(', ')}`] : [];
  return [`${check.id} covers`, ...requirement(requirementOf(suite, check)), ...killers];
}

function aboutMutant(suite: Suite, id: string): string[] {
  const killed = suite.cases.flatMap((one) => one.checks).filter((check) => check.killedBy.includes(id));
  return killed.length === 0
    ? []
    : [`${id} turns red`, ...killed.map((check) => `  ${check.id}  (${check.requirement})`)];
}

function requirement({
  id,
  statement,
  level,
  origin,
  evidence,
  source,
  versions,
  accepted = [],
}: Requirement): string[] {
  return [
    `${id}  ${statement}`,
    `standing    ${level} · ${origin} · ${evidence}${evidence === 'inferred' ? ' (fails nobody)' : ''}`,
    `releases    ${versions}`,
    `source      ${citationText(source)}`,
    ...accepted.map((behaviour) => `accepted    ${behaviour}`),
  ];
}
