#!/usr/bin/env node
import { Command } from 'commander';
import { version } from '../lab/home.ts';
import { usageExit } from './exit.ts';

/** The subcommands, in the order of the help. Only the one that is called is loaded. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  up: () => import('./up.ts').then((module) => module.upCommand()),
  lab: () => import('./lab.ts').then((module) => module.labCommand()),
  conform: () => import('./conform.ts').then((module) => module.conformCommand()),
  judge: () => import('./judge.ts').then((module) => module.judgeCommand()),
  workshop: () => import('./workshop.ts').then((module) => module.workshopCommand()),
  list: () => import('./list.ts').then((module) => module.listCommand()),
  explain: () => import('./list.ts').then((module) => module.explainCommand()),
  certs: () => import('./certs.ts').then((module) => module.certsCommand()),
};

async function main(words: readonly string[]): Promise<void> {
  const program = usageExit(
    new Command('rackless')
      .description('Network management planes you can test against without a rack.')
      .version(version())
      .showHelpAfterError('(rackless --help shows what there is)'),
  );
  const called = Object.hasOwn(commands, words[0] ?? '') ? commands[words[0] ?? ''] : undefined;
  for (const load of called ? [called] : Object.values(commands)) program.addCommand(await load());
  await program.parseAsync(words, { from: 'user' });
}

/** The one place where errors end: the message is shown, and the stack only to those who ask for it. */
function fail(error: unknown): void {
  const { RACKLESS_DEBUG } = process.env;
  const message = error instanceof Error ? error.message : String(error);
  const stack = RACKLESS_DEBUG && error instanceof Error ? `${error.stack}\n` : '';
  process.stderr.write(`rackless: ${message}\n${stack}`);
  const foreseen = error instanceof Error && 'exitStatus' in error && typeof error.exitStatus === 'number';
  process.exitCode = foreseen ? Number(error.exitStatus) : 70;
}

// Who pipes our output into `head` has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(error);
});

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

main(process.argv.slice(2)).catch(fail);
