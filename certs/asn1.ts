/**
 * Writing DER, in the terms of the standards, on top of node-forge. Loading node-forge takes 30 ms: a module that is
 * loaded at start-up reaches the workshop's makers with `await import(...)`.
 */
import forge from 'node-forge';

const { asn1, util } = forge;
const { Class, Type } = asn1;

/** A structure that is not encoded yet. */
export type Asn1 = forge.asn1.Asn1;

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const primitive = (type: forge.asn1.Type, value: string): Asn1 => asn1.create(Class.UNIVERSAL, type, false, value);
const present = (parts: readonly (Asn1 | undefined)[]): Asn1[] => parts.filter((part) => part !== undefined);

/** Absent optional parts may be given as `undefined`. */
export const sequence = (...parts: (Asn1 | undefined)[]): Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, present(parts));
export const set = (...parts: Asn1[]): Asn1 => asn1.create(Class.UNIVERSAL, Type.SET, true, parts);
export const oid = (dotted: string): Asn1 => primitive(Type.OID, asn1.oidToDer(dotted).getBytes());
export const boolean = (value: boolean): Asn1 => primitive(Type.BOOLEAN, value ? '\xff' : '\0');
export const nothing = (): Asn1 => primitive(Type.NULL, '');
export const octets = (bytes: Uint8Array): Asn1 => primitive(Type.OCTETSTRING, binary(bytes));
export const enumerated = (value: number): Asn1 => primitive(Type.ENUMERATED, String.fromCharCode(value));
export const utf8 = (text: string): Asn1 => primitive(Type.UTF8, util.encodeUtf8(text));
export const printable = (text: string): Asn1 => primitive(Type.PRINTABLESTRING, text);
export const ia5 = (text: string): Asn1 => primitive(Type.IA5STRING, text);

/** A non-negative INTEGER: a number, or its bytes in hexadecimal (a serial number), whose high bit is kept positive. */
export function integer(value: number | string): Asn1 {
  const hex = typeof value === 'number' ? value.toString(16) : value;
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const significant = bytes.findIndex((byte) => byte !== 0);
  const body = significant === -1 ? Buffer.from([0]) : bytes.subarray(significant);
  const sign = (body[0] ?? 0) >= 0x80 ? '\0' : '';
  return primitive(Type.INTEGER, sign + binary(body));
}

/** A BIT STRING; `unused` counts the bits of the last byte that do not belong to it. */
export const bits = (bytes: Uint8Array, unused = 0): Asn1 =>
  primitive(Type.BITSTRING, String.fromCharCode(unused) + binary(bytes));

/** A point in time, to the second: UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). */
export const time = (date: Date): Asn1 =>
  date.getUTCFullYear() >= 1950 && date.getUTCFullYear() < 2050
    ? primitive(Type.UTCTIME, asn1.dateToUtcTime(date))
    : primitive(Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));

/** `[number] EXPLICIT`, or an implicitly tagged constructed value. */
export const tagged = (number: number, ...parts: Asn1[]): Asn1 =>
  asn1.create(Class.CONTEXT_SPECIFIC, number, true, parts);

/** `[number] IMPLICIT` of a primitive type. */
export const taggedBytes = (number: number, bytes: Uint8Array): Asn1 =>
  asn1.create(Class.CONTEXT_SPECIFIC, number, false, binary(bytes));

/** A structure that is encoded already (a public key, an issuer's name). */
export const encoded = (der: Uint8Array): Asn1 => asn1.fromDer(binary(der));

/** The DER encoding. */
export const encode = (structure: Asn1): Buffer => Buffer.from(asn1.toDer(structure).getBytes(), 'latin1');
