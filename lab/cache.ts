import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder of this user where pools and notes on running labs lie: `RACKLESS_CACHE`, else
 * `$XDG_CACHE_HOME/rackless`, else `~/.cache/rackless`. Made where it is missing, for this user alone.
 * @returns `undefined` where it cannot be written: a lab then does without
 */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { RACKLESS_CACHE: own, XDG_CACHE_HOME: shared } = environment;
  const folder = own || join(shared || join(homedir(), '.cache'), 'rackless');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}
