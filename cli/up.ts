import { Command, InvalidArgumentError } from 'commander';
import { usageExit } from './exit.ts';
import { port, portOrAny } from './port.ts';

/** The options of `rackless up`, as the command line gives them. */
export interface UpOptions {
  readonly state?: string;
  readonly listen?: string;
  readonly portBase?: number;
  readonly controlPort?: number;
  readonly mutant?: string;
  readonly seed?: string;
  readonly sharedListeners?: true;
  readonly workers?: number;
  /** `2/5`. */
  readonly share?: string;
  readonly tokenFile?: string;
  /** `false` after `--no-token`. */
  readonly token: boolean;
  readonly journal?: string;
  readonly journalBytes?: number;
  readonly grace?: number;
  readonly json?: true;
}

/** `rackless up [LAB]`: starts a lab and stays until it is told to stop. */
export function upCommand(): Command {
  return usageExit(
    new Command('up')
      .description('start a lab')
      .argument('[lab]', 'a lab file, or the name of one that comes with this package: default, walkthrough', 'default')
      .option('--state <dir>', 'keep what devices save in this directory, for the next start')
      .option('--listen <address>', 'listen on this address (default: 127.0.0.1, this machine alone)')
      .option('--port-base <n>', 'give out host ports from here on (default: the system chooses)', port)
      .option(
        '--control-port <n>',
        'port of the control API; 0 for any (default: 8080, or any where that is taken)',
        portOrAny,
      )
      .option('--mutant <name>', 'break all devices of a kind in this one way; see: rackless list mutants')
      .option('--seed <text>', 'names, serials and identifiers follow from it')
      .option(
        '--shared-listeners',
        'one socket a port for all devices with addresses of their own; needs --listen 0.0.0.0',
      )
      .option('--workers <n>', 'spread the devices over so many processes, with one control API', wholeNumber)
      .option('--share <i/n>', "this process has one of n parts of the lab's devices, by their names: 2/5")
      .option('--token-file <file>', 'file with the token of the control API (default: another one at each start)')
      .option(
        '--no-token',
        'open the control API to whoever is on this machine; only where the lab listens on loopback',
      )
      .option('--journal <file>', 'write the journal into this file, too, one JSON object a line')
      .option(
        '--journal-bytes <n>',
        'bytes that it may take; the oldest entries make room (default: 256 MiB)',
        wholeNumber,
      )
      .option('--grace <ms>', 'milliseconds that requests under way have to end when the lab is stopped', wholeNumber)
      .option('--json', 'print one line of JSON on standard output when all devices listen')
      .addHelpText('after', help)
      .action(async (lab: string, options: UpOptions) => {
        const { up } = await import('./up-action.ts');
        await up(lab, options);
      }),
  );
}

const help = `
Ctrl-C (SIGINT) or SIGTERM closes all connections and ends the lab at once, or when requests under way have had --grace;
a second one does not wait for it.

Exit status:
  0    the lab ran and was stopped
  64   the lab file or the arguments are wrong, or a host port that they name is taken
  70   an error in this program
  130  stopped by a second signal`;

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 belongs here.');
  return Number(text);
}
