import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { defineSuite } from '../../suite.ts';
import { distinguishing, reading, telling } from './audit.cases.ts';
import { stranger, walking } from './cli.cases.ts';
import { cli } from './cli.requirements.ts';
import { connecting, registering } from './connect.cases.ts';
import { locking } from './lock.cases.ts';
import { issuing, outliving, refusing } from './login.cases.ts';
import { ask, element, info } from './manager.ts';
import { answering, asking, tagging } from './media.cases.ts';
import { permissions } from './permissions.cases.ts';
import { roles } from './roles.requirements.ts';
import { snapshot } from './snapshot.ts';
import { untested } from './untested.requirements.ts';
import { administering, looking } from './users.cases.ts';
import { walkthrough } from './walkthrough.cases.ts';
import { wire } from './wire.requirements.ts';

/** Asks a manager for its release; whoever does not answer as appliance management does is none. */
async function probe(device: Device): Promise<string> {
  const { status, body } = await ask(device, 'GET', info, { accept: 'application/xml' });
  if (status === 401 || status === 403) {
    throw new CouldNotRun(`the target refuses the user and password, or the user is no super_user (${status})`);
  }
  const parts = ['majorVersion', 'minorVersion', 'patchVersion'].map((name) => element(body, name));
  if (parts.some((part) => !/^\d+$/.test(part))) {
    throw new CouldNotRun('the target does not answer "global/info" as an NSX-v Manager does');
  }
  return parts.join('.');
}

/** What is asked of an NSX-v Manager. */
export const nsxv = defineSuite({
  kind: 'nsxv',
  title: 'NSX-v Manager: API-only users from the CLI to the audit log',
  releases: ['6.4.4', '6.2.1', '6.2.5', '6.3.2', '6.3.6', '6.4.1', '6.4.6'],
  standing: {},
  requirements: [...cli, ...roles, ...wire, ...untested],
  cases: [
    ...[walking, stranger, locking, walkthrough],
    ...[looking, administering, permissions, refusing, issuing, outliving],
    ...[answering, asking, tagging, reading, telling, distinguishing],
    ...[connecting, registering],
  ],
  probe,
  snapshot,
});
