import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The root of the repository. */
export const root = dirname(import.meta.dirname);

/** What lies in a clone and is not the repository's. */
const foreign = new Set(['.git', 'node_modules', 'dist', 'dist-next', 'dist-old', '.rackless', '.venv', 'coverage']);

/** Every file of the repository whose name ends so, as a path from its root with slashes, sorted. */
export function filesEndingIn(...endings: string[]): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !foreign.has(entry.name)) walk(path);
      else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) found.push(path);
    }
  };
  walk('');
  return found.sort();
}
