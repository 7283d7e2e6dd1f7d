import { generateKeyPairSync } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { Journal } from '../../simulators/chassis/journal.ts';
import type { HostPort } from '../../simulators/chassis/surroundings.ts';
import { TftpServer } from '../../simulators/chassis/transfer/tftp-server.ts';
import {
  defaultLimit,
  type FileSystemView,
  type Transferred,
  transferEntry,
} from '../../simulators/chassis/transfer/view.ts';
import { DirectoryView } from './directory.ts';
import { httpFiles } from './http.ts';
import { sshFiles } from './ssh.ts';
import type { FileUser } from './user.ts';

/** What a file server is started with. */
export interface FileServerOptions {
  /** Directory of the host that is served; made where it is missing. */
  readonly directory: string;
  readonly users: readonly FileUser[];
  /** Address to listen on; 127.0.0.1 unless told. */
  readonly host?: string;
  /** Ports; any free one unless told. */
  readonly ports?: { readonly ssh?: number; readonly http?: number; readonly tftp?: number };
  /** Name in the journal and in the HTTP realm; `files-1` unless told. */
  readonly name?: string;
  readonly journal?: Journal;
  /** SSH host key, PEM in PKCS#1 or SEC1, asked for at the first connection; a new one unless told. */
  readonly hostKey?: () => Promise<string>;
  /** Whether HTTP gives files without a user; true unless told. SSH always asks, TFTP never. */
  readonly anonymousRead?: boolean;
  /** What TFTP lets anybody do; `read` unless told. */
  readonly tftp?: 'off' | 'read' | 'write';
  /** Most bytes of one file; 512 MiB unless told. */
  readonly limit?: number;
}

/** Where a file server listens. */
export interface FileServerPorts {
  /** SCP and SFTP. */
  readonly ssh: HostPort;
  readonly http: HostPort;
  /** Absent where TFTP is off. */
  readonly tftp?: HostPort;
}

/** Most connections at once, on each of SSH and HTTP. */
const mostConnections = 500;

/**
 * The lab's file server: one directory of the host over SCP, SFTP, HTTP (GET, HEAD, PUT) and TFTP. Each file moved, or
 * refused, is a journal entry of kind `transfer` with the service as its endpoint.
 */
export class FileServer {
  readonly #options: FileServerOptions;
  readonly #name: string;
  readonly #open: (() => Promise<unknown>)[] = [];

  constructor(options: FileServerOptions) {
    this.#options = options;
    this.#name = options.name ?? 'files-1';
  }

  /**
   * Opens the ports.
   *
   * @throws Error of the host: directory that cannot be made, port in use. Nothing is left open then.
   */
  async start(): Promise<FileServerPorts> {
    const { directory, host = '127.0.0.1', ports = {}, tftp = 'read' } = this.#options;
    try {
      await mkdir(directory, { recursive: true });
      const root = await realpath(directory);
      const ssh = await this.#listen(this.#ssh(root), { host, port: ports.ssh ?? 0 });
      const http = await this.#listen(this.#http(root), { host, port: ports.http ?? 0 });
      if (tftp === 'off') return { ssh, http };
      const server = new TftpServer(this.#view(root, tftp === 'write'), { report: (one) => this.#report(one) });
      const at = await server.start({ host, port: ports.tftp ?? 0 });
      this.#open.push(() => server.stop());
      return { ssh, http, tftp: at };
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Closes the ports and all connections; what was half moved leaves nothing. */
  async stop(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((close) => close()));
  }

  #ssh(root: string): Server {
    const { users, hostKey = newHostKey } = this.#options;
    const view = (user: FileUser) => this.#view(root, user.write ?? true);
    const options = (user: FileUser) => ({
      limit: this.#limit,
      report: (one: Transferred) => this.#report(one, user),
    });
    // Neither library nor key is there before the first who needs them.
    let serve: Promise<(socket: Socket) => void> | undefined;
    return createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => undefined);
      serve ??= hostKey().then((key) => sshFiles(key, { users, view, options }));
      serve.then((take) => take(socket)).catch(() => socket.destroy());
    });
  }

  #http(root: string): Server {
    const { users, anonymousRead = true } = this.#options;
    return httpFiles({
      name: this.#name,
      users,
      anonymousRead,
      view: (user) => this.#view(root, user !== undefined && (user.write ?? true)),
      report: (one, user) => this.#report(one, user),
      budget: { left: this.#limit },
    });
  }

  get #limit(): number {
    return this.#options.limit ?? defaultLimit;
  }

  #view(root: string, write: boolean): FileSystemView {
    return new DirectoryView(root, { write, limit: this.#limit });
  }

  #report(transferred: Transferred, user?: FileUser): void {
    const { via } = transferred;
    this.#options.journal?.write({
      ...transferEntry(transferred),
      device: this.#name,
      endpoint: via === 'http' || via === 'tftp' ? via : 'ssh',
      ...(user ? { user: user.name } : {}),
    });
  }

  async #listen(server: Server, at: HostPort): Promise<HostPort> {
    const sockets = new Set<Socket>();
    server.maxConnections = mostConnections;
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at.port, at.host, resolve);
    });
    this.#open.push(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    return { host: at.host, port: typeof address === 'object' && address ? address.port : at.port };
  }
}

async function newHostKey(): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}
