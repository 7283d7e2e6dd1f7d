import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { type Asn1, bits, boolean, encode, integer, octets, oid, sequence, taggedBytes } from './asn1.ts';
import { childrenOf, readBitString, readDer } from './der.ts';
import { extensionOids, type KeyUsage, keyUsages, type Purpose, purposeOids } from './oid.ts';

/** A subject alternative name: its type and value in one string, `dns:n9k-1.example` or `ip:192.0.2.1`. */
export type AlternativeName = `${'dns' | 'ip' | 'uri' | 'email'}:${string}`;

/** The extensions that a certificate or a request carries. What is not given, or `false`, is left out. */
export interface Extensions {
  readonly san?: readonly AlternativeName[] | undefined;
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLen?: number | undefined } | false | undefined;
  readonly keyUsage?: readonly KeyUsage[] | false | undefined;
  readonly purposes?: readonly Purpose[] | false | undefined;
}

/** An option of a maker has a value that cannot be written into a certificate. */
export class OptionError extends RangeError {
  override name = 'OptionError';
}

const extension = (name: keyof typeof extensionOids, critical: boolean, value: Asn1): Asn1 =>
  sequence(oid(extensionOids[name]), critical ? boolean(true) : undefined, octets(encode(value)));

const generalNameTags = { email: 1, dns: 2, uri: 6, ip: 7 } as const;

const isGeneralNameType = (type: string): type is keyof typeof generalNameTags => Object.hasOwn(generalNameTags, type);

/**
 * Reads `dns:…`, `ip:…`, `uri:…` or `email:…` as a user typed it.
 *
 * @throws OptionError naming what is wrong and what would be right.
 */
export function parseAlternativeName(text: string): AlternativeName {
  const colon = text.indexOf(':');
  const type = text.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = text.slice(colon + 1);
  if (!isGeneralNameType(type) || value === '') {
    throw new OptionError(`alternative name "${text}": expected dns:NAME, ip:ADDRESS, uri:URI or email:ADDRESS`);
  }
  if (type === 'ip' && isIP(value) === 0)
    throw new OptionError(`alternative name "${text}": "${value}" is no IP address`);
  if (!/^[\x20-\x7e]+$/.test(value)) {
    throw new OptionError(`alternative name "${text}": only ASCII can be written; use the xn-- form of a name`);
  }
  return `${type}:${value}`;
}

function ipBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The URL parser brings every spelling of an IPv6 address into groups with one `::` at most.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0');
  const all = tail === undefined ? groups(head) : [...groups(head), ...zeros, ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function generalName(text: string): Asn1 {
  const name = parseAlternativeName(text);
  const value = name.slice(name.indexOf(':') + 1);
  const [type = ''] = name.split(':', 1);
  if (!isGeneralNameType(type)) throw new OptionError(`alternative name "${text}" has an unknown type`);
  return taggedBytes(generalNameTags[type], type === 'ip' ? ipBytes(value) : Buffer.from(value, 'latin1'));
}

function keyUsageBits(usages: readonly KeyUsage[]): Asn1 {
  const highest = Math.max(...usages.map((usage) => keyUsages.indexOf(usage)));
  const bytes = Buffer.alloc((highest >> 3) + 1);
  for (const usage of usages) {
    const bit = keyUsages.indexOf(usage);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  }
  return bits(bytes, 7 - (highest & 7));
}

/**
 * The encoded extensions, in the order in which OpenSSL's own configurations give them.
 *
 * @throws OptionError for a value that cannot be written.
 */
export function encodeExtensions({ basicConstraints, keyUsage, purposes, san }: Extensions): Asn1[] {
  const list: Asn1[] = [];
  if (basicConstraints) {
    const { ca, pathLen } = basicConstraints;
    const length = ca && pathLen !== undefined ? integer(pathLen) : undefined;
    list.push(extension('basicConstraints', true, sequence(ca ? boolean(true) : undefined, length)));
  }
  if (keyUsage && keyUsage.length > 0) list.push(extension('keyUsage', true, keyUsageBits(keyUsage)));
  if (purposes && purposes.length > 0) {
    list.push(extension('extKeyUsage', false, sequence(...purposes.map((purpose) => oid(purposeOids[purpose])))));
  }
  if (san && san.length > 0) list.push(extension('subjectAltName', false, sequence(...san.map(generalName))));
  return list;
}

/** SHA-1 of the key's bit string: method 1 of RFC 5280, 4.2.1.2, which OpenSSL uses too. */
export const keyIdentifier = (subjectPublicKeyInfo: Buffer): Buffer =>
  createHash('sha1')
    .update(readBitString(childrenOf(readDer(subjectPublicKeyInfo))[1]))
    .digest();

export const subjectKeyIdentifier = (id: Buffer): Asn1 => extension('subjectKeyIdentifier', false, octets(id));

export const authorityKeyIdentifier = (id: Buffer): Asn1 =>
  extension('authorityKeyIdentifier', false, sequence(taggedBytes(0, id)));

export const crlNumber = (number: number): Asn1 => extension('cRLNumber', false, integer(number));

/** The reason of a revocation, by its number in RFC 5280, 5.3.1. */
export const crlReason = (code: Asn1): Asn1 => extension('cRLReason', false, code);
