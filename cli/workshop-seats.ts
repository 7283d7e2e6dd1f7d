import { type Command, InvalidArgumentError, Option } from 'commander';

/** What the command line says of seats. */
export interface SeatsChoice {
  readonly seats?: number;
  readonly roster?: string;
  readonly host?: string;
  readonly links?: string;
  readonly results?: string;
}

/** What the command line says of a workshop. */
export interface WorkshopOptions extends SeatsChoice {
  /** Id or file. */
  readonly exercise: string;
  readonly listen?: string;
  readonly portBase?: number;
  readonly controlPort?: number;
  readonly seed?: string;
  readonly json?: true;
}

/** Whether the options ask for seats, rather than for one person's attempt. */
export function asksForSeats({ seats, roster }: SeatsChoice): boolean {
  return seats !== undefined || roster !== undefined;
}

/** Adds to `rackless workshop` what asks for seats. */
export function addSeatOptions(command: Command): Command {
  return command
    .option('--seats <n>', 'a lab and a page for each of so many trainees, and a page for the trainer', seatCount)
    .option('--roster <file>', 'who takes part: a name a line, CSV with a column name, or YAML')
    .option('--host <name>', 'the name or address by which trainees reach this machine, for the links')
    .option('--links <file>', 'write the links into this file, which you alone can read')
    .option('--results <file>', 'write the results into this file at the end: .json, or else CSV');
}

/** Adds `rackless workshop results`. */
export function addResultsCommand(command: Command): void {
  command
    .command('results')
    .description('how everybody stands in the workshop that runs')
    .addOption(
      new Option('--format <format>', 'for a spreadsheet, or with all that was seen')
        .choices(['csv', 'json'])
        .default('csv'),
    )
    .option('--control <url>', "the trainer's page, where several workshops run")
    .option('--token-file <file>', "file with the trainer's token")
    .action(async (options: { format: 'csv' | 'json'; control?: string; tokenFile?: string }) => {
      const { askText } = await import('./control.ts');
      process.stdout.write(await askText({ ...options, what: 'workshop' }, 'GET', `/results.${options.format}`));
    });
}

/** More seats than any room has; each needs memory and ports. */
const mostSeats = 500;

function seatCount(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > mostSeats) throw new InvalidArgumentError(`A number of seats is 1 to ${mostSeats}.`);
  return count;
}
