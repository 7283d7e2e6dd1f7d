/**
 * What an answer says, before it is XML or JSON. An array is a repeated element; `''` is `<a></a>`, `{}` is `<a/>`, `null`
 * is no element. A member whose name begins with `@` is an attribute, and is not in the JSON.
 */
export type Value = string | number | boolean | null | Fields | readonly Value[];

/** Members in the order in which they are written. */
export interface Fields {
  readonly [name: string]: Value;
}

/** A whole answer. */
export interface Document {
  /** Name of the XML root. JSON has none. */
  readonly root: string;
  readonly value: Value;
  /** What JSON has instead, where that is not the same. */
  readonly json?: Value;
}

/** Prolog and line end as on the device; the rest is one line. @source recorded: NSX-v reference 4.4 */
const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The XML of a document. */
export function xmlOf({ root, value }: Document): string {
  return prolog + element(root, value);
}

/** The JSON of a document: the root's name is dropped, lists are arrays, what is absent is `null`. */
export function jsonOf({ value, json }: Document): string {
  return JSON.stringify(json ?? value, (key, member) => (key.startsWith('@') ? undefined : member));
}

function element(name: string, value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'object') return `<${name}>${escaped(String(value))}</${name}>`;
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  let attributes = '';
  let inner = '';
  for (const [member, content] of Object.entries(value)) {
    if (member === '#text') inner += escaped(String(content));
    else if (member.startsWith('@')) attributes += ` ${member.slice(1)}="${escaped(String(content))}"`;
    else inner += element(member, content);
  }
  return inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Control characters that XML has no way to write are left out. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
