import { Command, Option } from 'commander';
import { asStatus, usageExit } from './exit.ts';

/** The options of `rackless judge`, as the command line gives them. */
export interface JudgeOptions {
  readonly attach?: true;
  readonly inventory?: string;
  readonly only?: readonly string[];
  readonly without: readonly string[];
  readonly reference?: string | true;
  readonly timeout: string;
  readonly seed?: string;
  readonly report: readonly string[];
  readonly json?: true;
}

/**
 * `rackless judge PLAYBOOK -- COMMAND…`: starts the playbook's lab, runs the command in it once in peace and once under each
 * adversity, and judges what it did and what it left. Leaves the process with the exit status of the verdicts.
 */
export function judgeCommand(): Command {
  return usageExit(
    new Command('judge')
      .description('judge an automation, or people at work, by a playbook')
      .argument('<playbook>', 'its name; see: rackless list playbooks')
      .argument('[command...]', 'the automation, after --')
      .option('--attach', 'watch people at work in the lab instead; Ctrl-C says that they are done')
      .addOption(
        new Option('--inventory <format>', 'also write an inventory, named by RACKLESS_INVENTORY').choices([
          'env',
          'json',
          'ansible',
        ]),
      )
      .option('--only <adversity...>', 'the control run and only these adversities')
      .option('--without <pack...>', 'leave out these packs of good practice', [])
      .option('--reference [flaw]', 'judge the reference automation of the playbook, right or with one flaw')
      .option('--timeout <seconds>', 'for one run of the command', '120')
      .option('--seed <text>', 'names, serials and chances of the lab follow from it')
      .option('--report <format=file...>', 'also write the report: json=FILE, junit=FILE, html=FILE, md=FILE', [])
      .option('--json', 'print results.json instead of the report for people')
      .addHelpText('after', help)
      .action(async (playbook: string, words: string[], options: JudgeOptions) => {
        await asStatus(async () => {
          const { judgeAutomation } = await import('./judge-action.ts');
          return judgeAutomation(playbook, words, options);
        });
      }),
  );
}

const help = `
The command finds in its environment RACKLESS_URL, RACKLESS_USERNAME, RACKLESS_PASSWORD_FILE, RACKLESS_CA_FILE and more
(docs/judge.md). Its output goes to standard error.

Exit status:
  0   judged, and all rules are kept
  1   a rule is broken
  2   nothing was judged
  3   a rule that must be judged could not be: its situation never arose
  64  the question was wrong: no such playbook, no command`;
