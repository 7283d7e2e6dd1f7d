import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { defineSuite } from '../../suite.ts';
import { accessLife } from './access.cases.ts';
import { addresses } from './addresses.cases.ts';
import { agentLife } from './agent.cases.ts';
import { ask, cli, standingOptions } from './agent.ts';
import { bulk } from './bulk.cases.ts';
import { certificates } from './certificates.cases.ts';
import { commandApi } from './cli.cases.ts';
import { contextShell } from './context-shell.cases.ts';
import { contexts } from './contexts.cases.ts';
import { failover } from './failover.cases.ts';
import { networkGroups } from './groups.cases.ts';
import { hostLife } from './hosts.cases.ts';
import { interfaces } from './interfaces.cases.ts';
import { leases } from './leases.cases.ts';
import { licenses } from './licenses.cases.ts';
import { accessLists } from './lists.cases.ts';
import { enablePassword, refusals, userAgents } from './logins.cases.ts';
import { managers } from './managers.cases.ts';
import { monitoring } from './monitoring.cases.ts';
import { nat } from './nat.cases.ts';
import { objectChanges } from './object-changes.cases.ts';
import { objectLife } from './objects.cases.ts';
import { pages } from './pages.cases.ts';
import { periods } from './periods.cases.ts';
import { levels } from './privileges.cases.ts';
import { restarted, restored } from './restart.cases.ts';
import { staticRoutes } from './routes.cases.ts';
import { runningText } from './running.cases.ts';
import { saved } from './saving.cases.ts';
import { serviceKinds } from './services.cases.ts';
import { setup } from './setup.cases.ts';
import { terminal } from './terminal.cases.ts';
import { time } from './time.cases.ts';
import { tokenLife } from './tokens.cases.ts';
import { untestedRequirements } from './untested.requirements.ts';
import { userLife } from './users.cases.ts';
import { snapshot, visiting } from './visit.cases.ts';
import { vlans } from './vlans.cases.ts';
import { vpn } from './vpn.cases.ts';
import { wire } from './wire.cases.ts';

/** Asks a box for its agent's release; whoever does not answer as the agent does is no ASA with one. */
async function probe(device: Device): Promise<string> {
  const { status } = await ask(device, 'GET', '/api/monitoring/serialnumber');
  if (status === 401) throw new CouldNotRun('the target refuses the user and password (401)');
  const [text = ''] = await cli(device, 'show version | include REST API Agent');
  const told = /REST API Agent Version (\d+\.\d+\.\d+)/.exec(text)?.[1];
  if (told === undefined)
    throw new CouldNotRun('the target does not answer "show version" as an ASA with a REST agent does');
  return told;
}

const topics = [
  ...[tokenLife, refusals, enablePassword, userAgents, levels, wire],
  ...[objectLife, objectChanges, addresses, networkGroups, serviceKinds, pages, bulk, accessLife, accessLists],
  ...[interfaces, vlans, staticRoutes, nat, time, managers, setup, monitoring],
  ...[userLife, hostLife, leases, periods, failover, licenses, certificates, vpn],
  ...[contexts, contextShell],
  ...[commandApi, runningText, terminal, saved, agentLife, restarted, restored],
];

/** What is asked of an ASA and its REST agent. */
export const asa = defineSuite({
  kind: 'asa',
  title: 'Cisco ASA: the REST API agent and the command line around it',
  releases: ['1.3.2', '1.2.2', '7.14.1'],
  standing: standingOptions,
  requirements: [...topics.flatMap(({ requirements }) => requirements), ...untestedRequirements],
  cases: [...topics.map(({ asked }) => asked), visiting],
  probe,
  snapshot,
});
