import { createServer, isIPv6 } from 'node:net';
import type { AddressBook, HostPort } from '../simulators/chassis/surroundings.ts';
import { upperPorts } from './upper-ports.ts';

/** So many host ports a lab leaves to the operating system; those after them it looks for itself. */
const fromSystem = 1_000;

/** A host port that could not be had, as the lab's operator is told of it. */
export interface TakenPort {
  readonly device: string;
  readonly endpoint: string;
  readonly at: HostPort;
  /** Whether the lab file asked for just this place, so that no other will do. */
  readonly named: boolean;
  /** What happened and what to do. */
  readonly message: string;
}

/** The host ports of one lab whose devices share the host's address. */
export class HostPorts {
  /** The address that devices without addresses of their own listen on. */
  readonly listen: string;
  #next: number | undefined;
  readonly #step: number;
  readonly #named = new Set<number>();
  /** Ports that nobody said are free, until they turn out to be. */
  readonly #tried = new Set<number>();
  readonly #upper: Iterator<number>;
  #asked = 0;

  /**
   * @param listen host address
   * @param base first port to give out, in order of asking; without it the operating system chooses
   * @param step from one port to the next: processes that share a range have each their own ports in it
   * @param upper ports to try when the operating system has chosen many, and would be slow to find more
   */
  constructor(listen: string, base?: number, step = 1, upper: Iterator<number> = upperPorts()) {
    this.listen = listen;
    this.#next = base;
    this.#step = step;
    this.#upper = upper;
  }

  /** Keeps a port that a lab file names from being given to anything else. */
  name(port: number): void {
    this.#named.add(port);
  }

  /** A host port for a new (address, port) pair; 0 leaves it to the operating system. */
  choose(): number {
    if (this.#next === undefined) return this.#asked++ < fromSystem ? 0 : this.#try();
    while (this.#named.has(this.#next)) this.#next += this.#step;
    if (this.#next > 65_535) return 0;
    const chosen = this.#next;
    this.#next += this.#step;
    return chosen;
  }

  /** Whether a port was only tried: another one will do where it is taken. Asked once, when that is known. */
  wasTried(port: number): boolean {
    return this.#tried.delete(port);
  }

  #try(): number {
    let port = this.#upper.next();
    while (!port.done && this.#named.has(port.value)) port = this.#upper.next();
    if (port.done) return 0;
    this.#tried.add(port.value);
    return port.value;
  }
}

/** What a device's address book needs of the lab. */
export interface BookKeeping {
  /** The device's name. */
  readonly name: string;
  readonly ports: HostPorts;
  /** Addresses of the device's own: device address → host address. Port numbers there are true. */
  readonly own: Readonly<Record<string, string>>;
  /** Host ports that an earlier process had chosen, by `address:port`. */
  readonly kept: Readonly<Record<string, number>>;
  /** Keeps what was chosen for the next process. */
  keep(chosen: Readonly<Record<string, number>>): void;
  /** Tells the operator. */
  tell(taken: TakenPort): void;
  /** Makes the device ask again for the sockets that it lacks. */
  retry(): void;
}

/**
 * Where one device's own addresses and ports are found on the host. A host port is chosen once for each (address,
 * port) pair and stays, so that a client that knows it finds the same thing behind it: also after the port was closed
 * and opened again, and, where the lab keeps state, in the next process.
 */
export class DeviceAddresses implements AddressBook {
  readonly #keeping: BookKeeping;
  readonly #chosen: Record<string, number>;
  #named: Record<string, number> | undefined;

  constructor(keeping: BookKeeping) {
    this.#keeping = keeping;
    this.#chosen = { ...keeping.kept };
  }

  /** Fixes the host port of a pair, as the lab file says; stronger than what an earlier process had chosen. */
  name(address: string, port: number, hostPort: number): void {
    this.#named ??= {};
    this.#named[pair(address, port)] = hostPort;
    this.#keeping.ports.name(hostPort);
  }

  /** Never `undefined`: this lab gives every address a place. */
  place(address: string, port: number): HostPort {
    const own = this.#own(address);
    if (own !== undefined) return { host: own, port };
    const key = pair(address, port);
    let hostPort = this.#named?.[key] ?? this.#chosen[key];
    if (hostPort === undefined) {
      hostPort = this.#keeping.ports.choose();
      if (hostPort !== 0) this.#choose(key, hostPort);
    }
    return { host: this.#keeping.ports.listen, port: hostPort };
  }

  opened(address: string, port: number, at: HostPort): void {
    if (this.#own(address) !== undefined) return;
    this.#keeping.ports.wasTried(at.port);
    const key = pair(address, port);
    if (this.#named?.[key] === undefined && this.#chosen[key] !== at.port) this.#choose(key, at.port);
  }

  taken(endpoint: string, at: HostPort, error: NodeJS.ErrnoException): void {
    const chosen = Object.keys(this.#chosen).filter((key) => this.#chosen[key] === at.port);
    const isOwn = Object.values(this.#keeping.own).includes(at.host);
    const named = isOwn || Object.values(this.#named ?? {}).includes(at.port);
    const elsewhere = !named && chosen.length > 0 && error.code === 'EADDRINUSE';
    if (!this.#keeping.ports.wasTried(at.port) || !elsewhere) {
      const message = `${endpoint}: ${advice(at, error, named, elsewhere)}`;
      this.#keeping.tell({ device: this.#keeping.name, endpoint, at, named, message });
    }
    if (!elsewhere) return;
    for (const key of chosen) delete this.#chosen[key];
    this.#keeping.retry();
  }

  /**
   * The host port that stands for a pair, also while nothing listens there: one is chosen where none was yet.
   * @throws Error when the host has no port left
   */
  async at(address: string, port: number): Promise<HostPort> {
    const place = this.place(address, port);
    if (place.port !== 0) return place;
    const free = await freePort(place.host);
    const meanwhile = this.place(address, port);
    if (meanwhile.port !== 0) return meanwhile;
    this.opened(address, port, { host: place.host, port: free });
    return this.place(address, port);
  }

  /** A client may ask for any name, `__proto__` too. */
  #own(address: string): string | undefined {
    const { own } = this.#keeping;
    return Object.hasOwn(own, address) ? own[address] : undefined;
  }

  #choose(key: string, hostPort: number): void {
    this.#chosen[key] = hostPort;
    this.#keeping.keep({ ...this.#chosen });
  }
}

function pair(address: string, port: number): string {
  return `${address}:${port}`;
}

/** What happened to a place that could not be listened on, and what to do. */
function advice({ host, port }: HostPort, error: NodeJS.ErrnoException, named: boolean, elsewhere: boolean): string {
  const place = authority(host, port);
  switch (error.code) {
    case 'EADDRINUSE': {
      const used = `${place} is used by another process`;
      if (elsewhere) return `${used}; it gets another host port instead`;
      return `${used}; stop that one${named ? ', or name another port or address in the lab file' : ''}`;
    }
    case 'EACCES':
      return `${place} needs privileges that this process has not; ${port < 1024 ? 'use a port from 1024 up' : 'use another port'}`;
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${host}; add it to an interface, or name one that it has`;
    case 'EMFILE':
    case 'ENFILE':
      return 'no file descriptor is left to listen with; raise the limit (ulimit -n) or start fewer devices';
    default:
      return `cannot listen on ${place}: ${error.message}`;
  }
}

/** `host:port`, as it stands in a URL. */
export function authority(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An address to connect to for what listens on `host`: loopback where it listens everywhere. */
export function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/** Whether nothing but this machine reaches `host`. */
export function isLoopback(host: string): boolean {
  return host === '::1' || /^127\./.test(host) || /^::ffff:127\./i.test(host);
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port: 0 }, () => {
      const bound = server.address();
      server.close(() => resolve(bound && typeof bound === 'object' ? bound.port : 0));
    });
  });
}
