import { Command } from 'commander';
import { usageExit } from './exit.ts';
import { port, portOrAny } from './port.ts';
import { addResultsCommand, addSeatOptions, asksForSeats, type WorkshopOptions } from './workshop-seats.ts';

/** `rackless workshop`: people at work on an exercise, judged live. */
export function workshopCommand(): Command {
  const command = new Command('workshop')
    .description('let people work on an exercise, on a page that shows what is done')
    .option('--exercise <id|file>', 'what is to be done; see: rackless workshop list', 'nxapi-secure-https')
    .option('--listen <address>', 'listen on this address (default: 127.0.0.1, this machine alone)')
    .option('--port-base <n>', 'give out host ports from here on (default: free ones)', port)
    .option(
      '--control-port <n>',
      "port of the page, or of the trainer's page; 0 for any (default: 8080, or any where that is taken)",
      portOrAny,
    )
    .option('--seed <text>', 'names, serials and identifiers follow from it')
    .option('--json', 'print one line of JSON on standard output when all is ready')
    .addHelpText('after', help);
  addSeatOptions(command).action(async (options: WorkshopOptions) => {
    if (asksForSeats(options)) {
      const { workshopSeats } = await import('./workshop-seats-action.ts');
      await workshopSeats(options);
      return;
    }
    const { workshop } = await import('./workshop-action.ts');
    await workshop(options);
  });
  command
    .command('list')
    .description('the exercises of this package')
    .action(async () => {
      await (await import('./workshop-action.ts')).listExercises();
    });
  command
    .command('verify')
    .description('try an exercise: nothing done is red, the solution green, each shortcut red')
    .argument('<id|file>', 'an exercise of this package, or a file of your own; its scripts run on this machine')
    .action(async (name: string) => {
      process.exitCode = await (await import('./workshop-action.ts')).verifyExercise(name);
    });
  command
    .command('schema')
    .description('print the JSON Schema of exercises')
    .action(async () => {
      const { exerciseJsonSchema } = await import('../workshop/exercise-schema.ts');
      process.stdout.write(`${JSON.stringify(exerciseJsonSchema(), null, 2)}\n`);
    });
  addResultsCommand(command);
  return usageExit(command);
}

const help = `
Exit status:
  0    the workshop ran and was stopped; verify: the exercise holds what it should
  1    verify: it does not
  64   the exercise or the arguments are wrong
  70   an error in this program`;
