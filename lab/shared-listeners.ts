import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { HostPort, SharedSockets } from '../simulators/chassis/surroundings.ts';
import { LabError } from './errors.ts';

/** One socket a port, and who takes what comes to which address. */
interface SharedPort {
  readonly server: Server;
  readonly listening: Promise<void>;
  readonly takers: Map<string, (socket: Socket) => void>;
}

/**
 * One listener a port for all devices with addresses of their own, on a wildcard address: descriptors do not grow with the
 * lab. What comes to an address that nobody has is reset, as by a closed port.
 */
export class SharedListeners implements SharedSockets {
  readonly #host: string;
  readonly #ports = new Map<number, SharedPort>();

  /**
   * @param listen the wildcard address of the host
   * @throws LabError for any other address: nobody should open a port to everybody without having said so
   */
  constructor(listen: string) {
    if (listen !== '0.0.0.0' && listen !== '::') {
      const message =
        'shared listeners take all addresses of this machine; say so with --listen 0.0.0.0 (or ::), best in a container or network namespace';
      throw new LabError([{ path: 'listen', message }]);
    }
    this.#host = listen;
  }

  /** Ports that the operating system should choose, and the host's own address, are nobody's alone. */
  serves({ host, port }: HostPort): boolean {
    return port !== 0 && host !== this.#host;
  }

  async join({ host, port }: HostPort, connection: (socket: Socket) => void): Promise<void> {
    const shared = this.#ports.get(port) ?? this.#open(port);
    if (shared.takers.has(plain(host))) throw new Error(`another device has ${host}:${port}`);
    shared.takers.set(plain(host), connection);
    await shared.listening;
  }

  leave({ host, port }: HostPort): void {
    const shared = this.#ports.get(port);
    shared?.takers.delete(plain(host));
    if (!shared || shared.takers.size > 0) return;
    this.#ports.delete(port);
    shared.server.close();
  }

  #open(port: number): SharedPort {
    const takers: SharedPort['takers'] = new Map();
    const server = createServer({ noDelay: true }, (socket) => {
      const taker = takers.get(plain(socket.localAddress ?? ''));
      if (taker) taker(socket);
      else socket.on('error', () => socket.destroy()).resetAndDestroy();
    });
    const listening = new Promise<void>((resolve, reject) => {
      server.once('error', (error) => {
        this.#ports.delete(port);
        reject(error);
      });
      server.listen({ host: this.#host, port, backlog: 4_096 }, () => {
        server.removeAllListeners('error').on('error', () => undefined);
        resolve();
      });
    });
    const shared = { server, listening, takers };
    this.#ports.set(port, shared);
    return shared;
  }
}

/** An address as a socket and a lab file both spell it. */
function plain(address: string): string {
  const four = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (four !== undefined) return four;
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname : address;
}
