import { crc32 } from 'node:zlib';
import type { Difference } from './difference.ts';
import { readIfThere } from './durable.ts';

/** One change of a store: what `seq - 1` has to become to be `seq`. */
export interface LogRecord {
  /** Counts from 1, without gaps. */
  readonly seq: number;
  readonly difference: Difference;
}

/** What a log file holds. */
export interface LogContents {
  readonly records: readonly LogRecord[];
  /** Bytes of whole records from the start of the file. */
  readonly length: number;
  /** Bytes of a last record that was being written when the process or the machine died. It was never acknowledged. */
  readonly torn: number;
}

/** One line: checksum of the rest, sequence number, difference. */
export function logLine({ seq, difference }: LogRecord): Buffer {
  const text = `${seq} ${JSON.stringify(difference)}`;
  return Buffer.from(`${checksum(text)} ${text}\n`);
}

/** CRC-32 in eight hex digits. */
export function checksum(data: string | Buffer): string {
  return crc32(data).toString(16).padStart(8, '0');
}

/**
 * Reads a log. A last line that is not whole is told, not given; a missing file is an empty log.
 *
 * @param seq the last record that is known from elsewhere; older ones are left out
 * @throws Error naming file and line where a record is damaged or missing before the last one
 */
export function readLog(path: string, seq: number): LogContents {
  const bytes = readIfThere(path) ?? Buffer.alloc(0);
  const records: LogRecord[] = [];
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) return { records, length: start, torn: bytes.length - start };
    const text = textOf(bytes.subarray(start, end));
    if (text === undefined) {
      if (end + 1 === bytes.length) return { records, length: start, torn: bytes.length - start };
      throw new Error(
        `${path}:${line}: the record is damaged (its checksum differs) and others follow it; restore the file from a copy, or remove the device's directory to start it afresh`,
      );
    }
    const space = text.indexOf(' ');
    const found = Number(text.slice(0, space));
    const expected = seq + records.length + 1;
    if (found > expected) {
      throw new Error(`${path}:${line}: record ${expected} is missing: found ${found}; restore the file from a copy`);
    }
    if (found === expected) records.push({ seq: found, difference: JSON.parse(text.slice(space + 1)) });
    start = end + 1;
  }
}

/** The text after a line's checksum, or `undefined` where the checksum is another. */
function textOf(line: Buffer): string | undefined {
  const body = line.subarray(9);
  return line.toString('latin1', 0, 9) === `${checksum(body)} ` ? body.toString() : undefined;
}
