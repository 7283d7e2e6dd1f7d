import { defaultBlockSize, type TftpPacket } from './tftp-packet.ts';
import type { TftpPeer } from './tftp-peer.ts';

/** Largest block that one datagram carries (RFC 2348). */
const largestBlock = 65464;

/** The block size that an option asks for, cut to what is possible; the default one where it asks for none. */
export function blockSizeOf(option: string | undefined): number {
  const size = wholeNumber(option);
  return size === undefined || size < 8 ? defaultBlockSize : Math.min(size, largestBlock);
}

/** The value of a numeric option; `undefined` where it is none. */
export function wholeNumber(option: string | undefined): number | undefined {
  return option !== undefined && /^\d{1,15}$/.test(option) ? Number(option) : undefined;
}

/**
 * Sends all blocks, each when the one before has been acknowledged. An acknowledgement that comes twice is not answered
 * twice: every later block would be (the Sorcerer's Apprentice of RFC 1123).
 *
 * @throws TftpFailure
 */
export async function sendBlocks(
  peer: TftpPeer,
  bytes: Buffer,
  blockSize: number,
  sent?: (bytes: number) => void,
): Promise<void> {
  for (let index = 1; ; index++) {
    const block = index & 0xffff;
    const piece = bytes.subarray((index - 1) * blockSize, index * blockSize);
    await peer.exchange({ op: 'data', block, bytes: piece }, (heard) =>
      heard.op === 'ack' && heard.block === block ? { answer: true } : undefined,
    );
    sent?.((index - 1) * blockSize + piece.length);
    if (piece.length < blockSize) return;
  }
}

/**
 * Takes blocks up to the first short one, and acknowledges each but the last: that waits for what becomes of the file.
 *
 * @param invitation what makes the other side send block 1; or block 1 itself where it has come already
 * @param take told of each block's bytes; what it throws ends the transfer
 * @returns the acknowledgement of the last block
 * @throws TftpFailure, or what `take` throws
 */
export async function receiveBlocks(
  peer: TftpPeer,
  invitation: TftpPacket,
  blockSize: number,
  take: (bytes: Buffer) => void,
): Promise<Extract<TftpPacket, { op: 'ack' }>> {
  let say: TftpPacket = invitation;
  for (let index = 1; ; index++) {
    const block = index & 0xffff;
    const before = (index - 1) & 0xffff;
    const bytes =
      say.op === 'data'
        ? say.bytes
        : await peer.exchange<Buffer>(say, (heard) => {
            if (heard.op === 'data' && heard.block === block) return { answer: heard.bytes };
            const missed = heard.op === 'options' ? index === 1 : heard.op === 'data' && heard.block === before;
            return missed ? 'again' : undefined;
          });
    take(bytes);
    say = { op: 'ack', block };
    if (bytes.length < blockSize) return say;
  }
}
