import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package, from its sources as from its build. */
export const home: string = (() => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
})();

/** Version of this package. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return String(version);
}

/** Path of a lab file that comes with this package: `default`, `walkthrough`. */
export function shippedLab(name: string): string {
  return join(home, 'fixtures', 'labs', `${name}.yaml`);
}
