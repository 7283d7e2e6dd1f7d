import { citationText, type Requirement } from '../requirement.ts';
import type { Suite } from '../suite.ts';
import { groupBy } from './group.ts';
import { cell } from './markdown.ts';

/** The area of a requirement's id: `NX-TLS` of `NX-TLS-0003`. */
const areaOf = ({ id }: Requirement) => id.slice(0, id.lastIndexOf('-'));

/** The register of one suite as a page: every requirement with its standing, its source and the checks that cover it. */
export function registerPage({ kind, title, releases, requirements, cases }: Suite): string {
  const all = [...requirements.values()];
  const checks = groupBy(
    cases.flatMap((one) => one.checks),
    (check) => check.requirement,
  );
  const covered = all.filter(({ id }) => checks.has(id));
  const row = (one: Requirement) =>
    `| ${one.id} | ${cell(one.statement)}${alternatives(one)} | ${standing(one)} | ${cell(citationText(one.source))} | ${covering(one)} |`;
  const covering = ({ id, untested = 'no check yet' }: Requirement) =>
    checks
      .get(id)
      ?.map((check) => `\`${check.id}\``)
      .join(', ') ?? `not tested: ${cell(untested)}`;
  const areas = [...groupBy(all, areaOf)].flatMap(([area, found]) => [
    `## ${area}`,
    '',
    '| id | requirement | standing | source | checks |',
    '| --- | --- | --- | --- | --- |',
    ...found.map(row),
    '',
  ]);
  return [
    `# Requirements: ${kind}`,
    '',
    `Made by \`rackless list requirements ${kind} --markdown\`; not written by hand.`,
    '',
    `${cell(title)}. Releases ${releases.map((release) => cell(release)).join(', ')}. ${all.length} requirements, ${covered.length} of them`,
    `with a check. What only \`may\` be, or is inferred, fails nobody. How a check is read: [conformance](conformance.md).`,
    '',
    ...areas,
  ].join('\n');
}

function standing({ level, origin, evidence, versions }: Requirement): string {
  return [level, origin, evidence, ...(versions === '*' ? [] : [cell(versions)])].join(' · ');
}

function alternatives({ accepted = [] }: Requirement): string {
  return accepted.length === 0 ? '' : ` Accepted: ${accepted.map(cell).join('; ')}.`;
}
