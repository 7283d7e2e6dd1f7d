import type { Suite } from '../suite.ts';
import { groupBy } from './group.ts';
import { cell, plain } from './markdown.ts';
import type { Results } from './results.ts';

/**
 * The traceability table: each requirement of the registers, the checks that cover it and what became of them in this run,
 * and apart from them what no check covers and why. A requirement counts as judged only by what was really judged.
 */
export function traceReport(results: Results, suites: readonly Suite[]): string {
  const found = groupBy(results.findings, ({ requirement }) => requirement);
  const parts = suites.flatMap(({ kind, title, requirements }) => {
    const all = [...requirements.values()];
    const row = ({ id, statement, level, evidence }: (typeof all)[number]): string => {
      const checks = [...groupBy(found.get(id) ?? [], ({ check }) => check)].map(
        ([check, one]) =>
          `\`${check}\` ${[...groupBy(one, ({ outcome }) => outcome)].map(([outcome, few]) => `${outcome} ${few.length}`).join(', ')}`,
      );
      return `| ${id} | ${cell(statement)} | ${level} · ${evidence} | ${checks.join('; ')} |`;
    };
    const tested = all.filter(({ id }) => found.has(id));
    const untested = all.filter(({ id }) => !found.has(id));
    return [
      `## ${kind}: ${cell(title)}`,
      '',
      `${tested.length} of ${all.length} requirements have a check.`,
      '',
      '| id | requirement | standing | checks and their outcomes |',
      '| --- | --- | --- | --- |',
      ...tested.map(row),
      '',
      ...(untested.length === 0 ? [] : ['### Not tested', '', '| id | requirement | why |', '| --- | --- | --- |']),
      ...untested.map(
        ({ id, statement, untested: why = 'no check yet' }) => `| ${id} | ${cell(statement)} | ${cell(why)} |`,
      ),
      '',
    ];
  });
  return [
    '# Traceability',
    '',
    `Rackless ${results.version}, ${results.started}, ${plain(results.target.label)}.`,
    '',
    ...parts,
  ].join('\n');
}
