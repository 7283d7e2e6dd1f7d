import type { Command } from 'commander';
import type { LabAddress } from './control.ts';
import { usageExit } from './exit.ts';
import { labSubcommand } from './lab-option.ts';

/** Commands about faults, the clock and what else is set for a whole lab. */
export function settingCommands(lab: Command): void {
  const fault = usageExit(lab.command('fault').description('what goes wrong: add, list, remove, clear'));
  labSubcommand(
    fault,
    'add <rule>',
    "add a rule, as a lab file has it: '{ at: accept, act: reset, atMost: 3 }'",
  ).action(async (rule: string, options: LabAddress) => {
    await (await import('./lab-settings-action.ts')).addFault(rule, options);
  });
  labSubcommand(fault, 'list', 'the rules, how often each fitted and how often it acted').action(
    async (options: LabAddress) => {
      await (await import('./lab-settings-action.ts')).listFaults(options);
    },
  );
  labSubcommand(fault, 'remove <id...>', 'take rules away').action(
    async (ids: readonly string[], options: LabAddress) => {
      await (await import('./lab-settings-action.ts')).removeFaults(ids, options);
    },
  );
  labSubcommand(fault, 'clear', 'take all rules away').action(async (options: LabAddress) => {
    await (await import('./lab-settings-action.ts')).clearFaults(options);
  });
  labSubcommand(lab, 'clock [what] [value]', 'show the time of the lab; freeze, run, set TIME, advance 90s').action(
    async (what: string | undefined, value: string | undefined, options: LabAddress) => {
      await (await import('./lab-settings-action.ts')).clock(what, value, options);
    },
  );
  labSubcommand(lab, 'seed <seed>', 'another seed for devices that come, and for the chance of faults').action(
    async (seed: string, options: LabAddress) => {
      await (await import('./lab-settings-action.ts')).seed(seed, options);
    },
  );
  labSubcommand(lab, 'health', 'whether the lab is up')
    .option('--wait <seconds>', 'wait so long for one that is starting', Number)
    .action(async (options: LabAddress & { wait?: number }) => {
      await (await import('./lab-settings-action.ts')).health(options);
    });
  labSubcommand(lab, 'metrics', 'figures, as Prometheus reads them').action(async (options: LabAddress) => {
    await (await import('./lab-settings-action.ts')).metrics(options);
  });
}
