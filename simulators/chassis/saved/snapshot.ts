import { crc32 } from 'node:zlib';
import type { Json } from '../json.ts';
import { readIfThere, replaceFile } from './durable.ts';
import { decode, encodedText } from './encoding.ts';
import { checksum } from './log.ts';

/** A whole store as it was after record `seq` of its log. */
export interface Snapshot {
  readonly seq: number;
  readonly store: object;
}

/** Replaces the snapshot file; see {@link replaceFile} for what a crash can do to it: nothing. */
export async function writeSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  await replaceFile(path, snapshotText(snapshot));
}

function* snapshotText({ seq, store }: Snapshot): Generator<string> {
  let crc = 0;
  for (const piece of bodyText(store)) {
    crc = crc32(piece, crc);
    yield piece;
  }
  yield `${trailerStart}${seq},"crc32":"${crc.toString(16).padStart(8, '0')}"}\n`;
}

function* bodyText(store: object): Generator<string> {
  yield '{"store":';
  yield* encodedText(store);
}

/** No line break stands in JSON text, so this marks the end of the store whatever is in it. */
const trailerStart = ',\n"seq":';

/**
 * Reads a snapshot file.
 *
 * @returns the snapshot and its size in bytes, or `undefined` where there is no file
 * @throws Error naming the file when it is not as it was written
 */
export function readSnapshot(path: string): (Snapshot & { readonly bytes: number }) | undefined {
  const bytes = readIfThere(path);
  if (!bytes) return undefined;
  const parsed = parse(bytes);
  if (!parsed) {
    throw new Error(
      `${path}: the snapshot is damaged (its checksum differs); restore the file from a copy, or remove the device's directory to start it afresh`,
    );
  }
  return { ...parsed, bytes: bytes.length };
}

function parse(bytes: Buffer): Snapshot | undefined {
  const end = bytes.lastIndexOf(trailerStart);
  if (end < 0) return undefined;
  try {
    const { store, seq, crc32: sum }: Record<string, Json> = JSON.parse(bytes.toString());
    if (sum !== checksum(bytes.subarray(0, end)) || typeof seq !== 'number' || store === undefined) return undefined;
    const tree = decode(store);
    return typeof tree === 'object' && tree !== null ? { seq, store: tree } : undefined;
  } catch {
    return undefined;
  }
}
