import { specification } from '../specified.ts';
import { fits } from './operation.ts';

/** An operation that the vendor's specification names. */
export interface Specified {
  readonly method: string;
  /** Parameters in braces. */
  readonly path: string;
  /** Minor releases that name it: `234` for 6.2 to 6.4. */
  readonly releases: string;
  readonly name: string;
}

let lines: readonly Specified[] | undefined;

function all(): readonly Specified[] {
  lines ??= specification
    .trim()
    .split('\n')
    .map((line) => {
      const [method = '', path = '', releases = '', name = ''] = line.split(' ');
      return { method, path, releases, name };
    });
  return lines;
}

/** The operation that a release's specification has for a request, or `undefined`. */
export function specified(release: string, method: string, path: string): Specified | undefined {
  const minor = release.split('.')[1] ?? '';
  return all().find((one) => one.method === method && one.releases.includes(minor) && fits(one.path, path));
}
