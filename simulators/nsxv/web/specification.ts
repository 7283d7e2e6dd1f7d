import { administration } from '../specified/administration.ts';
import { appliance } from '../specified/appliance.ts';
import { controllers } from '../specified/controllers.ts';
import { edgeServices } from '../specified/edge-services.ts';
import { edges } from '../specified/edges.ts';
import { firewall } from '../specified/firewall.ts';
import { grouping } from '../specified/grouping.ts';
import { guests } from '../specified/guests.ts';
import { networks } from '../specified/networks.ts';
import { vpn } from '../specified/vpn.ts';
import { fits } from './operation.ts';

/**
 * What the NSX API specification names, subject by subject. A line is a method, a path, the releases (2: 6.2 and so on) and
 * the operation's name; a release that is absent does not document it.
 * @source documented: vmware-archive/nsxraml, branches 6.2, 6.3, 6.4
 */
const subjects = [
  appliance,
  administration,
  grouping,
  vpn,
  edgeServices,
  edges,
  controllers,
  networks,
  firewall,
  guests,
];

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
  lines ??= subjects
    .flatMap((text) => text.trim().split('\n'))
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
