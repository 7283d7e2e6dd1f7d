import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../lab/cache.ts';

/** A command-line tool of the package registry that is measured and is no dependency. */
export interface Tool {
  readonly name: string;
  readonly release: string;
  /** The script that Node runs, within the package. */
  readonly main: string;
}

/**
 * Installs a tool into the user's cache where it is not there yet; scripts of packages are not run.
 * @returns the path of its script; `undefined` where it cannot be installed
 */
export function installed({ name, release, main }: Tool): string | undefined {
  const cache = cacheDirectory();
  if (cache === undefined) return undefined;
  const home = join(cache, 'bench', `${name.replace(/^@/, '').replace('/', '-')}-${release}`);
  const script = join(home, 'node_modules', name, main);
  if (existsSync(script)) return script;
  mkdirSync(home, { recursive: true });
  try {
    const words = ['install', '--prefix', home, '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${release}`];
    execFileSync('npm', words, { stdio: 'ignore', timeout: 300_000 });
    return script;
  } catch {
    rmSync(home, { recursive: true, force: true });
    return undefined;
  }
}
