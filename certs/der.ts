/**
 * A look into DER: just enough to read what `X509Certificate` does not tell (extensions, ordered names, signature
 * hash) and to cut out the exact bytes that were signed. Writing is done elsewhere, by node-forge; this reader is
 * separate because it needs the original bytes and must load nothing.
 */

/** The bytes are not DER, or not the structure that was expected there. */
export class DerError extends Error {
  override name = 'DerError';
}

/** Identifier octets of the types met in certificates. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element: its identifier octet, its contents, and the whole of it with the header. All three share memory. */
export interface DerNode {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

/**
 * Reads the element at the start of `bytes`; what follows it is ignored, as OpenSSL does with a PEM block.
 *
 * @throws DerError for a truncated element, an indefinite length or a multi-byte tag (DER certificates have neither).
 */
export function readDer(bytes: Buffer): DerNode {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) throw new DerError('an element is missing');
  if ((tag & 0x1f) === 0x1f) throw new DerError('a multi-byte tag is not expected here');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) throw new DerError('a length is unreadable');
  const start = 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  if (start + length > bytes.length) throw new DerError(`an element of ${length} bytes ends after its container`);
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(0, start + length) };
}

/** The elements inside a constructed element, in order. */
export function childrenOf(node: DerNode): DerNode[] {
  const children: DerNode[] = [];
  for (let rest = node.content; rest.length > 0; ) {
    const child = readDer(rest);
    children.push(child);
    rest = rest.subarray(child.raw.length);
  }
  return children;
}

/** `node` if it is there and has the tag that is expected; `what` names it in the error. */
export function expectTag(node: DerNode | undefined, tag: number, what: string): DerNode {
  if (node?.tag !== tag) throw new DerError(`${what} is missing or of another type`);
  return node;
}

/** An OBJECT IDENTIFIER in dotted form. */
export function readOid(node: DerNode | undefined): string {
  const { content } = expectTag(node, tags.oid, 'an object identifier');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [head = 0n, ...tail] = arcs;
  const root = head < 80n ? head / 40n : 2n;
  return [root, head - root * 40n, ...tail].join('.');
}

/** The bytes of a BIT STRING that holds whole bytes (keys, signatures). */
export function readBitString(node: DerNode | undefined): Buffer {
  return expectTag(node, tags.bitString, 'a bit string').content.subarray(1);
}

const timePattern = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/** A UTCTime (two-digit years: 1950 to 2049) or GeneralizedTime, as RFC 5280 restricts them: in seconds and in UTC. */
export function readTime(node: DerNode | undefined): Date {
  const generalized = node?.tag === tags.generalizedTime;
  if (!node || (!generalized && node.tag !== tags.utcTime)) throw new DerError('a time is missing');
  const text = node.content.toString('latin1');
  const [, year = '', month, day, hour, minute, second] = timePattern.exec(text) ?? [];
  if (year.length !== (generalized ? 4 : 2)) throw new DerError(`the time "${text}" is unreadable`);
  const century = generalized ? '' : Number(year) < 50 ? '20' : '19';
  const date = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime())) throw new DerError(`the time "${text}" does not exist`);
  return date;
}

const textEncodings: Readonly<Record<number, 'utf8' | 'latin1' | 'utf16be' | 'utf32be'>> = {
  [tags.utf8String]: 'utf8',
  [tags.bmpString]: 'utf16be',
  [tags.universalString]: 'utf32be',
};

/** Any of the string types as text; types without an encoding of their own are read as Latin-1, as OpenSSL does. */
export function readText(node: DerNode): string {
  const encoding = textEncodings[node.tag] ?? 'latin1';
  if (encoding === 'utf16be') return new TextDecoder('utf-16be').decode(node.content);
  if (encoding === 'utf32be') {
    const points = Array.from({ length: node.content.length >> 2 }, (_, i) => node.content.readUInt32BE(i * 4));
    return points.map((point) => (point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd')).join('');
  }
  return node.content.toString(encoding);
}
