import {
  type AccessOptions,
  type CliAccess,
  createApiUser,
  NsxvClient,
  TransportError,
  withCli,
} from '../../../clients/nsxv.ts';
import type { Given } from '../evidence.ts';
import { accessOf, deviceOf, givenValue, plainRequest, secret } from './automation.ts';
import { privilegedShell } from './shell.ts';

const name = 'nsxv-1';
const role = 'auditor';

/** Makes a user for the API alone. */
export async function apiUser(given: Given, flaw: string | undefined): Promise<void> {
  const { endpoints, passwordFile, enablePasswordFile = '', username, hostKeys } = deviceOf(given, name);
  const how = await accessOf(given, name, endpoints.https ?? '', flaw);
  const { username: _user, passwordFile: _file, ...connection } = how;
  const ssh = new URL(endpoints.ssh ?? '');
  const cli: CliAccess = {
    host: ssh.hostname,
    port: Number(ssh.port),
    username,
    password: secret(passwordFile),
    enablePassword: secret(enablePasswordFile),
    hostKey: hostKeys.ssh ?? '',
  };
  const user = { name: givenValue(given, 'user'), password: givenValue(given, 'userPasswordFile') };
  const manager = new NsxvClient(how);
  try {
    if (flaw === undefined || flaw.startsWith('verifies')) {
      await once(() => createApiUser(manager, connection, cli, { ...user, role }));
    } else {
      await byHand(given, manager, cli, { ...user, how }, flaw);
    }
    const made = await manager.user(user.name);
    if (!made.isCli) throw new Error('the user is one of vCenter');
  } finally {
    await manager.close();
  }
}

/** What is there already is left, so it may be done again where an answer was lost. */
async function once(work: () => Promise<void>): Promise<void> {
  await work().catch(async (error) => {
    if (!(error instanceof TransportError) || !error.sent) throw error;
    await work();
  });
}

interface Wanted {
  readonly name: string;
  readonly password: string;
  readonly how: AccessOptions;
}

/** The same, step by step, with one of them wrong. */
async function byHand(
  given: Given,
  manager: NsxvClient,
  cli: CliAccess,
  { name: login, password, how }: Wanted,
  flaw: string,
): Promise<void> {
  const path = `/api/2.0/services/usermgmt/role/${login}`;
  const assign = () =>
    flaw === 'says-nothing-of-groups'
      ? assignBy(how, `${path}?isCli=true`)
      : manager.assignRole(login, { role, isCli: true });
  if (flaw === 'gives-the-role-first') await assign().catch(() => undefined);
  await account(
    given,
    cli,
    [`user ${login} password plaintext ${password}`, `user ${login} privilege web-interface`],
    flaw,
  );
  if (flaw === 'makes-a-user-of-vcenter') {
    await assignBy(how, `${path}?isGroup=false`).catch(() => undefined);
    await manager.removeUser(login).catch(() => undefined);
  }
  if ((await manager.role(login)) === undefined) await assign();
  if (flaw === 'never-tries-the-user') return;
  const { passwordFile: _, ...connection } = how;
  const own = new NsxvClient({ ...connection, username: login, password });
  try {
    await own.auditPage({ pageSize: 1 });
  } finally {
    await own.close();
  }
}

async function account(given: Given, cli: CliAccess, lines: readonly string[], flaw: string): Promise<void> {
  if (flaw === 'stays-in-configuration-mode') {
    const shell = await privilegedShell(deviceOf(given, name));
    for (const line of ['configure terminal', ...lines, 'write memory']) await shell.say(line);
    shell.close();
    return;
  }
  await withCli(cli, async (terminal) => {
    await terminal.configure(lines.map((line) => ({ line })));
    if (flaw !== 'never-saves') await terminal.save();
  });
}

/** Gives the role by a request of one's own making. */
async function assignBy(how: AccessOptions, path: string): Promise<void> {
  const status = await plainRequest(how, {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/xml' },
    body: `<accessControlEntry><role>${role}</role></accessControlEntry>`,
  });
  if (status >= 300) throw new Error(`the role is refused with ${status}`);
}
