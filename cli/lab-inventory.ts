import { type Command, Option } from 'commander';
import type { LabAddress } from './control.ts';
import { inventoryFormats } from './inventory.ts';
import type { InventoryOptions } from './lab-inventory-action.ts';
import { labSubcommand } from './lab-option.ts';

/** `rackless lab inventory`: a running lab for scripts and for Ansible. */
export function inventoryCommand(lab: Command): void {
  labSubcommand(lab, 'inventory', 'addresses and accounts of the devices, for scripts and for Ansible; holds passwords')
    .addOption(
      new Option('--format <format>', 'variables for a shell, an Ansible inventory, or JSON')
        .choices([...inventoryFormats])
        .default('env'),
    )
    .option('--output <file>', 'write it into this file, which only its owner can read')
    .option('--ca <file>', "write the certificates there by which the devices' endpoints can be verified, and name it")
    .action(async (options: LabAddress & InventoryOptions) => {
      await (await import('./lab-inventory-action.ts')).writeInventory(options);
    });
}
