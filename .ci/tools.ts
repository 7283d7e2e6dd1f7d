import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import tools from './tools.json' with { type: 'json' };

/** A command-line program that tests use. `tools.json` has the Debian package of each, and `.ci/run` installs what is missing. */
export type Tool = keyof typeof tools;

/** All of them. */
export const allTools = Object.keys(tools) as Tool[];

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
