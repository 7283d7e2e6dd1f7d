import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { defineSuite } from '../../suite.ts';
import { cookies, expiry, refusals } from './authentication.cases.ts';
import { authentication } from './authentication.requirements.ts';
import { mismatch, protectedKey, protocolVersions, traditionalKey, unreadable } from './certificates.cases.ts';
import { certificates } from './certificates.requirements.ts';
import { bashing, chunking } from './chunk.cases.ts';
import { chunks } from './chunk.requirements.ts';
import { commandLine, roles } from './commandline.cases.ts';
import { configuring } from './configuration.cases.ts';
import { files } from './files.requirements.ts';
import { flash } from './flash.cases.ts';
import { only, put, reply } from './ins.ts';
import { enabling, listening } from './listeners.cases.ts';
import { listeners } from './listeners.requirements.ts';
import { frontEnd, reading } from './messages.cases.ts';
import { messages } from './messages.requirements.ts';
import { restExpiry, restReading, restSession, restWriting } from './rest.cases.ts';
import { rest } from './rest.requirements.ts';
import { saving, supervisors } from './saving.requirements.ts';
import { shell } from './shell.requirements.ts';
import { showing } from './shows.cases.ts';
import { shows } from './shows.requirements.ts';
import { standingDoor, standingOptions } from './standing.ts';
import { untested } from './untested.requirements.ts';
import { snapshot, visiting, visitingBySsh } from './visit.cases.ts';
import { forgottenStandby, oneSupervisor, twoSupervisors, unsaved } from './walkthrough.cases.ts';
import { throughApi } from './walkthrough-api.cases.ts';

/** Asks a switch for its release; whoever does not answer as NX-API does is no switch. */
async function probe(device: Device): Promise<string> {
  const seen = reply(await put(device, standingDoor, 'cli_show', 'show version'));
  if (seen.status === 401) throw new CouldNotRun('the target refuses the user and password (401)');
  const { body } = only(seen);
  const told =
    typeof body === 'object' && body !== null && 'kickstart_ver_str' in body ? body.kickstart_ver_str : undefined;
  if (typeof told !== 'string' || !/^\d/.test(told)) {
    throw new CouldNotRun('the target does not answer "show version" as NX-API does');
  }
  return told;
}

/** What is asked of a Nexus 9000. */
export const nxos = defineSuite({
  kind: 'nxos',
  title: 'Cisco Nexus 9000: NX-API and the command line around it',
  releases: ['9.3(5)', '7.0(3)I7(4)', '10.2(3)'],
  standing: standingOptions,
  requirements: [
    ...files,
    ...listeners,
    ...certificates,
    ...authentication,
    ...messages,
    ...shows,
    ...saving,
    ...supervisors,
    ...shell,
    ...chunks,
    ...rest,
    ...untested,
  ],
  cases: [
    oneSupervisor,
    twoSupervisors,
    forgottenStandby,
    unsaved,
    throughApi,
    listening,
    enabling,
    protectedKey,
    traditionalKey,
    mismatch,
    unreadable,
    protocolVersions,
    cookies,
    refusals,
    expiry,
    reading,
    frontEnd,
    configuring,
    showing,
    flash,
    commandLine,
    roles,
    chunking,
    bashing,
    restSession,
    restExpiry,
    restReading,
    restWriting,
    visiting,
    visitingBySsh,
  ],
  probe,
  snapshot,
});
