import { type Asn1, ia5, oid, printable, sequence, set, utf8 } from './asn1.ts';
import { type DistinguishedName, parseName } from './name.ts';
import { attributeOids } from './oid.ts';

const printableTypes = new Set(['C', 'serialNumber', 'dnQualifier']);
const ia5Types = new Set(['emailAddress', 'DC']);

function value(type: string, text: string): Asn1 {
  if (printableTypes.has(type) && /^[A-Za-z0-9 '()+,./:=?-]*$/.test(text)) return printable(text);
  if (ia5Types.has(type) && /^[\x00-\x7f]*$/.test(text)) return ia5(text);
  return utf8(text);
}

/**
 * Encodes a distinguished name with the string types that `openssl req` chooses: PrintableString for countries and
 * serial numbers, IA5String for mail addresses and domain components, UTF8String for all else.
 *
 * @param name given, or in the `/C=US/CN=host` form of `parseName`.
 */
export function encodeName(name: DistinguishedName | string): Asn1 {
  const members = typeof name === 'string' ? parseName(name) : name;
  return sequence(
    ...members.map((member) =>
      set(...member.map(({ type, value: text }) => sequence(oid(attributeOids[type] ?? type), value(type, text)))),
    ),
  );
}
