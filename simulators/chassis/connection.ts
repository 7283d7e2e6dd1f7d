import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Device } from './device.ts';
import type { Endpoint } from './kind.ts';
import type { Repeats } from './web/repeats.ts';

/** One accepted connection: which device, where it came in, and how to cut it. */
export interface Connection {
  readonly device: Device;
  readonly endpoint: Endpoint;
  /** Kept beside any TLS socket on top of it: only the raw socket can be reset. */
  readonly raw: Socket;
  /** Client address. */
  readonly from: string;
  readonly fromPort: number;
  /** Requests being answered on it. */
  busy: number;
  /** Set when the endpoint has gone: the connection ends with the answer that is under way. */
  closing: boolean;
  /** What answers requests that come again; where the face has such. */
  repeats?: Repeats;
}

const connections = new WeakMap<Duplex, Connection>();

/** Ties a stream (raw or TLS) to its connection. */
export function bindConnection(stream: Duplex, connection: Connection): void {
  connections.set(stream, connection);
}

/**
 * The connection that a stream of a face belongs to.
 * @throws Error for a stream that no listener of this house accepted
 */
export function connectionOf(stream: Duplex): Connection {
  const connection = connections.get(stream);
  if (!connection) throw new Error('this stream was not accepted by a device listener');
  return connection;
}
