import { openSsh, type Shell } from '../../oracle/ssh.ts';
import type { GivenDevice } from '../evidence.ts';
import { secret } from './automation.ts';

const patience = { patienceMs: 20_000, signal: new AbortController().signal };

/** Opens a terminal on a device and goes to privileged mode. @throws Error when that is refused */
export async function privilegedShell(device: GivenDevice): Promise<Shell> {
  const url = new URL(device.endpoints.ssh ?? '');
  const login = { username: device.username, password: secret(device.passwordFile) };
  const ssh = await openSsh({ host: url.hostname, port: Number(url.port) }, login, patience);
  const shell = await ssh.shell(/[\w.-]+(?:\([\w-]+\))?[>#] $/);
  const say = secret(device.enablePasswordFile ?? device.passwordFile);
  const { prompt } = await shell.say('enable', [{ when: /Password: ?$/i, say }]);
  if (!prompt.trimEnd().endsWith('#')) throw new Error('privileged mode is refused');
  return shell;
}
