import { Command } from 'commander';
import type { LabAddress } from './control.ts';
import { usageExit } from './exit.ts';
import type { JournalChoice } from './lab-action.ts';
import { deviceCommands } from './lab-devices.ts';
import { inventoryCommand } from './lab-inventory.ts';
import { nsxvCommands } from './lab-nsxv.ts';
import { labSubcommand } from './lab-option.ts';
import { settingCommands } from './lab-settings.ts';
import { stateCommands } from './lab-state.ts';

/** `rackless lab …`: talks to a running lab over its control API. */
export function labCommand(): Command {
  const lab = usageExit(new Command('lab').description('talk to a running lab'));
  lab.addHelpText('after', help);
  labSubcommand(lab, 'status', 'devices, endpoints, certificates')
    .option('--json', 'as JSON')
    .action(async (options: LabAddress & { json?: true }) => {
      await (await import('./lab-action.ts')).status(options);
    });
  inventoryCommand(lab);
  deviceCommands(lab);
  labSubcommand(
    lab,
    'reload',
    'read the lab file again: devices come and go, changed certificate files are served',
  ).action(async (options: LabAddress) => {
    await (await import('./lab-action.ts')).reload(options);
  });
  stateCommands(lab);
  labSubcommand(lab, 'journal', 'what happened, one JSON object a line')
    .option('--device <name>', 'of these devices alone; * any characters, ? one')
    .option('--kind <kind>', 'entries of this kind alone: request, command, login, endpoint, …')
    .option('--endpoint <name>', 'of these endpoints alone')
    .option('--user <name>', 'of these users alone')
    .option('--operation <pattern>', "of these operations alone: 'POST /ins', 'copy *'")
    .option('--outcome <pattern>', 'with this outcome alone')
    .option('--after <seq>', 'entries after this one')
    .option('--last <n>', 'the last ones alone')
    .option('--follow', 'go on with what happens from now on')
    .action(async (options: LabAddress & JournalChoice) => {
      await (await import('./lab-action.ts')).journal(options);
    });
  labSubcommand(lab, 'near-misses', 'what was asked for and is not known, with what comes nearest')
    .option('--device <name>', 'of these devices alone')
    .action(async (options: LabAddress & { device?: string }) => {
      await (await import('./lab-action.ts')).nearMisses(options);
    });
  labSubcommand(lab, 'coverage', 'what was asked for and no device knows, most often asked first').action(
    async (options: LabAddress) => {
      await (await import('./lab-action.ts')).coverage(options);
    },
  );
  settingCommands(lab);
  nsxvCommands(lab);
  labSubcommand(lab, 'stop', 'stop the lab')
    .option('--grace <ms>', 'milliseconds that requests under way have to end', Number)
    .action(async (options: LabAddress & { grace?: number }) => {
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

const help = `
Exit status:
  0    done
  1    the lab refused, or is gone
  64   the arguments are wrong, or it is not clear which lab is meant`;
