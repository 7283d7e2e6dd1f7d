import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The command-line programs that tests use, with the Debian package of each. What is added here is installed by `.ci/run`. */
export const tools = {
  openssl: 'openssl',
  curl: 'curl',
  git: 'git',
  ssh: 'openssh-client',
  scp: 'openssh-client',
  sftp: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  'ssh-keyscan': 'openssh-client',
  tar: 'tar',
} as const;

export type Tool = keyof typeof tools;

/**
 * Whether a program is to be had on this machine; a test that needs one says so with `it.skipIf(!has('openssl'))`.
 * The closing line of a run names the tests that were skipped and the tools that were missing.
 */
export function has(tool: Tool): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder || '.', tool)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
