import type { Command } from 'commander';
import type { LabAddress } from './control.ts';
import { labSubcommand } from './lab-option.ts';

/** Commands about what the devices of a running lab are in. */
export function stateCommands(lab: Command): void {
  labSubcommand(lab, 'reset [device...]', 'unpack devices again (default: all): what was done to them is gone').action(
    async (names: readonly string[], options: LabAddress) => {
      await (await import('./lab-state-action.ts')).reset(names, options);
    },
  );
  labSubcommand(lab, 'snapshot [name]', 'keep devices as they are, under a name; without one: list what is kept')
    .option('--devices <names>', 'of these devices alone, with commas between them')
    .option('--remove', 'forget the snapshot of that name')
    .action(async (name: string | undefined, options: LabAddress & { devices?: string; remove?: true }) => {
      await (await import('./lab-state-action.ts')).snapshot(name, options);
    });
  labSubcommand(lab, 'restore <name>', 'have devices again as a snapshot holds them')
    .option('--devices <names>', 'these devices alone, with commas between them')
    .action(async (name: string, options: LabAddress & { devices?: string }) => {
      await (await import('./lab-state-action.ts')).restore(name, options);
    });
  labSubcommand(
    lab,
    'export [device...]',
    'print the states of devices (default: all) as text to keep, compare or import',
  )
    .option('--snapshot <name>', 'as this snapshot holds them')
    .action(async (names: readonly string[], options: LabAddress & { snapshot?: string }) => {
      await (await import('./lab-state-action.ts')).exported(names, options);
    });
  labSubcommand(lab, 'import <file>', 'put devices into the states of an export; - reads standard input').action(
    async (file: string, options: LabAddress) => {
      await (await import('./lab-state-action.ts')).imported(file, options);
    },
  );
}
