import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Device } from '../device.ts';
import type { HostPort } from '../surroundings.ts';
import { type RemoteFile, schemePorts } from './remote.ts';
import { TransferError } from './transfer-error.ts';
import type { Awaitable } from './view.ts';

/** The part of a device that transfers need. */
export type TransferDevice = Pick<Device, 'surroundings' | 'report'>;

/** The key that a host shows at first. */
export interface HostKey {
  /** As SSH names it: `ssh-rsa`, `ecdsa-sha2-nistp256`, `ssh-ed25519`. */
  readonly type: string;
  /** SHA-256 of the key in base64 without padding, as OpenSSH prints it after `SHA256:`. */
  readonly sha256: string;
  /** The address that the device believes it talks to. */
  readonly address: string;
}

/** What a transfer asks, tells and obeys. Each question may take as long as a person does. */
export interface TransferOptions {
  /** The device address (interface, VRF) that the connection leaves from. */
  readonly from: string;
  /** Asked once where the URL names no user and the other host wants one; `undefined` gives up. */
  readonly user?: () => Awaitable<string | undefined>;
  /** Asked up to three times, `attempt` counting from 1; `undefined` gives up. */
  readonly password?: (attempt: number, user: string) => Awaitable<string | undefined>;
  /** Whether this key is the host's; any is taken unless told. */
  readonly hostKey?: (key: HostKey) => Awaitable<boolean>;
  /** Told as bytes go over; `total` where it is known. */
  readonly progress?: (done: number, total: number | undefined) => void;
  /** Most bytes that are fetched; 512 MiB unless told. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** Milliseconds without a sign of the other host; 30 seconds unless told. */
  readonly timeout?: number;
  /** Trust of HTTPS: `ca`, or `rejectUnauthorized: false` for a device that does not check. */
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'rejectUnauthorized'>;
}

/** One transfer on its way: where it goes, and on what terms. */
export interface Journey {
  readonly remote: RemoteFile;
  /** Where the other host's service really listens. */
  readonly place: HostPort;
  /** The address that the device believes it talks to. */
  readonly address: string;
  readonly options: TransferOptions;
  readonly limit: number;
  readonly timeout: number;
}

/** How often a password is asked for, as OpenSSH's client does it. */
export const passwordAttempts = 3;

/**
 * Finds the host in the lab; there is nothing else that a device could reach.
 *
 * @throws TransferError `unresolved`, `unreachable` or `refused`
 */
export function setOut(device: TransferDevice, remote: RemoteFile, options: TransferOptions): Journey {
  const host = device.surroundings.reach.find(remote.host, options.from);
  if (!host && isIP(remote.host)) throw new TransferError('unreachable', `no route to ${remote.host}`);
  if (!host) throw new TransferError('unresolved', `could not resolve ${remote.host}`);
  const port = remote.port ?? schemePorts[remote.scheme];
  const place = host.place(port);
  if (!place) throw new TransferError('refused', `${remote.host} port ${port}: connection refused`);
  return {
    remote,
    place,
    address: host.address,
    options,
    limit: options.limit ?? 512 * 1024 * 1024,
    timeout: options.timeout ?? 30_000,
  };
}

/** An error of the network or of a library as a {@link TransferError}. */
export function asTransferError(error: unknown, options: TransferOptions): TransferError {
  if (error instanceof TransferError) return error;
  if (error instanceof Error && error.cause instanceof TransferError) return error.cause;
  const message = error instanceof Error ? error.message : String(error);
  if (options.signal?.aborted) return new TransferError('aborted', 'aborted', { cause: error });
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return new TransferError('refused', 'connection refused', { cause: error });
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT') {
    return new TransferError('unreachable', message, { cause: error });
  }
  return new TransferError('protocol', message, { cause: error });
}

/** Bytes as they arrive, up to the journey's limit, with progress told. */
export class Arrival {
  readonly #journey: Journey;
  readonly #total: number | undefined;
  readonly #parts: Buffer[] = [];
  #size = 0;

  /**
   * @param total bytes to come, where known
   * @throws TransferError `no-space` when that is over the limit
   */
  constructor(journey: Journey, total: number | undefined) {
    this.#journey = journey;
    this.#total = total;
    this.#hold(total ?? 0);
    journey.options.progress?.(0, total);
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  /** @throws TransferError `no-space` over the limit */
  add(bytes: Buffer): void {
    this.#hold(this.#size + bytes.length);
    // Copied, since the buffer may be a part of a much larger one that should not live on with it.
    this.#parts.push(Buffer.from(bytes));
    this.#size += bytes.length;
    this.#journey.options.progress?.(this.#size, this.#total);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts, this.#size);
  }

  #hold(size: number): void {
    if (size > this.#journey.limit) throw new TransferError('no-space', `over ${this.#journey.limit} bytes`);
  }
}
