import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { home } from '../../../lab/home.ts';
import { inEnvironment } from './python.ts';

const run = promisify(execFile);

/**
 * Has a client do what its script says.
 *
 * @param name a file of `scripts/`; it reads the device as JSON from its first argument, may write in the folder of its
 *   second, and writes what the client saw as JSON to the file of its third
 * @param folder where that folder is made
 * @param more further arguments
 * @returns what the client saw
 * @throws Error with the client's own words when it gave up
 */
export async function script<T>(
  name: string,
  device: { readonly name: string },
  folder: string,
  ...more: string[]
): Promise<T> {
  const file = join(home, 'conformance', 'foreign', 'scripts', name);
  const own = mkdtempSync(join(folder, `${device.name}-`));
  const saw = join(own, 'saw.json');
  await program(inEnvironment('python'), [file, JSON.stringify(device), own, saw, ...more], own);
  return JSON.parse(readFileSync(saw, 'utf8'));
}

/** Runs a program of the virtual environment, with a home of its own. @throws Error with all that it said */
export async function program(
  path: string,
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  // The clients want UTF-8, and nobody's own settings.
  const env = { PATH: `${inEnvironment('')}:${process.env.PATH}`, HOME: folder, LC_ALL: 'C.UTF-8', ...environment };
  try {
    return (await run(path, args, { env, cwd: folder, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${path} gave up:\n${stdout}\n${stderr}`);
  }
}
