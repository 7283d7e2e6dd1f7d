import { type Command, Option } from 'commander';

/** Adds a subcommand that talks to a running lab, with the options that say to which. */
export function labSubcommand(lab: Command, nameAndArguments: string, description: string): Command {
  return lab
    .command(nameAndArguments)
    .description(description)
    .addOption(new Option('--control <url>', 'control API of the lab (default: the one that runs here)'))
    .addOption(new Option('--token-file <file>', 'file with its token; or set RACKLESS_TOKEN'));
}
