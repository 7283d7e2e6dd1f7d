import type { Connection as Client, ServerChannel, Session as SshSession } from 'ssh2';
import { Session, type Transport } from '../cli/session.ts';
import { Shell } from '../cli/shell.ts';
import type { Connection } from '../connection.ts';
import type { DeviceState } from '../kind.ts';
import { serveScp } from '../transfer/scp.ts';
import { serveSftp } from '../transfer/sftp.ts';
import type { Transferred } from '../transfer/view.ts';
import { ChannelStream, type Window } from './channel.ts';
import type { LoggedIn, ShellFace } from './face.ts';

/** Who is at the other end of an SSH session. */
export interface Peer {
  readonly client: Client;
  readonly connection: Connection;
  readonly face: ShellFace<DeviceState>;
  readonly login: LoggedIn;
}

/** Serves one SSH session: a shell with or without a terminal, one command, SCP or SFTP. */
export function serveSession(ssh: SshSession, peer: Peer): void {
  const { connection, face, login } = peer;
  const { device } = connection;
  const window: Window = { pty: false, columns: 0, rows: 0, resized: () => undefined };

  const open = (transport: Transport): Session<DeviceState> => {
    const session = new Session<DeviceState>(
      device,
      face.language(device),
      {
        user: login.user,
        roles: login.roles,
        from: connection.from,
        transport,
        endpoint: connection.endpoint.name,
        ...(face.level && { level: face.level(device, login) }),
      },
      window.pty ? { length: window.rows, width: window.columns } : face.terminal?.(device),
    );
    face.opened?.(session);
    return session;
  };

  ssh.on('pty', (accept, _reject, info) => {
    window.pty = true;
    window.columns = info.cols;
    window.rows = info.rows;
    accept?.();
  });
  ssh.on('window-change', (accept, _reject, info) => {
    window.columns = info.cols;
    window.rows = info.rows;
    window.resized();
    accept?.();
  });
  ssh.on('env', (accept) => accept?.());
  ssh.on('signal', (accept) => accept?.());

  /** A shell on a channel, which ends with the channel and with the connection. */
  const shellOn = (channel: ServerChannel, transport: Transport): Shell<DeviceState> => {
    const cut = (): void => {
      connection.raw.resetAndDestroy();
    };
    const shell = new Shell(open(transport), new ChannelStream(channel, window, cut));
    const close = (): void => shell.close();
    connection.raw.once('close', close);
    channel.once('close', () => {
      // A client may open thousands of channels in one connection.
      connection.raw.off('close', close);
      close();
    });
    return shell;
  };
  const finish = (channel: ServerChannel) => (status: number) => {
    channel.exit(status);
    channel.end();
  };

  ssh.on('shell', (accept) => {
    const channel = accept();
    void shellOn(channel, 'ssh').run().then(finish(channel));
  });

  ssh.on('exec', (accept, _reject, info) => {
    if (/^\s*scp\s/.test(info.command)) {
      const files = face.files?.(device, login, 'scp') ?? 'scp: not available';
      void serveScp(accept(), info.command, files, { report: (moved) => transferred(peer, moved) });
      return;
    }
    const channel = accept();
    void shellOn(channel, 'exec').exec(info.command).then(finish(channel));
  });

  ssh.on('subsystem', (accept, reject, info) => {
    const files = info.name === 'sftp' ? face.files?.(device, login, 'sftp') : undefined;
    if (files === undefined || typeof files === 'string') reject();
    else void serveSftp(accept(), files, { report: (moved) => transferred(peer, moved) });
  });
}

function transferred({ connection, login }: Peer, moved: Transferred): void {
  connection.device.report({
    kind: 'transfer',
    endpoint: connection.endpoint.name,
    user: login.user,
    operation: `${moved.via} ${moved.direction} ${moved.path}`,
    outcome: moved.outcome,
    duration: moved.duration,
    detail: { bytes: moved.bytes },
  });
}
