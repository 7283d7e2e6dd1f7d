import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { defineSuite } from '../../suite.ts';
import { parsed, textAt } from './answers.ts';
import { clusterCase, failover, virtualIp } from './cluster.cases.ts';
import { clusterRequirements } from './cluster.requirements.ts';
import { clusterCertificate } from './cluster-certificate.cases.ts';
import { commandLine } from './command-line.cases.ts';
import { imports, refusedImports } from './imports.cases.ts';
import { lists, validation } from './lists.cases.ts';
import { credentials, locking, outstanding, rate } from './logins.cases.ts';
import { loginsRequirements } from './logins.requirements.ts';
import { ask, standingOptions } from './manager.ts';
import { node, security } from './node.cases.ts';
import { nodeCertificates } from './node-certificates.cases.ts';
import { principals, requests } from './principals.cases.ts';
import { principalsRequirements } from './principals.requirements.ts';
import { authorities, batches, hosts } from './replacements.cases.ts';
import { replacingRequirements } from './replacing.requirements.ts';
import { session, sessionScope } from './sessions.cases.ts';
import { storingRequirements } from './storing.requirements.ts';
import { untestedRequirements } from './untested.requirements.ts';
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
  requirements: [
    ...loginsRequirements,
    ...clusterRequirements,
    ...storingRequirements,
    ...replacingRequirements,
    ...principalsRequirements,
    ...untestedRequirements,
  ],
  cases: [
    credentials,
    session,
    sessionScope,
    locking,
    rate,
    outstanding,
    node,
    clusterCase,
    virtualIp,
    failover,
    security,
    imports,
    refusedImports,
    lists,
    validation,
    clusterCertificate,
    nodeCertificates,
    authorities,
    batches,
    hosts,
    principals,
    requests,
    commandLine,
    visiting,
  ],
  probe,
  snapshot,
});
