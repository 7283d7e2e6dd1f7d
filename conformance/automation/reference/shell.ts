import { openSsh, type Shell } from '../../oracle/ssh.ts';
import type { GivenDevice } from '../evidence.ts';
import { secret } from './automation.ts';
import type { SshOptions } from './terminal.ts';

const patience = { patienceMs: 20_000, signal: new AbortController().signal };

/**
 * Opens a terminal on a device and goes to privileged mode.
 * @throws Error for another host key than the given one, or where a login or the mode is refused
 */
export async function privilegedShell(
  { endpoints, username, passwordFile, enablePasswordFile = passwordFile, hostKeys }: GivenDevice,
  { endpoint = 'ssh', believing = false }: SshOptions = {},
): Promise<Shell> {
  const url = new URL(endpoints[endpoint] ?? '');
  const login = {
    username,
    password: secret(passwordFile),
    ...(!believing && { hostKey: hexadecimal(hostKeys[endpoint] ?? '') }),
  };
  const ssh = await openSsh({ host: url.hostname, port: Number(url.port) }, login, patience);
  const shell = await ssh.shell(/[\w.-]+(?:\([\w-]+\))?[>#] $/);
  const say = secret(enablePasswordFile);
  const { prompt } = await shell.say('enable', [{ when: /Password: ?$/i, say }]);
  if (!prompt.trimEnd().endsWith('#')) throw new Error('privileged mode is refused');
  return shell;
}

/** `SHA256:…` as it is printed, in the digits that the oracle compares. */
const hexadecimal = (fingerprint: string): string =>
  Buffer.from(fingerprint.replace(/^SHA256:/, ''), 'base64').toString('hex');
