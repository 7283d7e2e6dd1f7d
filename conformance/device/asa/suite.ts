import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { defineSuite } from '../../suite.ts';
import { ask, cli, standingOptions } from './agent.ts';
import { objectLife, objectRequirements, pages } from './objects.cases.ts';
import { levels, refusals, sessionRequirements, tokenLife } from './session.cases.ts';
import { restart, special, specialRequirements } from './special.cases.ts';

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

/** What is asked of an ASA and its REST agent. */
export const asa = defineSuite({
  kind: 'asa',
  title: 'Cisco ASA: the REST API agent and the command line around it',
  releases: ['1.3.2', '1.2.2', '7.14.1'],
  standing: standingOptions,
  requirements: [...sessionRequirements, ...objectRequirements, ...specialRequirements],
  cases: [tokenLife, refusals, levels, objectLife, pages, special, restart],
  probe,
});
