import { baseOf } from '../flash/path.ts';
import { fetchHttp, sendHttp } from './http-client.ts';
import { asTransferError, type Journey, setOut, type TransferDevice, type TransferOptions } from './journey.ts';
import { type RemoteFile, spellRemote } from './remote.ts';
import { fetchScp, sendScp } from './scp-client.ts';
import { fetchSftp, sendSftp } from './sftp-client.ts';
import { fetchTftp, sendTftp } from './tftp-client.ts';

/**
 * Fetches a file from a host of the lab, as a device's `copy scp://… bootflash:` does. What becomes of the bytes is the
 * caller's business; the journal is told.
 *
 * @throws TransferError; nothing else
 */
export function fetchFile(device: TransferDevice, remote: RemoteFile, options: TransferOptions): Promise<Buffer> {
  return journaled(device, remote, options, 'fetch', async (journey) => {
    const bytes = await fetchers[remote.scheme](journey);
    return { result: bytes, size: bytes.length };
  });
}

/**
 * Sends a file to a host of the lab, as a device's `copy bootflash:x scp://…` does.
 *
 * @param file its name where the remote path is a directory; the last part of that path unless told
 * @throws TransferError; nothing else
 */
export function sendFile(
  device: TransferDevice,
  remote: RemoteFile,
  file: { readonly name?: string; readonly bytes: Buffer },
  options: TransferOptions,
): Promise<void> {
  const { bytes, name = baseOf(remote.path) } = file;
  return journaled(device, remote, options, 'send', async (journey) => {
    await senders[remote.scheme](journey, name, bytes);
    return { result: undefined, size: bytes.length };
  });
}

const fetchers = {
  scp: fetchScp,
  sftp: fetchSftp,
  http: fetchHttp,
  https: fetchHttp,
  tftp: fetchTftp,
} satisfies Record<RemoteFile['scheme'], (journey: Journey) => Promise<Buffer>>;

const senders = {
  scp: sendScp,
  sftp: sendSftp,
  http: sendHttp,
  https: sendHttp,
  tftp: (journey, _name, bytes) => sendTftp(journey, bytes),
} satisfies Record<RemoteFile['scheme'], (journey: Journey, name: string, bytes: Buffer) => Promise<void>>;

async function journaled<T>(
  device: TransferDevice,
  remote: RemoteFile,
  options: TransferOptions,
  what: 'fetch' | 'send',
  work: (journey: Journey) => Promise<{ result: T; size: number }>,
): Promise<T> {
  const began = performance.now();
  const tell = (outcome: string, detail: Readonly<Record<string, string | number>>) =>
    device.report({
      kind: 'transfer',
      operation: `${what} ${spellRemote(remote)}`,
      outcome,
      duration: performance.now() - began,
      detail,
      ...(remote.user === undefined ? {} : { user: remote.user }),
    });
  let journey: Journey | undefined;
  try {
    options.signal?.throwIfAborted();
    journey = setOut(device, remote, options);
    const { result, size } = await work(journey);
    tell('ok', { bytes: size, address: journey.address });
    return result;
  } catch (error) {
    const failure = asTransferError(error, options);
    tell(failure.reason, { why: failure.message });
    throw failure;
  }
}
