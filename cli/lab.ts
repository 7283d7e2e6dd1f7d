import { Command, Option } from 'commander';
import { usageExit } from './exit.ts';

/** Which running lab is meant. */
export interface LabAddress {
  readonly control?: string;
  readonly tokenFile?: string;
}

/** `rackless lab …`: talks to a running lab over its control API. */
export function labCommand(): Command {
  const lab = usageExit(new Command('lab').description('talk to a running lab'));
  lab.addHelpText('after', help);
  lab
    .command('status')
    .description('devices, endpoints, certificates')
    .option('--json', 'as JSON')
    .addOption(control())
    .addOption(tokenFile())
    .action(async (options: LabAddress & { json?: true }) => {
      await (await import('./lab-action.ts')).status(options);
    });
  lab
    .command('at')
    .description("the host and port that stand for a device's own port, also while that is closed")
    .argument('<device>')
    .argument('<port>', "the device's port number")
    .option('--address <address>', 'the device address or interface (default: the one for management)')
    .addOption(control())
    .addOption(tokenFile())
    .action(async (device: string, port: string, options: LabAddress & { address?: string }) => {
      await (await import('./lab-action.ts')).at(device, port, options);
    });
  lab
    .command('reload')
    .description('read the lab file again: devices come and go, changed certificate files are served')
    .addOption(control())
    .addOption(tokenFile())
    .action(async (options: LabAddress) => {
      await (await import('./lab-action.ts')).reload(options);
    });
  lab
    .command('journal')
    .description('what happened, one JSON object a line')
    .option('--device <name>', 'of this device alone')
    .option('--kind <kind>', 'entries of this kind alone: request, command, login, endpoint, …')
    .option('--after <seq>', 'entries after this one')
    .addOption(control())
    .addOption(tokenFile())
    .action(async (options: LabAddress & { device?: string; kind?: string; after?: string }) => {
      await (await import('./lab-action.ts')).journal(options);
    });
  lab
    .command('coverage')
    .description('what was asked for and no device knows, most often asked first')
    .addOption(control())
    .addOption(tokenFile())
    .action(async (options: LabAddress) => {
      await (await import('./lab-action.ts')).coverage(options);
    });
  lab
    .command('stop')
    .description('stop the lab')
    .addOption(control())
    .addOption(tokenFile())
    .action(async (options: LabAddress) => {
      await (await import('./lab-action.ts')).stop(options);
    });
  lab
    .command('schema')
    .description('print the JSON Schema of lab files')
    .action(async () => {
      const { labJsonSchema } = await import('../lab/schema.ts');
      process.stdout.write(`${JSON.stringify(labJsonSchema(), null, 2)}\n`);
    });
  return lab;
}

const control = (): Option => new Option('--control <url>', 'control API of the lab (default: the one that runs here)');
const tokenFile = (): Option => new Option('--token-file <file>', 'file with its token; or set RACKLESS_TOKEN');

const help = `
Exit status:
  0    done
  1    the lab refused, or is gone
  64   the arguments are wrong, or it is not clear which lab is meant`;
