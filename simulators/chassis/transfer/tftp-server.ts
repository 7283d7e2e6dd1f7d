import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { FlashError } from '../flash/error.ts';
import type { HostPort } from '../surroundings.ts';
import { blockSizeOf, receiveBlocks, sendBlocks, wholeNumber } from './tftp-blocks.ts';
import { fromNetascii, parseTftp, spellTftp, type TftpPacket, tftpCode, toNetascii } from './tftp-packet.ts';
import { TftpFailure, TftpPeer } from './tftp-peer.ts';
import { type Budget, Upload } from './upload.ts';
import {
  defaultLimit,
  type Ending,
  type FileSystemView,
  permit,
  refusalOf,
  type ServeOptions,
  type Transferred,
} from './view.ts';

/** What a TFTP server can be told besides. */
export interface TftpOptions extends Omit<ServeOptions, 'idle'> {
  /** Milliseconds before a packet is sent again; 1 second unless told, or unless the client asks for another time. */
  readonly timeout?: number;
  /** How often it is sent again before the client is given up; 5 times unless told. */
  readonly retries?: number;
  /** Most transfers at once, further ones are refused; 32 unless told. */
  readonly atOnce?: number;
}

type Request = Extract<TftpPacket, { op: 'read' | 'write' }>;

/**
 * A TFTP server: reading and writing in modes octet and netascii (RFC 1350), with block size, time-out and transfer size
 * as options (RFC 2347 to 2349). Who may do what is the view's business, since TFTP knows no users. A file appears when
 * its last block has arrived.
 */
export class TftpServer {
  readonly #view: FileSystemView;
  readonly #options: TftpOptions;
  readonly #budget: Budget;
  readonly #transfers = new Map<string, { peer?: TftpPeer }>();
  readonly #running = new Set<Promise<void>>();
  #socket: Socket | undefined;

  constructor(view: FileSystemView, options: TftpOptions = {}) {
    this.#view = view;
    this.#options = options;
    this.#budget = { left: options.limit ?? defaultLimit };
  }

  /** Opens the port; 0 asks for any. @throws Error of the socket: address in use, not permitted */
  async start(at: HostPort): Promise<HostPort> {
    const socket = createSocket(at.host.includes(':') ? 'udp6' : 'udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(at.port, at.host, resolve);
    });
    socket.removeAllListeners('error');
    // A datagram that could not be delivered concerns nobody here.
    socket.on('error', () => undefined);
    socket.on('message', (bytes, from) => this.#hear(bytes, from));
    this.#socket = socket;
    return { host: at.host, port: socket.address().port };
  }

  /** Ends all transfers and closes the port. */
  async stop(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    for (const { peer } of this.#transfers.values()) peer?.stop(new TftpFailure(undefined, 'the server stops'));
    await Promise.all(this.#running);
    if (socket) await new Promise<void>((resolve) => socket.close(() => resolve()));
  }

  #hear(bytes: Buffer, from: RemoteInfo): void {
    const packet = parseTftp(bytes);
    // A request that is said again is being answered already.
    const client = `${from.address} ${from.port}`;
    if (!packet || this.#transfers.has(client)) return;
    if (packet.op !== 'read' && packet.op !== 'write') {
      this.#refuse(from, tftpCode.illegal, 'Illegal TFTP operation');
    } else if (this.#transfers.size >= (this.#options.atOnce ?? 32)) {
      this.#refuse(from, tftpCode.undefined, 'Too many transfers');
    } else {
      const transfer = {};
      this.#transfers.set(client, transfer);
      const running = this.#serve(packet, from, transfer).finally(() => {
        this.#transfers.delete(client);
        this.#running.delete(running);
      });
      this.#running.add(running);
    }
  }

  #refuse(from: RemoteInfo, code: number, text: string): void {
    this.#socket?.send(spellTftp({ op: 'error', code, text }), from.port, from.address);
  }

  async #serve(request: Request, from: RemoteInfo, transfer: { peer?: TftpPeer }): Promise<void> {
    const began = performance.now();
    const socket = createSocket(from.family === 'IPv6' ? 'udp6' : 'udp4');
    const { timeout = 1000, retries = 5 } = this.#options;
    const peer = new TftpPeer(socket, from, true, { timeout, retries });
    transfer.peer = peer;
    let ending: Ending = { outcome: 'ok' };
    let path = request.file;
    let bytes = 0;
    try {
      await new Promise<void>((resolve) => socket.bind(0, this.#socket?.address().address, resolve));
      if (request.mode !== 'octet' && request.mode !== 'netascii')
        throw new TftpFailure(tftpCode.illegal, 'Unknown mode');
      path = this.#view.resolve(request.file);
      bytes = await (request.op === 'read' ? this.#send(peer, request, path) : this.#take(peer, request, path));
    } catch (error) {
      ending = this.#failed(peer, error, path);
    }
    const direction: Transferred['direction'] = request.op === 'read' ? 'download' : 'upload';
    this.#options.report?.({ via: 'tftp', direction, path, bytes, duration: performance.now() - began, ...ending });
  }

  async #send(peer: TftpPeer, request: Request, path: string): Promise<number> {
    permit(this.#view, 'read', path);
    const content = await this.#view.read(path);
    const bytes = request.mode === 'octet' ? content : toNetascii(content);
    const agreed = agree(peer, request, bytes.length);
    if (agreed.size > 0) {
      await peer.exchange({ op: 'options', options: agreed }, (heard) =>
        heard.op === 'ack' && heard.block === 0 ? { answer: true } : undefined,
      );
    }
    await sendBlocks(peer, bytes, blockSizeOf(agreed.get('blksize')));
    peer.close();
    return bytes.length;
  }

  async #take(peer: TftpPeer, request: Request, path: string): Promise<number> {
    permit(this.#view, 'write', path);
    const announced = wholeNumber(request.options.get('tsize'));
    const upload = new Upload(path, await this.#view.room(path), this.#budget);
    try {
      if (announced !== undefined && announced > (await this.#view.room(path))) throw new FlashError('no-space', path);
      const agreed = agree(peer, request, announced);
      const invitation: TftpPacket = agreed.size > 0 ? { op: 'options', options: agreed } : { op: 'ack', block: 0 };
      const last = await receiveBlocks(peer, invitation, blockSizeOf(agreed.get('blksize')), (bytes) =>
        upload.write(upload.size, bytes),
      );
      const content = upload.bytes();
      await this.#view.write(path, request.mode === 'octet' ? content : fromNetascii(content));
      peer.farewell(last, (heard) => heard.op === 'data' && heard.block === last.block);
      return content.length;
    } finally {
      upload.release();
    }
  }

  #failed(peer: TftpPeer, error: unknown, path: string): Ending {
    if (error instanceof TftpFailure) {
      if (error.code === tftpCode.illegal) peer.post({ op: 'error', code: tftpCode.illegal, text: error.message });
      peer.close();
      return { outcome: 'aborted', why: error.message };
    }
    const { words, ...ending } = refusalOf(this.#view, error, path);
    const codes: Readonly<Record<string, number>> = {
      missing: tftpCode.missing,
      denied: tftpCode.denied,
      outside: tftpCode.denied,
      'no-space': tftpCode.noSpace,
      exists: tftpCode.exists,
    };
    peer.post({ op: 'error', code: codes[ending.outcome] ?? tftpCode.undefined, text: words });
    peer.close();
    return ending;
  }
}

/** The options of a request that are granted, with the values that hold; those not known are left out. */
function agree(peer: TftpPeer, { options, mode }: Request, size: number | undefined): Map<string, string> {
  const agreed = new Map<string, string>();
  const blockSize = wholeNumber(options.get('blksize'));
  if (blockSize !== undefined && blockSize >= 8) agreed.set('blksize', String(blockSizeOf(String(blockSize))));
  const seconds = wholeNumber(options.get('timeout'));
  if (seconds !== undefined && seconds >= 1 && seconds <= 255) {
    peer.wait(seconds * 1000);
    agreed.set('timeout', String(seconds));
  }
  // In netascii the size on the wire is not the file's; and a size of 0 is taken for an error by curl.
  if (options.has('tsize') && size && mode === 'octet') agreed.set('tsize', String(size));
  return agreed;
}
