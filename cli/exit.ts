import type { Command, CommanderError } from 'commander';

/** Makes a command end with 64 where its arguments are wrong, and with 0 after `--help`. */
export function usageExit(command: Command): Command {
  return command.exitOverride((error: CommanderError) => {
    process.exit(error.exitCode === 0 ? 0 : 64);
  });
}

/**
 * Runs a command's work and makes what it gives the exit status of the process. A wrong question (UsageError) is 64;
 * anything else that is thrown is an error of the suite, 3. Only messages are shown, never a stack.
 */
export async function asStatus(work: () => Promise<number>): Promise<void> {
  const { UsageError, messageOf } = await import('../conformance/errors.ts');
  try {
    process.exitCode = await work();
  } catch (thrown) {
    process.stderr.write(`rackless: ${messageOf(thrown)}\n`);
    process.exitCode = thrown instanceof UsageError ? 64 : 3;
  }
}
