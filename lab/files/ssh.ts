import type { Socket } from 'node:net';
import type { AuthContext, Connection, ServerChannel, Session } from 'ssh2';
import { serveScp } from '../../simulators/chassis/transfer/scp.ts';
import { serveSftp } from '../../simulators/chassis/transfer/sftp.ts';
import type { FileSystemView, ServeOptions } from '../../simulators/chassis/transfer/view.ts';
import { authenticate, type FileUser } from './user.ts';

/** What the SSH side of a file server works with. */
export interface SshFiles {
  readonly users: readonly FileUser[];
  /** The files as this user sees them. */
  view(user: FileUser): FileSystemView;
  /** Options for what this user moves. */
  options(user: FileUser): ServeOptions;
  /** Milliseconds to log in; 2 minutes unless told. */
  readonly loginGrace?: number;
}

/** Passwords that one connection may try, as OpenSSH's server counts. */
const mostAttempts = 6;
/** Milliseconds to log in, as OpenSSH's server waits. */
const loginGrace = 120_000;
/** Milliseconds without a byte before a connection is closed. */
const idle = 30 * 60 * 1000;

/**
 * An SSH server that moves files over SCP and SFTP, and does nothing else.
 *
 * @param hostKey PEM, PKCS#1 or SEC1
 * @returns takes a connection
 */
export async function sshFiles(hostKey: string, files: SshFiles): Promise<(socket: Socket) => void> {
  const { default: ssh2 } = await import('ssh2');
  // ssh2 has no login timer, and tells of a connection only where it comes from.
  const graces = new Map<string, NodeJS.Timeout>();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client, { ip, port }) => {
    // Scanners and clients that vanish concern nobody.
    client.on('error', () => undefined);
    let user: FileUser | undefined;
    logIn(client, files.users, (who) => {
      user = who;
      clearTimeout(graces.get(`${ip} ${port}`));
    });
    client.on('session', (accept) => {
      if (user) serve(accept(), user, files);
    });
  });
  return (socket) => {
    // It may have gone while the library was loading; its timer would then outlive the server.
    if (socket.destroyed) return;
    const from = `${socket.remoteAddress} ${socket.remotePort}`;
    graces.set(from, setTimeout(() => socket.destroy(), files.loginGrace ?? loginGrace).unref());
    socket.setTimeout(idle, () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(graces.get(from));
      graces.delete(from);
    });
    server.injectSocket(socket);
  };
}

function logIn(client: Connection, users: readonly FileUser[], enter: (user: FileUser) => void): void {
  let attempts = 0;
  const judge = (attempt: AuthContext, password: string | undefined) => {
    const user = authenticate(users, attempt.username, password ?? '');
    if (user) {
      enter(user);
      attempt.accept();
    } else if (++attempts < mostAttempts) attempt.reject(['password', 'keyboard-interactive']);
    else client.end();
  };
  client.on('authentication', (attempt) => {
    if (attempt.method === 'password') judge(attempt, attempt.password);
    else if (attempt.method === 'keyboard-interactive') {
      attempt.prompt([{ prompt: 'Password: ', echo: false }], ([password]) => judge(attempt, password));
    } else attempt.reject(['password', 'keyboard-interactive']);
  });
}

function serve(session: Session, user: FileUser, files: SshFiles): void {
  session.on('pty', (accept) => accept?.());
  session.on('env', (accept) => accept?.());
  session.on('shell', (accept) => refuse(accept()));
  session.on('exec', (accept, _reject, { command }) => {
    if (/^\S*scp\s/.test(command)) void serveScp(accept(), command, files.view(user), files.options(user));
    else refuse(accept());
  });
  session.on('subsystem', (accept, reject, { name }) => {
    if (name === 'sftp') void serveSftp(accept(), files.view(user), files.options(user));
    else reject();
  });
}

function refuse(channel: ServerChannel): void {
  channel.stderr.write('This server moves files only: use scp or sftp.\r\n');
  channel.exit(1);
  channel.end();
}
