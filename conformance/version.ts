import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of this package, which is the version of its suites. */
export function suiteVersion(): string {
  for (let directory = import.meta.dirname; ; directory = dirname(directory)) {
    const file = join(directory, 'package.json');
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
      if (name === 'rackless') return String(version);
    }
    if (directory === dirname(directory)) return 'unknown';
  }
}
