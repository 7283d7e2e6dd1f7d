import net from 'node:net';
import { accept } from './accept.ts';
import type { Connection } from './connection.ts';
import type { Device } from './device.ts';
import { SecureIdentity } from './identity.ts';
import type { Endpoint } from './kind.ts';
import type { HostPort, SharedSockets } from './surroundings.ts';
import { unmade } from './unasked.ts';

/** What a listener needs of the socket behind it. */
interface ListeningSocket {
  readonly listening: boolean;
  close(): unknown;
  once(event: 'listening', listener: () => void): unknown;
}

/** One open socket of a device, or its part of one that several devices share. */
export interface Listener {
  endpoint: Endpoint;
  readonly server: ListeningSocket;
  at: HostPort;
  /** Absent without TLS, and while nobody has asked the device anything. */
  identity: SecureIdentity | undefined;
  /** Made when the first comes: most listeners of a large lab never see one. */
  connections: Set<Connection> | undefined;
}

/**
 * The sockets of one device, kept equal to what its state asks for: the difference is opened, closed or re-keyed
 * after each change.
 */
export class Listeners {
  readonly #device: Device;
  // A few at most: an array is smaller than a map, and there are thousands of devices.
  #open: readonly Listener[] = [];
  #moving: Promise<void>[] = [];
  #stopped = false;
  #announces = false;

  constructor(device: Device) {
    this.#device = device;
  }

  /** True while a socket is on its way. */
  get busy(): boolean {
    return this.#moving.length > 0;
  }

  /** What is open now, in order of opening. */
  get open(): readonly Listener[] {
    return this.#open;
  }

  /** Resolves when every socket asked for so far is open or known to be refused by the host. */
  async settled(): Promise<void> {
    while (this.#moving.length > 0) await Promise.all(this.#moving);
  }

  /** From now on the journal is told of what opens and closes; what a start opens stands in the lab's overview. */
  announce(): void {
    this.#announces = true;
  }

  /** Makes the open sockets equal to `wanted`. */
  follow(wanted: readonly Endpoint[]): void {
    if (this.#stopped) return;
    for (const listener of this.#open) {
      const next = wanted.find((endpoint) => endpoint.name === listener.endpoint.name);
      if (next && samePlace(next, listener.endpoint)) {
        if (next !== listener.endpoint) this.#rekey(listener, next);
      } else {
        this.#close(listener);
      }
    }
    for (const endpoint of wanted) if (!this.#has(endpoint.name)) this.#listen(endpoint);
  }

  /**
   * Closes all sockets and cuts all connections.
   * @param grace real milliseconds that a connection has on which a request is being answered; 0 unless told
   */
  async stop(grace = 0): Promise<void> {
    this.#stopped = true;
    const leaving: Promise<void>[] = [];
    for (const listener of this.#open) {
      this.#close(listener);
      for (const connection of listener.connections ?? []) {
        if (grace > 0 && connection.busy > 0) leaving.push(leave(connection, grace));
        else connection.raw.destroy();
      }
    }
    await Promise.all(leaving);
    await this.settled();
  }

  /** Cuts all connections; the sockets go on listening. */
  cut(): void {
    for (const { connections } of this.#open) for (const { raw } of connections ?? []) raw.destroy();
  }

  /** Lets {@link follow} open sockets again after a {@link stop}. */
  restart(): void {
    this.#stopped = false;
  }

  #listen(endpoint: Endpoint): void {
    const place = this.#device.surroundings.book.place(endpoint.address, endpoint.port);
    if (!place) return;
    const { shared } = this.#device.surroundings;
    if (shared?.serves(place)) this.#join(endpoint, place, shared);
    else this.#openOwn(endpoint, place);
  }

  #openOwn(endpoint: Endpoint, place: HostPort): void {
    const server = net.createServer({ noDelay: true, pauseOnConnect: false });
    const listener = this.#add(endpoint, place, server);
    server.on('connection', (socket) => accept(this.#device, listener, socket));
    this.#track(
      new Promise((resolve) => {
        const failed = (error: Error): void => {
          this.#refused(listener, error);
          resolve();
        };
        server.once('error', failed);
        server.listen({ host: place.host, port: place.port }, () => {
          server.off('error', failed);
          server.on('error', passOver);
          const bound = server.address();
          if (bound && typeof bound === 'object') listener.at = { host: place.host, port: bound.port };
          this.#opened(listener);
          resolve();
        });
      }),
    );
  }

  /** Takes part in a socket that many devices share. */
  #join(endpoint: Endpoint, place: HostPort, shared: SharedSockets): void {
    const part = { listening: true, close: () => shared.leave(place), once: () => undefined };
    const listener = this.#add(endpoint, place, part);
    this.#track(
      shared
        .join(place, (socket) => accept(this.#device, listener, socket))
        .then(
          () => this.#opened(listener),
          (error: Error) => this.#refused(listener, error),
        ),
    );
  }

  #add(endpoint: Endpoint, at: HostPort, server: ListeningSocket): Listener {
    const identity = endpoint.tls && endpoint.tls.identity !== unmade ? new SecureIdentity(endpoint.tls) : undefined;
    const listener: Listener = { endpoint, server, at, identity, connections: undefined };
    this.#open = [...this.#open, listener];
    return listener;
  }

  #opened(listener: Listener): void {
    const { endpoint, at } = listener;
    this.#device.surroundings.book.opened(endpoint.address, endpoint.port, at);
    this.#tell(listener, 'open');
  }

  #refused(listener: Listener, error: Error): void {
    const { endpoint, at } = listener;
    this.#forget(listener);
    this.#device.surroundings.book.taken(`${this.#device.name} ${endpoint.name}`, at, error);
  }

  #has(name: string): boolean {
    return this.#open.some(({ endpoint }) => endpoint.name === name);
  }

  #forget(listener: Listener): void {
    this.#open = this.#open.filter((other) => other !== listener);
  }

  #close(listener: Listener): void {
    this.#forget(listener);
    this.#drop(listener);
    this.#track(
      new Promise((resolve) => {
        if (!listener.server.listening) {
          // Asked to close before the host answered: let it open, then close.
          listener.server.once('listening', () => listener.server.close());
          resolve();
          return;
        }
        // 'close' waits for every open connection; the port itself is free at once.
        listener.server.close();
        setImmediate(resolve);
      }),
    );
    this.#tell(listener, 'closed');
  }

  #rekey(listener: Listener, next: Endpoint): void {
    const before = listener.endpoint.tls;
    listener.endpoint = next;
    if (next.tls === before || (next.tls && before && listener.identity?.serves(next.tls))) return;
    listener.identity = next.tls && new SecureIdentity(next.tls);
    if (before?.identity === unmade) return;
    this.#drop(listener);
    this.#tell(listener, 're-keyed');
  }

  #drop(listener: Listener): void {
    if (listener.endpoint.onChange !== 'close') return;
    for (const connection of listener.connections ?? []) {
      connection.closing = true;
      if (connection.busy === 0) connection.raw.destroy();
    }
  }

  #tell(listener: Listener, outcome: string): void {
    if (!this.#announces) return;
    const { endpoint, at } = listener;
    this.#device.report({
      kind: 'endpoint',
      endpoint: endpoint.name,
      operation: `${endpoint.address}:${endpoint.port}`,
      outcome,
      detail: { host: at.host, port: at.port },
    });
  }

  #track(move: Promise<void>): void {
    const tracked = move.finally(() => {
      this.#moving = this.#moving.filter((other) => other !== tracked);
    });
    this.#moving.push(tracked);
  }
}

/** Accepting one connection failed (no descriptors left); the listener goes on. */
function passOver(): void {}

/** Lets a connection end with the answer that is under way, or cuts it after `grace` milliseconds. */
function leave(connection: Connection, grace: number): Promise<void> {
  connection.closing = true;
  return new Promise((resolve) => {
    const timer = setTimeout(() => connection.raw.destroy(), grace);
    connection.raw.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function samePlace(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address && a.port === b.port && a.face === b.face && !a.tls === !b.tls;
}
