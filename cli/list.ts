import { Command } from 'commander';
import type { Suite } from '../conformance/suite.ts';
import { asStatus, usageExit } from './exit.ts';

const subjects = ['cases', 'kinds', 'mutants', 'requirements', 'playbooks', 'flaws', 'ids'] as const;
type Subject = (typeof subjects)[number];

/** `rackless list cases|kinds|mutants|requirements|playbooks|flaws|ids [KIND…]`: what there is. */
export function listCommand(): Command {
  return usageExit(
    new Command('list')
      .description(
        'what there is: cases, kinds, mutants of devices, requirements, playbooks, flaws of automations, ids',
      )
      .argument('<what>', subjects.join(', '))
      .argument('[kind...]', 'only of these kinds')
      .option('--json', 'as JSON')
      .option('--markdown', 'requirements or mutants as the page that docs/ has')
      .action(async (what: string, kinds: string[], { json, markdown }: { json?: true; markdown?: true }) => {
        await asStatus(async () => {
          const { UsageError } = await import('../conformance/errors.ts');
          const subject = subjects.find((one) => one === what);
          if (!subject) throw new UsageError(`there is no list of "${what}"; there are ${subjects.join(', ')}`);
          if (markdown) {
            const page = { requirements: pages, mutants: killsPage }[String(subject)];
            if (!page) throw new UsageError('--markdown is about requirements, or mutants');
            process.stdout.write(await page(kinds));
            return 0;
          }
          const rows = await list(subject, kinds);
          process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : await table(rows));
          return 0;
        });
      }),
  );
}

/** `rackless explain ID`: one case, check, requirement, mutant or playbook, with its source. */
export function explainCommand(): Command {
  return usageExit(
    new Command('explain')
      .description('tell what a case, check, requirement, mutant or playbook is about, with its source')
      .argument('<id>', 'as it stands in a report or in `rackless list`')
      .action(async (id: string) => {
        await asStatus(async () => {
          const { explain } = await import('./explain.ts');
          process.stdout.write(await explain(id));
          return 0;
        });
      }),
  );
}

type Row = Readonly<Record<string, string>>;

async function suitesOf(kinds: readonly string[]): Promise<readonly Suite[]> {
  const { suitesFor } = await import('../conformance/suites.ts');
  const { UsageError } = await import('../conformance/errors.ts');
  const suites = await suitesFor(kinds);
  const unknown = kinds.find((kind) => !suites.some((suite) => suite.kind === kind));
  if (unknown) throw new UsageError(`there is no suite for "${unknown}"`);
  return suites;
}

async function pages(kinds: readonly string[]): Promise<string> {
  const { registerPage } = await import('../conformance/report/register.ts');
  return (await suitesOf(kinds)).map(registerPage).join('\n');
}

async function killsPage(kinds: readonly string[]): Promise<string> {
  const { killsPage: page } = await import('../conformance/report/kills.ts');
  const { mutantTitles } = await import('../conformance/simulator.ts');
  return page(await suitesOf(kinds), await mutantTitles());
}

async function list(subject: Subject, kinds: readonly string[]): Promise<readonly Row[]> {
  const suites = await suitesOf(kinds);
  switch (subject) {
    case 'playbooks':
      return (await import('./about-playbooks.ts')).listPlaybooks(kinds);
    case 'flaws':
      return (await import('./about-playbooks.ts')).listFlaws(kinds);
    case 'ids':
      return (await import('../conformance/ids.ts')).listIds();
    case 'cases':
      return suites.flatMap((suite) =>
        suite.cases.map((one) => ({
          kind: suite.kind,
          case: one.id,
          touches: one.touches,
          checks: String(one.checks.length),
          title: one.title,
        })),
      );
    case 'kinds':
      return suites.map((suite) => ({
        kind: suite.kind,
        releases: suite.releases.join(', '),
        cases: String(suite.cases.length),
        requirements: String(suite.requirements.size),
        title: suite.title,
      }));
    case 'requirements': {
      const checked = new Set(
        suites.flatMap(({ cases }) => cases.flatMap((one) => one.checks.map((c) => c.requirement))),
      );
      return suites.flatMap(({ kind, requirements }) =>
        [...requirements.values()].map((one) => ({
          kind,
          id: one.id,
          level: one.level,
          evidence: one.evidence,
          releases: one.versions,
          checked: checked.has(one.id) ? 'yes' : (one.untested ?? 'no'),
          statement: one.statement,
        })),
      );
    }
    case 'mutants': {
      const { mutantNames } = await import('../conformance/simulator.ts');
      const checks = suites.flatMap((suite) => suite.cases.flatMap((one) => one.checks));
      const names = (await mutantNames()).filter((name) => suites.some((suite) => name.startsWith(`${suite.kind}.`)));
      return names.map((mutant) => ({
        mutant,
        'turns red': checks
          .filter((check) => check.killedBy.includes(mutant))
          .map((check) => check.id)
          .join(', '),
      }));
    }
  }
}

async function table(rows: readonly Row[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const [first] = rows;
  if (!first) return 'nothing\n';
  const drawn = new Table({
    head: Object.keys(first),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    wordWrap: true,
    chars: plain,
  });
  drawn.push(...rows.map((row) => Object.values(row)));
  return `${drawn.toString().replace(/ +$/gm, '')}\n`;
}

/** No lines between rows: a table that can be searched and cut with the usual tools. */
const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
