import { CliError, Interrupted, type Run } from '../chassis/cli/command.ts';
import { fetchFile, sendFile } from '../chassis/transfer/fetch.ts';
import type { HostKey, TransferOptions } from '../chassis/transfer/journey.ts';
import type { RemoteFile } from '../chassis/transfer/remote.ts';
import { TransferError } from '../chassis/transfer/transfer-error.ts';
import { asksNothing } from './session.ts';
import type { NxosState } from './state.ts';
import { texts } from './texts.ts';

/**
 * Brings a file from a server, with the switch's questions and progress (reference 5.9).
 * @throws CliError in the switch's words
 */
export async function fetchRemote(run: Run<NxosState>, remote: RemoteFile, vrf: string): Promise<Buffer> {
  const bytes = await onTheWay(run, remote, vrf, (options) => fetchFile(run.device, remote, options));
  run.print(progressLine(remote, bytes.length));
  return bytes;
}

/**
 * Takes a file to a server.
 * @throws CliError in the switch's words
 */
export async function sendRemote(run: Run<NxosState>, remote: RemoteFile, vrf: string, bytes: Buffer): Promise<void> {
  await onTheWay(run, remote, vrf, (options) => sendFile(run.device, remote, { bytes }, options));
  run.print(progressLine(remote, bytes.length));
}

async function onTheWay<T>(
  run: Run<NxosState>,
  remote: RemoteFile,
  vrf: string,
  work: (options: TransferOptions) => Promise<T>,
): Promise<T> {
  const from = exit(run, vrf);
  try {
    return await work({
      from,
      signal: run.signal,
      user: async () => (await run.ask('Enter username: ')).trim(),
      password: (attempt, user) => {
        if (attempt === 1 && remote.password !== undefined) return remote.password;
        if (attempt > 1) run.print('Permission denied, please try again.\n');
        return run.ask(remote.scheme === 'scp' ? `${user}@${remote.host}'s password: ` : 'Password: ', {
          hidden: true,
        });
      },
      hostKey: (key) => trusts(run, remote.host, key),
    });
  } catch (error) {
    if (error instanceof TransferError) throw new CliError(wordsFor(error, remote));
    throw error;
  }
}

/** The interface that a copy leaves from: one of the VRF's that is up and has an address. */
function exit({ device, fail }: Run<NxosState>, vrf: string): string {
  const { vrfs, interfaces } = device.state.config;
  if (!Object.hasOwn(vrfs, vrf)) fail(texts.noSuchVrf(vrf));
  const found = Object.entries(interfaces).find(
    ([, port]) => (port.vrf ?? 'default') === vrf && port.address !== undefined && !port.shutdown,
  );
  return found?.[0] ?? fail(texts.noRoute);
}

/** Asks about a host key that the switch has not met, and remembers the answer. */
async function trusts(run: Run<NxosState>, host: string, { type, sha256, address }: HostKey): Promise<boolean> {
  const known = run.device.state.store.knownHosts[host];
  if (known === sha256) return true;
  const name = typeNames[type] ?? type.toUpperCase();
  if (!asksNothing(run.session)) {
    run.print(`The authenticity of host '${host} (${address})' can't be established.\n`);
    run.print(`${name} key fingerprint is SHA256:${sha256}.\n`);
    const answer = await run.ask('Are you sure you want to continue connecting (yes/no)? ', { default: 'yes' });
    if (answer.trim() !== 'yes') return false;
  }
  run.print(`Warning: Permanently added '${host}' (${name}) to the list of known hosts.\n`);
  run.change((draft) => {
    draft.store.knownHosts[host] = sha256;
  });
  return true;
}

const typeNames: Readonly<Record<string, string>> = {
  'ssh-rsa': 'RSA',
  'ssh-ed25519': 'ED25519',
  'ecdsa-sha2-nistp256': 'ECDSA',
  'ecdsa-sha2-nistp384': 'ECDSA',
  'ecdsa-sha2-nistp521': 'ECDSA',
};

/** recorded where reference 5.9 lists the words; the rest are the words of OpenSSH */
function wordsFor({ reason }: TransferError, { host, path, scheme, port }: RemoteFile): string {
  switch (reason) {
    case 'unresolved':
      return `dcos_ssh: Could not resolve hostname ${host}: Name or service not known`;
    case 'unreachable':
      return texts.noRoute;
    case 'refused':
      return `ssh: connect to host ${host} port ${port ?? 22}: Connection refused`;
    case 'auth':
      return 'Permission denied (publickey,password,keyboard-interactive).';
    case 'missing':
      return `${scheme}: ${path}: ${texts.noSuchFile}`;
    case 'denied':
      return `${scheme}: ${path}: Permission denied`;
    case 'no-space':
      return texts.noSpace;
    case 'host-key':
      return 'Host key verification failed.';
    case 'aborted':
      throw new Interrupted();
    case 'protocol':
      return 'Error during copy';
  }
}

/** How OpenSSH's scp ends a file, which is what the switch runs. */
function progressLine({ path }: RemoteFile, size: number): string {
  const name = path.split('/').at(-1) ?? '';
  const rate = `${(size / 1024).toFixed(1)}KB/s`;
  return `${name.padEnd(45)} 100% ${String(size).padStart(4)} ${rate.padStart(9)}   00:00    \n`;
}
