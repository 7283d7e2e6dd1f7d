import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { defineSuite } from '../../suite.ts';
import { accessCases } from './access.cases.ts';
import { access } from './access.requirements.ts';
import { certificateCases } from './certificates.cases.ts';
import { certificates } from './certificates.requirements.ts';
import { ask, parsed, standingOptions, textAt } from './manager.ts';
import { snapshot, visiting } from './visit.cases.ts';

/** Asks a manager for its release; whoever does not answer as NSX does is none. */
async function probe(device: Device): Promise<string> {
  const seen = await ask(device, 'GET /api/v1/node/version');
  if (seen.status === 403) throw new CouldNotRun('the target refuses the user and password (403)');
  const version = textAt(parsed(seen), 'product_version') || textAt(parsed(seen), 'node_version');
  if (!/^\d/.test(version)) throw new CouldNotRun('the target does not answer node/version as NSX does');
  return version;
}

/** What is asked of an NSX Manager. */
export const nsx = defineSuite({
  kind: 'nsx',
  title: 'NSX Manager: certificates of the cluster, seen on every listener',
  releases: ['9.0', '4.2', '4.1', '3.1', '2.4'],
  standing: standingOptions,
  requirements: [...access, ...certificates],
  cases: [...accessCases, ...certificateCases, visiting],
  probe,
  snapshot,
});
