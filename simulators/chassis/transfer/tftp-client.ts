import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { Arrival, type Journey } from './journey.ts';
import { blockSizeOf, receiveBlocks, sendBlocks, wholeNumber } from './tftp-blocks.ts';
import { defaultBlockSize, type TftpPacket, tftpCode } from './tftp-packet.ts';
import { TftpFailure, TftpPeer } from './tftp-peer.ts';
import { TransferError, type TransferReason } from './transfer-error.ts';

/** How often a packet is sent within the journey's timeout. */
const sendings = 6;
/** The block size that is asked for; fits a datagram on any network. */
const wantedBlockSize = 1428;

type Options = ReadonlyMap<string, string>;

/** Fetches one file over TFTP. @throws TransferError, or a socket's error */
export function fetchTftp(journey: Journey): Promise<Buffer> {
  return overTftp(journey, async (peer) => {
    const options = new Map([
      ['tsize', '0'],
      ['blksize', String(wantedBlockSize)],
    ]);
    const first = await peer.exchange<TftpPacket>(request('read', journey, options), (heard) =>
      heard.op === 'options' || (heard.op === 'data' && heard.block === 1) ? { answer: heard } : undefined,
    );
    const agreed: Options = first.op === 'options' ? first.options : new Map();
    const arrival = new Arrival(journey, wholeNumber(agreed.get('tsize')));
    const invitation: TftpPacket = first.op === 'data' ? first : { op: 'ack', block: 0 };
    const last = await receiveBlocks(peer, invitation, sizeIn(agreed), (bytes) => arrival.add(bytes));
    peer.farewell(last, (heard) => heard.op === 'data' && heard.block === last.block);
    return arrival.bytes();
  });
}

/** Sends one file over TFTP. @throws as {@link fetchTftp} */
export function sendTftp(journey: Journey, bytes: Buffer): Promise<void> {
  return overTftp(journey, async (peer) => {
    const options = new Map([
      ['tsize', String(bytes.length)],
      ['blksize', String(wantedBlockSize)],
    ]);
    const agreed = await peer.exchange<Options>(request('write', journey, options), (heard) => {
      if (heard.op === 'options') return { answer: heard.options };
      return heard.op === 'ack' && heard.block === 0 ? { answer: new Map() } : undefined;
    });
    await sendBlocks(peer, bytes, sizeIn(agreed), (sent) => journey.options.progress?.(sent, bytes.length));
    peer.close();
  });
}

async function overTftp<T>(journey: Journey, work: (peer: TftpPeer) => Promise<T>): Promise<T> {
  const { place, timeout, options } = journey;
  const { address, family } = await lookup(place.host);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  await new Promise<void>((resolve) => socket.bind(0, resolve));
  const patience = { timeout: timeout / sendings, retries: sendings - 1 };
  const peer = new TftpPeer(socket, { address, port: place.port }, false, patience);
  const abort = () => peer.stop(new TransferError('aborted', 'aborted'));
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await work(peer);
  } catch (error) {
    if (!(error instanceof TftpFailure)) peer.post({ op: 'error', code: tftpCode.undefined, text: 'Aborted' });
    peer.close();
    throw error instanceof TftpFailure ? refusal(error) : error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

function request(op: 'read' | 'write', { remote }: Journey, options: Options): TftpPacket {
  return { op, file: remote.path.replace(/^\//, ''), mode: 'octet', options };
}

function sizeIn(agreed: Options): number {
  const option = agreed.get('blksize');
  return option === undefined ? defaultBlockSize : Math.min(blockSizeOf(option), wantedBlockSize);
}

function refusal({ code, message }: TftpFailure): TransferError {
  const reasons: Readonly<Record<number, TransferReason>> = {
    [tftpCode.missing]: 'missing',
    [tftpCode.denied]: 'denied',
    [tftpCode.noSpace]: 'no-space',
    [tftpCode.exists]: 'denied',
  };
  if (code === undefined) return new TransferError('unreachable', message);
  return new TransferError(reasons[code] ?? 'protocol', message);
}
