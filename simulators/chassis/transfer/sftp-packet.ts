import { isUtf8 } from 'node:buffer';

/** Packet types of SFTP version 3 (draft-ietf-secsh-filexfer-02). */
export const packetType = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  readlink: 19,
  symlink: 20,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attrs: 105,
  extended: 200,
} as const;

/** Status codes of the draft. */
export const statusCode = {
  ok: 0,
  eof: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  badMessage: 5,
  unsupported: 8,
} as const;

/** Bits of an open request. */
export const openFlag = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;

/** What attributes may tell; absent ones were not sent. */
export interface SftpAttributes {
  /** Bytes. */
  readonly size?: number;
  /** Permissions with the file type in the high bits. */
  readonly mode?: number;
  /** Last change, seconds since 1970. */
  readonly mtime?: number;
}

/** A packet that breaks off or holds what it may not. */
export class MalformedPacket extends Error {
  override readonly name = 'MalformedPacket';
}

/** Reads the fields of one packet in order. Every method throws {@link MalformedPacket} at its end. */
export class PacketReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#take(1).readUInt8();
  }

  number(): number {
    return this.#take(4).readUInt32BE();
  }

  /** 64 bits; what a double cannot hold exactly is beyond any file and stays inexact. */
  long(): number {
    return Number(this.#take(8).readBigUInt64BE());
  }

  bytes(): Buffer {
    return this.#take(this.number());
  }

  text(): string {
    const bytes = this.bytes();
    if (!isUtf8(bytes)) throw new MalformedPacket('a text that is not UTF-8');
    return bytes.toString();
  }

  attributes(): SftpAttributes {
    const flags = this.number();
    const size = flags & 1 ? this.long() : undefined;
    if (flags & 2) this.#take(8);
    const mode = flags & 4 ? this.number() : undefined;
    if (flags & 8) this.number();
    const mtime = flags & 8 ? this.number() : undefined;
    return {
      ...(size === undefined ? {} : { size }),
      ...(mode === undefined ? {} : { mode }),
      ...(mtime === undefined ? {} : { mtime }),
    };
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new MalformedPacket(`breaks off at byte ${this.#bytes.length}`);
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

/** A field of a packet: a 32-bit number, a text or bytes with their length before them, or finished bytes. */
export type Field = number | string | Buffer | { readonly raw: Buffer };

/** A packet with its length and type before the fields. */
export function packet(type: number, ...fields: readonly Field[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), ...fields.map(spell)]);
  return Buffer.concat([number32(body.length), body]);
}

/** Attributes as a field. */
export function attributesField(attributes: Required<SftpAttributes>): Field {
  const bytes = Buffer.alloc(4 + 8 + 8 + 4 + 8);
  bytes.writeUInt32BE(1 | 2 | 4 | 8);
  bytes.writeBigUInt64BE(BigInt(attributes.size), 4);
  bytes.writeUInt32BE(attributes.mode, 20);
  bytes.writeUInt32BE(attributes.mtime, 24);
  bytes.writeUInt32BE(attributes.mtime, 28);
  return { raw: bytes };
}

function spell(field: Field): Buffer {
  if (typeof field === 'number') return number32(field);
  if (typeof field === 'object' && 'raw' in field) return field.raw;
  const bytes = typeof field === 'string' ? Buffer.from(field) : field;
  return Buffer.concat([number32(bytes.length), bytes]);
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
