import { Command, Option } from 'commander';
import type { Suite } from '../conformance/suite.ts';
import type { TargetOptions } from './conform-target.ts';
import { asStatus, usageExit } from './exit.ts';

/** The options of `rackless conform`, as the command line gives them. */
export interface ConformOptions extends TargetOptions {
  readonly allow?: string;
  readonly release?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly mutant?: string;
  readonly parallel?: string;
  readonly shuffle?: string;
  readonly patience: string;
  readonly dryRun?: true;
  readonly report: readonly string[];
  readonly record?: string;
  readonly replay?: string;
  readonly waivers?: string;
  readonly compare?: string;
  readonly json?: true;
}

/** Gives the suites of some kinds, or of all when none is named. */
export type SuiteSource = (kinds: readonly string[]) => Promise<readonly Suite[]>;

/**
 * `rackless conform [KIND…]`: judges a fresh simulator of each kind, or the device at `--target`. Prints the report
 * on standard output and leaves the process with the exit status of the run.
 * @param suites where suites come from; a test brings its own
 */
export function conformCommand(suites?: SuiteSource): Command {
  const command = usageExit(
    new Command('conform')
      .description('judge whether a device, simulated or real, does what its vendor says')
      .argument('[kind...]', 'kinds of device (default: every kind that has a suite)')
      .addOption(new Option('--target <url>', 'a device at this https address, instead of a fresh simulator'))
      .addOption(new Option('--username <name>', 'who logs in at the target'))
      .addOption(new Option('--password-file <file>', 'the password; or set RACKLESS_PASSWORD'))
      .addOption(
        new Option('--ca <file>', 'PEM file of the authority of the target\u2019s certificate').conflicts('pin'),
      )
      .addOption(new Option('--pin <sha256>', 'SHA-256 fingerprint of the target\u2019s certificate'))
      .option('--ssh <host:port>', 'the same device by SSH; port 22 unless told')
      .option('--ssh-host-key <sha256>', 'fingerprint of its host key, as `ssh-keygen -lf` prints it')
      .option('--enable-password-file <file>', 'password of privileged mode; or set RACKLESS_ENABLE_PASSWORD')
      .option('--endpoint <name=host:port...>', 'an endpoint that is elsewhere, such as manager-2.https=192.0.2.12')
      .option('--budget <what=n...>', 'the most of the target: logins= (refused ones), sessions=, requests=')
      .option('--undo <file>', 'where undos are written down before a change (default: below .rackless/)')
      .addOption(
        new Option(
          '--allow <level>',
          'the most that may be done (default: read at a target, all in a simulator)',
        ).choices(['read', 'session', 'config', 'disruptive']),
      )
      .option('--release <release>', 'a release such as "9.3(5)", or "all"')
      .option('--only <id...>', 'only these cases, checks or requirements; * stands for any text', [])
      .option('--skip <id...>', 'not these', [])
      .addOption(new Option('--mutant <name>', 'judge a simulator with this one lie').conflicts('target'))
      .option('--parallel <n>', 'cases at a time (default: 4 in simulators, 1 at a target)')
      .option('--shuffle <seed>', 'drive the cases in another order, the same one for the same number')
      .option('--patience <seconds>', 'how long a connection or an answer is waited for', '30')
      .option('--dry-run', 'show what would be asked, send nothing; nothing is judged, so the exit status is 2')
      .option(
        '--report <format=file...>',
        'also write the report: json=, junit=, html=, md=, badge=, trace= and a file',
        [],
      )
      .option('--compare <results.json>', 'an earlier run; the report in md tells what changed since')
      .addOption(new Option('--record <file>', 'keep every exchange and observation, redacted, to judge them again'))
      .addOption(
        new Option('--replay <file>', 'judge what was recorded, with no device').conflicts([
          ...['target', 'mutant', 'release', 'allow', 'record', 'dryRun'],
        ]),
      )
      .option('--waivers <file>', 'YAML list of deviations that somebody answers for: check, reason, owner, expires')
      .option('--json', 'print results.json instead of the report for people')
      .addHelpText('after', exitHelp)
      .action(async (kinds: string[], options: ConformOptions) => {
        await asStatus(async () => {
          const { judge } = await import('./conform-action.ts');
          return judge(kinds, options, suites);
        });
      }),
  );
  return command.addCommand(cleanupCommand(suites)).addCommand(schemaCommand());
}

function schemaCommand(): Command {
  return usageExit(
    new Command('schema').description('print the JSON Schema of results.json').action(() =>
      asStatus(async () => {
        const { resultsJsonSchema } = await import('../conformance/report/results.ts');
        process.stdout.write(`${JSON.stringify(resultsJsonSchema(), null, 2)}\n`);
        return 0;
      }),
    ),
  );
}

function cleanupCommand(suites?: SuiteSource): Command {
  return usageExit(
    new Command('cleanup')
      .description('put back what a run left changed at a target, and compare with what was before')
      .argument('<file>', 'the list of undos; the report of that run names it')
      .option('--password-file <file>', 'the password; or set RACKLESS_PASSWORD')
      .option('--enable-password-file <file>', 'password of privileged mode; or set RACKLESS_ENABLE_PASSWORD')
      .option('--patience <seconds>', 'how long a connection or an answer is waited for', '30')
      .action((file: string, _options: object, command: Command) =>
        asStatus(async () => {
          const { cleanup } = await import('./conform-cleanup.ts');
          // Both commands know these options, and the outer one takes them first.
          return cleanup(file, command.optsWithGlobals(), suites);
        }),
      ),
  );
}

const exitHelp = `
Exit status:
  0   judged and conforming
  1   something does not conform
  2   nothing was judged
  3   incomplete: a MUST could not run, an error in the suite, an interrupt
  4   a waiver is stale, expired or unmatched
  5   the target was left changed
  64  the question itself was wrong
Where several apply: 64, 5, 1, 3, 2, 4.`;
