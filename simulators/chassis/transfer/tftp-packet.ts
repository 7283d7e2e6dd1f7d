/** Bytes of one block unless another size is agreed upon (RFC 1350). */
export const defaultBlockSize = 512;

/** Codes of error packets (RFC 1350, 2347). */
export const tftpCode = {
  undefined: 0,
  missing: 1,
  denied: 2,
  noSpace: 3,
  illegal: 4,
  unknownId: 5,
  exists: 6,
  options: 8,
} as const;

/** A packet of TFTP: RFC 1350, with the options of RFC 2347. */
export type TftpPacket =
  | {
      readonly op: 'read' | 'write';
      readonly file: string;
      /** In lower case: `octet`, `netascii`. */
      readonly mode: string;
      readonly options: ReadonlyMap<string, string>;
    }
  | { readonly op: 'data'; readonly block: number; readonly bytes: Buffer }
  | { readonly op: 'ack'; readonly block: number }
  | { readonly op: 'error'; readonly code: number; readonly text: string }
  | { readonly op: 'options'; readonly options: ReadonlyMap<string, string> };

/** @returns `undefined` for what is no TFTP packet */
export function parseTftp(bytes: Buffer): TftpPacket | undefined {
  if (bytes.length < 2) return undefined;
  const body = bytes.subarray(2);
  const op = bytes.readUInt16BE();
  if (op === 1 || op === 2) {
    const [file, mode, ...rest] = texts(body) ?? [];
    if (!file || mode === undefined) return undefined;
    return { op: op === 1 ? 'read' : 'write', file, mode: mode.toLowerCase(), options: pairs(rest) };
  }
  if (op === 6) {
    const options = texts(body);
    return options && { op: 'options', options: pairs(options) };
  }
  if (body.length < 2) return undefined;
  const number = body.readUInt16BE();
  if (op === 3) return { op: 'data', block: number, bytes: body.subarray(2) };
  if (op === 4) return { op: 'ack', block: number };
  // Some servers leave the last zero of an error out; it is an error none the less.
  if (op === 5) return { op: 'error', code: number, text: body.subarray(2).toString().replace(/\0.*$/s, '') };
  return undefined;
}

/** A packet as it goes over the wire. */
export function spellTftp(packet: TftpPacket): Buffer {
  switch (packet.op) {
    case 'read':
    case 'write':
      return Buffer.concat([
        word(packet.op === 'read' ? 1 : 2),
        zeroEnded(packet.file, packet.mode, ...[...packet.options].flat()),
      ]);
    case 'data':
      return Buffer.concat([word(3), word(packet.block), packet.bytes]);
    case 'ack':
      return Buffer.concat([word(4), word(packet.block)]);
    case 'error':
      return Buffer.concat([word(5), word(packet.code), zeroEnded(packet.text)]);
    case 'options':
      return Buffer.concat([word(6), zeroEnded(...[...packet.options].flat())]);
  }
}

/** Text as mode `netascii` has it on the wire: lines end in CR LF, and a CR alone is CR NUL. */
export function toNetascii(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes.toString('latin1').replace(/\r|\n/g, (one) => (one === '\r' ? '\r\0' : '\r\n')),
    'latin1',
  );
}

/** The reverse of {@link toNetascii}. */
export function fromNetascii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r\n/g, '\n').replace(/\r\0/g, '\r'), 'latin1');
}

/** Texts that each end in a zero; `undefined` where the last does not. */
function texts(bytes: Buffer): string[] | undefined {
  if (bytes.at(-1) !== 0) return undefined;
  return bytes.subarray(0, -1).toString().split('\0');
}

function pairs(list: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (let at = 0; at + 1 < list.length; at += 2) options.set((list[at] ?? '').toLowerCase(), list[at + 1] ?? '');
  return options;
}

function zeroEnded(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${part}\0`).join(''));
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
