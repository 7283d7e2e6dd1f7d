import type { ServerChannel } from 'ssh2';
import { ByteChannel } from './byte-channel.ts';
import { packet, packetType } from './sftp-packet.ts';
import { SftpSession } from './sftp-session.ts';
import { defaultIdle, type FileSystemView, type ServeOptions } from './view.ts';

/** Longest packet that OpenSSH's server takes, bytes. */
const longestPacket = 256 * 1024;

/**
 * Serves the SFTP subsystem, version 3, on a plain accepted channel, one request after the other, and closes it. A file
 * appears only when its handle is closed; what is open when the client goes away leaves nothing.
 *
 * The channel must come from `session.on('subsystem', …)`. ssh2's own SFTP stream (`session.on('sftp', …)`) keeps every
 * answer that the client is too slow to take, without bound, and this one reads no further request meanwhile.
 *
 * @returns resolves when the channel has been closed; never rejects
 */
export async function serveSftp(
  channel: ServerChannel,
  view: FileSystemView,
  options: ServeOptions = {},
): Promise<void> {
  const bytes = new ByteChannel(channel, options.idle ?? defaultIdle);
  const session = new SftpSession(view, options);
  let status = 0;
  try {
    const init = await nextPacket(bytes);
    if (init?.[0] !== packetType.init) throw new Error('the first packet must be INIT');
    await bytes.write(packet(packetType.version, 3, 'posix-rename@openssh.com', '1'));
    for (let request = await nextPacket(bytes); request; request = await nextPacket(bytes)) {
      await bytes.write(await session.answer(request));
    }
  } catch {
    // The client went away, or what it sends is not SFTP: there is nobody to tell.
    status = 255;
  } finally {
    session.abandon();
    bytes.release();
    channel.exit(status);
    channel.end();
  }
}

async function nextPacket(bytes: ByteChannel): Promise<Buffer | undefined> {
  const length = (await bytes.take(4))?.readUInt32BE();
  if (length === undefined) return undefined;
  if (length === 0 || length > longestPacket) throw new RangeError(`a packet of ${length} bytes`);
  return bytes.take(length);
}
