import type { Command } from 'commander';
import type { LabAddress } from './control.ts';
import type { AddOptions } from './lab-devices-action.ts';
import { labSubcommand } from './lab-option.ts';

/** Commands about single devices of a running lab. */
export function deviceCommands(lab: Command): void {
  labSubcommand(
    lab,
    'at <device> <port>',
    "the host and port that stand for a device's own port, also while that is closed",
  )
    .option('--address <address>', 'the device address or interface (default: the one for management)')
    .action(async (device: string, port: string, options: LabAddress & { address?: string }) => {
      await (await import('./lab-action.ts')).at(device, port, options);
    });
  labSubcommand(lab, 'add <kind>', 'add a device, or several; prints what the ready line would say of each, one a line')
    .option('--name <name>', 'its name; {n} counts from 1')
    .option('--release <release>', 'its software release')
    .option('--count <n>', 'how many', Number)
    .option('--options <json>', `options of the kind, as JSON: '{"configured":"nxapi"}'`)
    .action(async (kind: string, options: LabAddress & AddOptions) => {
      await (await import('./lab-devices-action.ts')).add(kind, options);
    });
  labSubcommand(lab, 'remove <device...>', 'take devices away, with all that was kept of them').action(
    async (names: readonly string[], options: LabAddress) => {
      await (await import('./lab-devices-action.ts')).remove(names, options);
    },
  );
  labSubcommand(lab, 'reboot <device...>', 'restart devices: what was not saved on them is gone').action(
    async (names: readonly string[], options: LabAddress) => {
      await (await import('./lab-devices-action.ts')).each('reboot', names, options);
    },
  );
  labSubcommand(lab, 'certificates <device>', 'the certificates that a device presents now')
    .option('--pem', 'as PEM, leaf first')
    .action(async (name: string, options: LabAddress & { pem?: true }) => {
      await (await import('./lab-devices-action.ts')).certificates(name, options);
    });
  labSubcommand(lab, 'users <device>', 'who has an account on a device').action(
    async (name: string, options: LabAddress) => {
      await (await import('./lab-devices-action.ts')).users(name, options);
    },
  );
}
