import { Command } from 'commander';
import { conformCommand } from '../../dist/cli/conform.js';
import { explainCommand, listCommand } from '../../dist/cli/list.js';

/** The conformance commands alone, for tests that spawn them. */
await new Command('rackless')
  .addCommand(conformCommand())
  .addCommand(listCommand())
  .addCommand(explainCommand())
  .parseAsync();
