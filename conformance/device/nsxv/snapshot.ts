import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import type { Snapshot } from '../../restore.ts';
import { ask, element, tags, usermgmt } from './manager.ts';
import { logIn } from './terminal.ts';

/** What cases may change on a manager that somebody owns: who has which role, security tags, accounts of the CLI. */
export async function snapshot(device: Device): Promise<Snapshot> {
  return {
    users: await listed(device, `${usermgmt}/users/vsm`, 'userInfo', ['userId', 'role']),
    tags: await listed(device, `${tags}?pageSize=1024`, 'securityTag', ['objectId', 'name']),
    accounts: await accounts(device),
  };
}

async function listed(device: Device, path: string, item: string, members: readonly string[]): Promise<string[]> {
  const { status, body } = await ask(device, 'GET', path, { accept: 'application/xml' });
  if (status !== 200) throw new CouldNotRun(`GET ${path} was answered ${status}`);
  const items = body.match(new RegExp(`<${item}>[\\s\\S]*?</${item}>`, 'g')) ?? [];
  return items.map((one) => members.map((member) => element(one, member)).join(' '));
}

/** None where the target has no SSH, or no password of privileged mode was given: then no case makes any either. */
async function accounts(device: Device): Promise<string[]> {
  try {
    const by = await logIn(device);
    await by.type('enable');
    const { text } = await by.type('show running-config');
    await by.type('exit');
    by.close();
    return text.split('\n').filter((line) => line.startsWith('user '));
  } catch (thrown) {
    if (thrown instanceof CouldNotRun) return [];
    throw thrown;
  }
}
