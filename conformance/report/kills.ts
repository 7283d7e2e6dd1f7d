import { flaws } from '../automation/reference/flaws.ts';
import type { Suite } from '../suite.ts';
import { groupBy } from './group.ts';
import { cell } from './markdown.ts';

/**
 * The kill matrix as a page: of each kind every mutant with the checks that it turns red, what no mutant turns red and why,
 * and the broken automations with the rule that each breaks.
 * @param titles of all mutants: name → what is wrong with it
 */
export function killsPage(suites: readonly Suite[], titles: ReadonlyMap<string, string>): string {
  const checks = suites.flatMap(({ cases }) => cases.flatMap((one) => one.checks));
  return [
    '# The kill matrix',
    '',
    'Made by `rackless list mutants --markdown`; not written by hand.',
    '',
    'A check that nothing can turn red checks nothing. So each names the mutants that must: the same device with one small lie in it',
    '(`rackless up --mutant NAME`, `rackless conform KIND --mutant NAME`). The long tier holds each mutant against every check of its kind',
    `and lets it turn red what names it, and nothing else: ${suites.flatMap((suite) => mutantsOf(suite, titles)).length} mutants, ${checks.length} checks.`,
    'Beside them stand targets that are no device at all: one that refuses, one that hangs, one that answers 200 to everything.',
    '',
    ...suites.flatMap((suite) => section(suite, titles)),
    '## Automations',
    '',
    'Each is the [reference automation](judge.md) of its playbook with one thing done wrong, and fails exactly one rule.',
    '',
    '| automation | what it does wrong | turns red |',
    '| --- | --- | --- |',
    ...flaws.map(
      ({ playbook, name, title, breaks }) => `| \`${playbook}\`, ${name} | ${cell(title)} | \`${breaks}\` |`,
    ),
    '',
  ].join('\n');
}

const mutantsOf = ({ kind }: Suite, titles: ReadonlyMap<string, string>): string[] =>
  [...titles.keys()].filter((name) => name.startsWith(`${kind}.`));

function section(suite: Suite, titles: ReadonlyMap<string, string>): string[] {
  const { kind, title, cases } = suite;
  const checks = cases.flatMap((one) => one.checks);
  const row = (name: string): string => {
    const killed = cases.flatMap((one) =>
      one.checks.filter(({ killedBy }) => killedBy.includes(name)).map(({ id }) => ({ one: one.id, id })),
    );
    const told = [...groupBy(killed, ({ one }) => one)].map(
      ([id, found]) =>
        `\`${id}\`${found.length === 1 && found[0]?.id === id ? '' : `: ${found.map((each) => each.id.slice(id.length + 1)).join(', ')}`}`,
    );
    return `| \`${name}\` | ${cell(titles.get(name) ?? '')} | ${told.join('; ')} |`;
  };
  const spared = checks.filter(({ killedBy }) => killedBy.length === 0);
  return [
    `## ${kind}: ${cell(title)}`,
    '',
    '| mutant | its lie | turns red, by case |',
    '| --- | --- | --- |',
    ...mutantsOf(suite, titles).map(row),
    '',
    ...(spared.length === 0
      ? ['No check is without a mutant.', '']
      : ['| check without a mutant | why |', '| --- | --- |']),
    ...spared.map(({ id, unkilled = 'no reason is given' }) => `| \`${id}\` | ${cell(unkilled)} |`),
    ...(spared.length === 0 ? [] : ['']),
  ];
}
