import { childrenOf, DerError, type DerNode, readOid, readText } from './der.ts';
import { attributeOids, nameOf } from './oid.ts';

/** One attribute of a distinguished name: OpenSSL's short name (`CN`) or, where it has none, the dotted OID. */
export interface Attribute {
  readonly type: string;
  readonly value: string;
}

/**
 * A distinguished name in the order of its encoding. Each member is one relative name, nearly always with a single
 * attribute; two or more make it multi-valued (`CN=a+UID=b`).
 */
export type DistinguishedName = readonly (readonly Attribute[])[];

/** A name is not written as this module reads it. */
export class NameError extends RangeError {
  override name = 'NameError';
}

/** `text` up to each unescaped `separator`; a backslash keeps the character after it. */
function splitUnescaped(text: string, separator: string): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === separator) parts.push('');
    else {
      const piece = text[i] === '\\' ? text.slice(i, ++i + 1) : text.charAt(i);
      parts.push((parts.pop() ?? '') + piece);
    }
  }
  return parts;
}

const isType = (type: string): boolean => Object.hasOwn(attributeOids, type) || /^[0-2](\.\d+)+$/.test(type);

function parseAttribute(text: string, whole: string): Attribute {
  const equals = text.indexOf('=');
  const type = text.slice(0, Math.max(equals, 0)).trim();
  if (!isType(type)) {
    throw new NameError(
      `subject "${whole}": "${text}" is not TYPE=value; TYPE is one of ${Object.keys(attributeOids).join(', ')} or an OID`,
    );
  }
  return { type, value: text.slice(equals + 1).replace(/\\(.)/gsu, '$1') };
}

/**
 * Reads the form that `openssl req -subj` takes: `/C=US/ST=CA/CN=nxos`, a `+` joining the attributes of a multi-valued
 * member, a backslash before a `/`, `+` or `\` that belongs to a value. Text without a leading slash is a common name.
 *
 * @throws NameError naming the part that cannot be read.
 */
export function parseName(text: string): DistinguishedName {
  if (!text.startsWith('/')) {
    if (text.includes('=')) {
      throw new NameError(
        `subject "${text}": write it as /TYPE=value/TYPE=value, for example /C=US/O=Example/CN=host.example`,
      );
    }
    return text === '' ? [] : [[{ type: 'CN', value: text }]];
  }
  const [, ...members] = splitUnescaped(text, '/');
  if (members.length === 1 && members[0] === '') return [];
  return members.map((member) => splitUnescaped(member, '+').map((part) => parseAttribute(part, text)));
}

/** The inverse of {@link parseName} for any name. */
export function formatName(name: DistinguishedName): string {
  const escaped = (value: string): string => value.replace(/[\\/+]/g, '\\$&');
  const members = name.map((member) => member.map(({ type, value }) => `${type}=${escaped(value)}`).join('+'));
  return members.length === 0 ? '/' : `/${members.join('/')}`;
}

/**
 * OpenSSL's one-line form, as `X509_NAME_oneline` prints it: `/C=US/ST=CA/L=San Jose/CN=nxos`. Bytes outside
 * printable ASCII become `\xHH`; `/` and `+` in a value get a backslash, as since OpenSSL 3 (older ones left them).
 */
export function oneLine(name: DistinguishedName): string {
  const show = (value: string): string =>
    Array.from(Buffer.from(value, 'utf8'), (byte) =>
      byte >= 0x20 && byte <= 0x7e
        ? String.fromCharCode(byte).replace(/[/+]/, '\\$&')
        : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join('');
  return name.map((member) => `/${member.map(({ type, value }) => `${type}=${show(value)}`).join('+')}`).join('');
}

function escapeRfc2253(value: string): string {
  const escaped = value
    .replace(/[,+"\\<>;]/g, '\\$&')
    .replace(/[\x00-\x1f\x7f]/g, (char) => `\\${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    // OpenSSL takes the only character for a last one, and a last `#` needs no escape.
    .replace(/^(#(?=.)| )/s, '\\$&');
  return value.length > 1 && value.endsWith(' ') ? `${escaped.slice(0, -1)}\\ ` : escaped;
}

/**
 * RFC 2253: the last member first, `CN=nxos,OU=dcnxos,C=US`. Characters beyond ASCII stay as they are; an attribute
 * without a short name is shown as its OID and the hexadecimal of a UTF8String, as the RFC wants it.
 *
 * @param separator between members; Java's `X500Principal.toString` uses `', '`.
 */
export function rfc2253(name: DistinguishedName, separator = ','): string {
  const show = ({ type, value }: Attribute): string =>
    Object.hasOwn(attributeOids, type)
      ? `${type}=${escapeRfc2253(value)}`
      : `${type}=#${utf8StringDer(value).toString('hex').toUpperCase()}`;
  return name
    .toReversed()
    .map((member) => member.map(show).toReversed().join('+'))
    .join(separator);
}

function utf8StringDer(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const length =
    bytes.length < 0x80
      ? [bytes.length]
      : bytes.length < 0x100
        ? [0x81, bytes.length]
        : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from([0x0c, ...length]), bytes]);
}

/** The first value of an attribute type, in the order of the name: `attribute(name, 'CN')`. */
export function attribute(name: DistinguishedName, type: string): string | undefined {
  return name.flat().find((candidate) => candidate.type === type)?.value;
}

/**
 * Reads an encoded Name.
 *
 * @throws DerError when the element is something else.
 */
export function readName(node: DerNode): DistinguishedName {
  return childrenOf(node).map((member) =>
    childrenOf(member).map((pair) => {
      const [type, value] = childrenOf(pair);
      if (!value) throw new DerError('an attribute of a name has no value');
      const oid = readOid(type);
      return { type: nameOf(attributeOids, oid) ?? oid, value: readText(value) };
    }),
  );
}
