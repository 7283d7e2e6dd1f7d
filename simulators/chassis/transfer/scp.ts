import type { ServerChannel } from 'ssh2';
import { ByteChannel } from './byte-channel.ts';
import { parseScpCommand } from './scp-command.ts';
import { ScpSession } from './scp-session.ts';
import { sinkScp } from './scp-sink.ts';
import { sourceScp } from './scp-source.ts';
import { ScpProtocolError, ScpWire } from './scp-wire.ts';
import { defaultIdle, type FileSystemView, type ServeOptions } from './view.ts';

/**
 * Serves one exec request for `scp -t` or `scp -f` on its accepted channel, and closes it with the exit status that
 * OpenSSH's would have: 0, or 1 when anything was refused. A file appears only when its last byte has arrived.
 *
 * @param line the command line of the exec request
 * @param view the files, or the words of a device that has none for this client
 * @returns resolves when the channel has been closed; never rejects
 */
export async function serveScp(
  channel: ServerChannel,
  line: string,
  view: FileSystemView | string,
  options: ServeOptions = {},
): Promise<void> {
  const command = parseScpCommand(line);
  if (!command || typeof view === 'string') {
    channel.stderr.write(typeof view === 'string' ? `${view}\n` : 'scp: this command line is not understood\n');
    channel.exit(1);
    channel.end();
    return;
  }
  const bytes = new ByteChannel(channel, options.idle ?? defaultIdle);
  const session = new ScpSession(new ScpWire(bytes), command, view, options);
  let clean = false;
  try {
    await (command.role === 'sink' ? sinkScp(session) : sourceScp(session));
    clean = session.clean;
  } catch (error) {
    if (error instanceof ScpProtocolError) channel.stderr.write(`scp: protocol error: ${error.message}\n`);
  } finally {
    bytes.release();
    channel.exit(clean ? 0 : 1);
    channel.end();
  }
}
